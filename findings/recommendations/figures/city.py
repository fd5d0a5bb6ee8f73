"""Figures of the city's responses and of overdue recommendations."""

from collections.abc import Callable

from clayton_review import clock
from clayton_review.figures import Cell, Column, Figure, Scope, State, Table, cell, figure
from clayton_review.web.formatting import count_phrase
from findings.recommendations.figures.counting import count_bars, count_matching, count_table
from findings.recommendations.models.recommendations import CLOSED, CityAnswer, RecommendationStatus
from findings.recommendations.selectors.issued_state import (
    IssuedRecommendation,
    issued_recommendations,
)


@figure("findings.responses")
def responses(scope: Scope) -> Figure:
    """Count the responses of the city."""
    items = issued_recommendations(scope.as_of)
    labels = [*(answer.label for answer in CityAnswer), ""]
    counts = [
        (label or "No answer yet", count_matching(items, _has_response(label))) for label in labels
    ]
    n_silent = counts[-1][1]
    title = f"The city has answered {len(items) - n_silent} of "
    title += count_phrase(len(items), "recommendation", "recommendations")
    return Figure(
        name="findings.responses",
        title=title if items else "No recommendations have been issued yet",
        sentence=_sentence(counts),
        unit="recommendations",
        denominator=count_phrase(len(items), "issued recommendation", "issued recommendations"),
        method="The city’s latest answer to each. The recommendations page shows it in the city’s "
        "own words.",
        table=count_table("Answer", counts),
        evidence_url="",
        value=cell(len(items) - n_silent),
        chart=count_bars("The city’s answers", counts, marked="No answer yet"),
    )


@figure("findings.overdue")
def overdue(scope: Scope) -> Figure:
    """List open recommendations whose date has passed."""
    today = clock.local(scope.as_of).date().isoformat()
    items = issued_recommendations(scope.as_of)
    late = sorted(
        (item for item in items if item.is_overdue(today)),
        key=lambda item: str(item.due_on),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            item.reference,
            item.text,
            item.addressee,
            item.due_on,
            RecommendationStatus(item.status).label,
        )
        for item in late
    ]
    n_open = count_matching(items, lambda item: item.status not in CLOSED)
    columns = (
        *(Column("Reference"), Column("Recommendation"), Column("Addressee")),
        *(Column("Due", "date"), Column("Status")),
    )
    return Figure(
        name="findings.overdue",
        title=_late_title(len(late)),
        sentence=_late_sentence(len(late), n_open),
        unit="recommendations",
        denominator=count_phrase(n_open, "open recommendation", "open recommendations"),
        method="Overdue means open after the due date. What the city has reported as implemented "
        "is waiting for us to verify it and is not overdue.",
        table=Table(columns, tuple(rows)),
        evidence_url="",
        value=cell(len(late)),
        chart=count_bars("Open recommendations", [("Overdue", len(late)),
                    ("On time or no due date", n_open - len(late))], marked="Overdue"),
        state=State.ATTENTION if late else State.ON_TRACK if items else State.NONE,
        state_words=_late_title(len(late)) if items else "",
    )  # fmt: skip


def _has_response(label: str) -> Callable[[IssuedRecommendation], bool]:
    return lambda item: item.response == label


def _sentence(counts: list[tuple[str, int]]) -> str:
    return f"{'; '.join(f'{label}: {n}' for label, n in counts)}."


def _late_sentence(n: int, n_open: int) -> str:
    are, their = ("is", "its") if n == 1 else ("are", "their")
    recommendations = count_phrase(n_open, "open recommendation", "open recommendations")
    return f"{n} of {recommendations} {are} past {their} due date."


def _late_title(n: int) -> str:
    if not n:
        return "No recommendations are overdue"
    return f"{n} recommendation{' is' if n == 1 else 's are'} overdue"
