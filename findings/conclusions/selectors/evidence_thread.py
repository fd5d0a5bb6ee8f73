"""The thread: evidence as it hangs on a finding, ready for pages."""

from dataclasses import dataclass

from django.urls import reverse

from clayton_review.accounts.models import User
from clayton_review.web.formatting import day
from findings.coding.selectors.release import label, large_groups
from findings.conclusions.models.evidence import EvidenceLink, Stance
from findings.conclusions.models.findings import Finding

FIGURE_KINDS = {
    "surveys": "Survey figure",
    "incidents": "Figure of incident records",
    "findings": "Figure of interviews and findings",
    "engagement": "Figure of the contract",
    "documents": "Figure of the library",
}


@dataclass(frozen=True)
class Knot:
    """One thing on the thread; `kind` is words or against."""

    kind: str
    heading: str
    is_quote: bool
    lines: tuple[str, ...]
    url: str
    url_words: str
    note: str
    remove_url: str
    edit_url: str
    move_url: str
    is_first: bool
    is_last: bool
    warning: str

    @property
    def is_named(self) -> bool:
        """Whether the sign must say its kind: “Against” stands before all but quotes already."""
        return self.is_quote or self.kind != "against"


def knots(finding: Finding, user: User) -> list[Knot]:
    """The evidence of a finding that this person may see: for it, as context, against it."""
    links = finding.links.visible_to(user).current().for_pages()
    order = {Stance.SUPPORTING: 0, Stance.CONTEXT: 1, Stance.CONTRADICTING: 2}
    large = large_groups()
    ordered = sorted(links, key=lambda link: order[Stance(link.stance)])
    stances = [link.stance for link in ordered]
    return [
        _knot(
            link,
            large,
            is_first=link.stance not in stances[:n],
            is_last=link.stance not in stances[n + 1 :],
        )
        for n, link in enumerate(ordered)
    ]


def heading(link: EvidenceLink, large: frozenset[str]) -> str:
    """What a piece of evidence is called."""
    return _PARTS[link.source](link, large)[0]


def _knot(link: EvidenceLink, large: frozenset[str], *, is_first: bool, is_last: bool) -> Knot:
    title, lines, url, url_words, warning = _PARTS[link.source](link, large)
    is_against = link.stance == Stance.CONTRADICTING
    stance = link.get_stance_display() if link.stance == Stance.CONTEXT else ""
    return Knot(
        kind="against" if is_against else "words",
        heading=title,
        is_quote=link.source == "excerpt",
        lines=tuple(line for line in (stance, *lines) if line),
        url=url,
        url_words=url_words,
        note=link.note,
        remove_url=_address("remove", link),
        edit_url=_address("edit", link),
        move_url=_address("move", link),
        is_first=is_first,
        is_last=is_last,
        warning=warning,
    )


def _address(act: str, link: EvidenceLink) -> str:
    return reverse(f"findings:evidence_{act}", args=[link.finding.reference, link.pk])


Parts = tuple[str, tuple[str, ...], str, str, str]


def _excerpt(link: EvidenceLink, large: frozenset[str]) -> Parts:
    excerpt = link.excerpt
    assert excerpt is not None  # noqa: S101  # the source says so
    voice = excerpt.voice
    lines = (", ".join(filter(None, [voice.group_words, voice.kind])).capitalize(),
             _quote_words(link, large))  # fmt: skip
    warning = "" if excerpt.is_found else "The notes no longer contain these words."
    url = reverse("findings:quote_detail", args=[excerpt.pk])
    return f"“{excerpt.release_text}”", lines, url, "See the quote and where it was said", warning


def _quote_words(link: EvidenceLink, large: frozenset[str]) -> str:
    if not link.is_quoted:
        return "background, not quoted"
    assert link.excerpt is not None  # noqa: S101  # only excerpts are quoted
    name = label(link.excerpt, large)
    return f"quoted as “{name.lower()}”" if name else "quoted without label"


def _claim(link: EvidenceLink, _large: frozenset[str]) -> Parts:
    claim = link.claim
    assert claim is not None  # noqa: S101  # the source says so
    lines = (claim.text, f"{claim.get_standing_display()} · according to {claim.asserted_by}")
    url = claim.incident.get_absolute_url()
    return f"{claim.incident.reference}: {claim.point}", lines, url, "See all accounts", ""


def _document(link: EvidenceLink, _large: frozenset[str]) -> Parts:
    document = link.document
    assert document is not None  # noqa: S101  # the source says so
    lines = (f"{document.source} · {document.reference}",)
    return document.title, lines, document.get_absolute_url(), "See the document", ""


def figure_kind(name: str) -> str:
    """What a figure tells of, in plain words instead of its name."""
    return FIGURE_KINDS.get(name.partition(".")[0], "Figure of the study")


def _figure(link: EvidenceLink, _large: frozenset[str]) -> Parts:
    assert link.figure is not None  # noqa: S101  # the source says so
    made = link.figure
    assert link.figure_as_of is not None  # noqa: S101  # the constraint says so
    lines = (made["sentence"], f"{figure_kind(link.figure_name)}, frozen {day(link.figure_as_of)}")
    return made["title"], lines, made["evidence_url"], "See where it comes from", ""


_PARTS = {"excerpt": _excerpt, "claim": _claim, "document": _document, "figure": _figure}
