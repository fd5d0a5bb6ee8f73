"""Thread of a finding: its evidence as knots, ready for pages."""

from dataclasses import dataclass

from django.urls import reverse

from clayton_review.accounts.models import User
from findings.coding.selectors.quote_release import large_groups
from findings.conclusions.models.evidence import EvidenceLink, Stance
from findings.conclusions.models.findings import Finding
from findings.conclusions.selectors.evidence_kinds import kind_named


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
    return kind_named(link.kind).texts(link, large).heading


def _knot(link: EvidenceLink, large: frozenset[str], *, is_first: bool, is_last: bool) -> Knot:
    kind = kind_named(link.kind)
    texts = kind.texts(link, large)
    is_against = link.stance == Stance.CONTRADICTING
    stance = link.get_stance_display() if link.stance == Stance.CONTEXT else ""
    return Knot(
        kind="against" if is_against else "words",
        heading=texts.heading,
        is_quote=kind.is_quote,
        lines=tuple(line for line in (stance, *texts.lines) if line),
        url=texts.url,
        url_words=texts.url_words,
        note=link.note,
        remove_url=_address("remove", link),
        edit_url=_address("edit", link),
        move_url=_address("move", link),
        is_first=is_first,
        is_last=is_last,
        warning=texts.warning,
    )


def _address(act: str, link: EvidenceLink) -> str:
    return reverse(f"findings:evidence_{act}", args=[link.finding.reference, link.pk])
