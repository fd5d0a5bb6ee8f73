"""Evidence items of incidents, such as recordings, as a new kind of evidence of findings."""

from tests.extending.example import Edit, Example

MODEL = "findings/conclusions/models/evidence.py"
INPUTS = "findings/conclusions/inputs.py"
KINDS = "findings/conclusions/selectors/evidence_kinds"
EXAMPLE = Example(
    row="a kind of evidence for findings",
    folder="evidence_kind",
    edits=(
        Edit(MODEL, after='EVIDENCE_RECORDS = ("excerpt", "claim", "document"', add=', "item"'),
        Edit(
            MODEL,
            after='CLASSED_RECORDS = ("document", "claim__document", "claim__incident"',
            add=', "item", "item__incident"',
        ),
        Edit(MODEL, after='*select, "claim__incident"', add=', "item__incident"'),
        Edit(
            MODEL,
            before="    figure = models.JSONField",
            add="""    item = models.ForeignKey(
        "incidents.EvidenceItem",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="finding_links",
    )
""",
        ),
        Edit(INPUTS, after="from incidents.models import Claim", add=", EvidenceItem"),
        Edit(
            INPUTS,
            before="    figure: Figure | None = None",
            add="    item: EvidenceItem | None = None\n",
        ),
        Edit(
            f"{KINDS}/__init__.py",
            before="from findings.conclusions.selectors.evidence_kinds.quotes import",
            add="from findings.conclusions.selectors.evidence_kinds.items import ItemEvidence\n",
        ),
        Edit(
            f"{KINDS}/__init__.py",
            after="(QUOTE, CLAIM, FIGURE, DOCUMENT",
            add=", ItemEvidence()",
        ),
    ),
    new_files={f"{KINDS}/items.py": "items.py"},
)
