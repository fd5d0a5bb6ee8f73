"""Thread of a finding: its evidence as knots, ready for pages."""

from dataclasses import dataclass

from django.urls import reverse

from clayton_review.accounts.models import User
from clayton_review.web.formatting import day
from findings.coding.selectors.quote_release import large_groups, speaker_label
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
    """One knot of the thread, which shows one piece of evidence; `kind` is words or against."""

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
        """True if the knot must name its kind; evidence against says so itself, except quotes."""
        return self.is_quote or self.kind != "against"


def evidence_knots(finding: Finding, user: User) -> list[Knot]:
    """Return the evidence this person may see: supporting, context, then contradicting."""
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


def evidence_heading(link: EvidenceLink, large: frozenset[str]) -> str:
    """Return the heading of a piece of evidence."""
    return _TEXTS_BY_KIND[link.kind](link, large)[0]


def _knot(link: EvidenceLink, large: frozenset[str], *, is_first: bool, is_last: bool) -> Knot:
    title, lines, url, url_words, warning = _TEXTS_BY_KIND[link.kind](link, large)
    is_against = link.stance == Stance.CONTRADICTING
    stance = link.get_stance_display() if link.stance == Stance.CONTEXT else ""
    return Knot(
        kind="against" if is_against else "words",
        heading=title,
        is_quote=link.kind == "excerpt",
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


KnotTexts = tuple[str, tuple[str, ...], str, str, str]


def _excerpt_texts(link: EvidenceLink, large: frozenset[str]) -> KnotTexts:
    excerpt = link.excerpt
    assert excerpt is not None  # noqa: S101  # the source says so
    speaker = excerpt.speaker
    lines = (", ".join(filter(None, [speaker.group_label, speaker.source_kind])).capitalize(),
             _quote_status(link, large))  # fmt: skip
    warning = "" if excerpt.is_in_source else "The notes no longer contain these words."
    url = reverse("findings:quote_detail", args=[excerpt.pk])
    return f"“{excerpt.release_text}”", lines, url, "See the quote and where it was said", warning


def _quote_status(link: EvidenceLink, large: frozenset[str]) -> str:
    if not link.is_quoted:
        return "background, not quoted"
    assert link.excerpt is not None  # noqa: S101  # only excerpts are quoted
    name = speaker_label(link.excerpt, large)
    return f"quoted as “{name.lower()}”" if name else "quoted without label"


def _claim_texts(link: EvidenceLink, _large: frozenset[str]) -> KnotTexts:
    claim = link.claim
    assert claim is not None  # noqa: S101  # the source says so
    lines = (claim.text, f"{claim.get_standing_display()} · according to {claim.asserted_by}")
    url = claim.incident.get_absolute_url()
    return f"{claim.incident.reference}: {claim.point}", lines, url, "See all accounts", ""


def _document_texts(link: EvidenceLink, _large: frozenset[str]) -> KnotTexts:
    document = link.document
    assert document is not None  # noqa: S101  # the source says so
    lines = (f"{document.source} · {document.reference}",)
    return document.title, lines, document.get_absolute_url(), "See the document", ""


def figure_kind_label(name: str) -> str:
    """Return the subject of a figure in plain words."""
    return FIGURE_KINDS.get(name.partition(".")[0], "Figure of the study")


def _figure_texts(link: EvidenceLink, _large: frozenset[str]) -> KnotTexts:
    assert link.figure is not None  # noqa: S101  # the source says so
    figure = link.figure
    assert link.figure_as_of is not None  # noqa: S101  # the constraint says so
    lines = (
        figure["sentence"],
        f"{figure_kind_label(link.figure_name)}, frozen {day(link.figure_as_of)}",
    )
    return figure["title"], lines, figure["evidence_url"], "See where it comes from", ""


_TEXTS_BY_KIND = {
    "excerpt": _excerpt_texts,
    "claim": _claim_texts,
    "document": _document_texts,
    "figure": _figure_texts,
}
