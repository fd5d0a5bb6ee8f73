"""Figure of the evidence for and against each released finding."""

from clayton_review.figures import Column, Figure, Scope, Table, cell, figure
from clayton_review.web.formatting import count_phrase
from findings.conclusions.models.evidence import Stance
from findings.conclusions.selectors.evidence_kinds import kind_named
from findings.conclusions.selectors.evidence_kinds.base import PublicEvidence
from findings.conclusions.selectors.public_evidence import (
    NO_STANCE,
    has_evidence_against,
    released_findings,
)
from findings.releases.models import PublishedItem

COLUMNS = (
    Column("Finding"),
    Column("What it says"),
    Column("Based on"),
    Column("Any evidence against it?"),
    Column("Evidence against it"),
)


@figure("findings.evidence")
def evidence(scope: Scope) -> Figure:
    """Return the evidence for and against each released finding, without numbers of pieces.

    It is the same for every audience. The value is the number of findings with evidence against
    them.
    """
    findings = released_findings(scope.as_of)
    rows = [_row(item, pieces) for item, pieces in findings]
    n_against = sum(has_evidence_against(item, pieces) for item, pieces in findings)
    title = "No findings have been released yet"
    if rows:
        title = _title(len(rows), n_against)
    return Figure(
        name="findings.evidence",
        title=title,
        sentence="The evidence for and against each released finding.",
        unit="findings",
        denominator=count_phrase(len(rows), "released finding", "released findings"),
        method=(
            "Evidence as it was linked when the finding was released, by kind and not counted: "
            "words said to the study, claims about an incident, documents, figures. Words are "
            "printed where the speaker agreed. Titles of documents are printed where the documents "
            "are public."
        ),
        table=Table(COLUMNS, tuple(rows)),
        evidence_url="",
        value=cell(n_against),
    )


def _title(n: int, n_against: int) -> str:
    if n_against == n:
        return "Each finding is printed with the evidence against it"
    noun, it = ("finding", "it") if n == 1 else ("findings", "them")
    verb = "has" if n_against == 1 else "have"
    return f"{n_against or 'None'} of {n} {noun} {verb} evidence against {it}"


def _row(item: PublishedItem, pieces: tuple[PublicEvidence, ...]) -> tuple[str, str, str, str, str]:
    has_against = has_evidence_against(item, pieces)
    texts_against = {
        kind_named(piece.kind).printed_text(piece)
        for piece in pieces
        if piece.stance == Stance.CONTRADICTING
    }
    sources = {
        piece.source_label for piece in pieces if piece.stance in {Stance.SUPPORTING, NO_STANCE}
    } - {""}
    fallback = "The release does not say." if has_against else "None that we found."
    return (
        item.reference,
        item.content["statement"],
        ", ".join(sorted(sources)).capitalize(),
        "Yes" if has_against else "No",
        "\n".join(sorted(texts_against)) or fallback,
    )
