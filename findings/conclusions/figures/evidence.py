"""What supports each released finding and what speaks against it, as it was released."""

from clayton_review.figures import Column, Figure, Scope, Table, cell, figure
from findings.conclusions.models.evidence import Stance
from findings.conclusions.selectors.public_evidence import UNSAID, Piece, still_shown
from findings.releases.models import PublishedItem

KEPT = {
    "excerpt": "Something said to the study that is not printed",
    "claim": "An account on the record of the incident",
    "document": "A document that is not public",
    "figure": "A figure that is not public",
}
COLUMNS = (
    Column("Finding"),
    Column("What it says"),
    Column("What it rests on"),
    Column("Evidence against it"),
    Column("What speaks against it"),
)


@figure("findings.evidence")
def evidence(scope: Scope) -> Figure:
    """For and against each released finding, the same for every audience, without counts of pieces.

    The value is how many findings have something against them.
    """
    items = list(PublishedItem.objects.standing(scope.as_of).filter(finding__isnull=False))
    shown = still_shown(items)
    rows = [_row(item, shown[item.pk]) for item in items]
    n_against = sum(bool(item.content["has_evidence_against"]) for item in items)
    title = "No findings have been released yet."
    if rows:
        noun, it = ("finding", "it") if len(rows) == 1 else ("findings", "them")
        has = "has" if n_against == 1 else "have"
        title = f"{n_against or 'None'} of {len(rows)} {noun} {has} evidence against {it}."
    return Figure(
        name="findings.evidence",
        title=title,
        sentence="The evidence for and against each released finding.",
        unit="findings",
        denominator=f"{len(rows)} released findings",
        method=(
            "Evidence as it was linked when the finding was released, by kind and not counted: "
            "words said to the study, accounts of an incident, documents, figures. Words are "
            "printed where the speaker agreed. Titles of documents are printed where the documents "
            "are public."
        ),
        table=Table(COLUMNS, tuple(rows)),
        evidence_url="",
        value=cell(n_against),
    )


def _row(item: PublishedItem, told: tuple[Piece, ...]) -> tuple[str, str, str, str, str]:
    has_against = item.content["has_evidence_against"]
    against = {_words(one) for one in told if one.stance == Stance.CONTRADICTING}
    rests_on = {one.of for one in told if one.stance in {Stance.SUPPORTING, UNSAID}} - {""}
    otherwise = "The release does not say." if has_against else "None that we found."
    return (
        item.reference,
        item.content["statement"],
        ", ".join(sorted(rests_on)).capitalize(),
        "Yes" if has_against else "No",
        "\n".join(sorted(against)) or otherwise,
    )


def _words(piece: Piece) -> str:
    """The words of a piece as far as they may leave the team, otherwise what kind it is."""
    if not piece.words:
        return KEPT[piece.kind]
    if piece.kind != "excerpt":
        return piece.words
    return f"“{piece.words}”" + (f" ({piece.label.lower()})" if piece.label else "")
