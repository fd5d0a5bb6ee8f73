"""What supports each released finding and what speaks against it, as it was released."""

from clayton_review import figures
from clayton_review.documents.records import DisclosureClass
from clayton_review.figures import Audience, Column, Figure, Scope, Table, cell, figure
from findings.models import EvidenceLink
from findings.models.evidence import Stance
from findings.models.releases import PublishedItem
from findings.selectors.releasing import label, large_groups, may_be_printed

KEPT = {
    "excerpt": "something said to the study that is not printed",
    "claim": "an account on the record of the incident",
    "document": "a document that is not public",
    "figure": "a figure that is not public",
}


@figure("findings.evidence")
def evidence(scope: Scope) -> Figure:
    """For and against each released finding; value is how many have something against them."""
    items = list(PublishedItem.objects.standing(scope.as_of).filter(finding__isnull=False))
    rows = [_row(item, _links(item), large_groups()) for item in items]
    n_against = sum(row[3] != "0" for row in rows)
    title = "No finding is released yet."
    if rows:
        noun, it = ("finding", "it") if len(rows) == 1 else ("findings", "them")
        has = "has" if n_against == 1 else "have"
        title = f"{n_against or 'None'} of {len(rows)} {noun} {has} evidence against {it}."
    return Figure(
        name="findings.evidence",
        title=title,
        sentence="What supports each released finding, and what speaks against it.",
        unit="findings",
        denominator=f"{len(rows)} released findings",
        method=(
            "Each piece of evidence once, as it was linked when the finding was released: words "
            "said to the study, accounts of an incident, documents, figures. Words are printed "
            "where those who spoke agreed; of documents the title, where they are public."
        ),
        table=Table(
            (
                Column("Finding"),
                Column("What it says"),
                Column("Pieces for it", "count"),
                Column("Pieces against it", "count"),
                Column("What speaks against it"),
            ),
            tuple(rows),
        ),
        evidence_url="",
        value=cell(n_against),
    )


def _links(item: PublishedItem) -> list[EvidenceLink]:
    """The evidence as it stood when the finding was released."""
    links = EvidenceLink.objects.filter(finding=item.finding).as_of(item.release.at)
    return list(links.for_pages())


def _row(
    item: PublishedItem, links: list[EvidenceLink], large: frozenset[str]
) -> tuple[str, str, str, str, str]:
    against = [link for link in links if link.stance == Stance.CONTRADICTING]
    words = "\n".join(sorted({_words(link, large) for link in against}))
    return (
        item.reference,
        item.content["statement"],
        cell(sum(link.stance == Stance.SUPPORTING for link in links)),
        cell(len(against)),
        words or "Nothing that we found.",
    )


def _words(link: EvidenceLink, large: frozenset[str]) -> str:
    """The words of a piece as far as they may leave the team, otherwise what kind it is."""
    if link.excerpt and link.is_quoted and may_be_printed(link.excerpt):
        name = label(link.excerpt, large)
        return f"“{link.excerpt.release_text}”" + (f" ({name.lower()})" if name else "")
    paper = link.document
    if paper and paper.disclosure_class == DisclosureClass.PUBLIC and not paper.is_withdrawn:
        return paper.title
    told = _figure_words(link)
    return told or KEPT[link.source].capitalize()


def _figure_words(link: EvidenceLink) -> str:
    if not link.figure_as_of:
        return ""
    try:
        return figures.compute(link.figure_name, Scope(link.figure_as_of, Audience.PUBLIC)).sentence
    except KeyError:
        return ""
