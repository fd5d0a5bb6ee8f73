"""Measures that are compared from report to report, each with a name of its own."""

from dataclasses import dataclass

from clayton_review.figures import Figure
from clayton_review.web import formatting

ROUNDED_DOWN = ", rounded down"  # ends the name of a measure that is a multiple of five

# The headline number of any other figure is no measure: a comparison of it would say nothing.
MEASURES = {
    "engagement.budget": "Fees to date",
    "engagement.expenses": "Reimbursable expenses to date",
    "engagement.milestones": "Milestones reached",
    "engagement.decisions": "Open questions to the Board",
    "documents.requests": "Requests answered by the city",
    "findings.interviews": f"Interviews held{ROUNDED_DOWN}",
    "findings.attendance": f"People at meetings{ROUNDED_DOWN}",
    "findings.recruitment": f"People asked to talk{ROUNDED_DOWN}",
    "surveys.response": "Survey answers",
    "incidents.reviewed": "Disputed points settled by records",
    "findings.findings": "Findings released",
    "findings.recommendations": "Recommendations issued",
    "findings.overdue": "Recommendations overdue",
}


def is_rounded_down(name: str) -> bool:
    """True if a measure is a count that is rounded down, so that it has no exact difference."""
    return MEASURES.get(name, "").endswith(ROUNDED_DOWN)


def cells(figure: Figure, row: tuple[str | None, ...]) -> dict[str, str]:
    """Return one row of a figure by column label, as people read it."""
    pairs = zip(figure.table.columns, row, strict=True)
    return {column.label: formatting.cell(cell, column.kind) for column, cell in pairs}


@dataclass(frozen=True)
class RecentChange:
    """One step of a finding or a recommendation, in a few words, and the day without its year."""

    change: str
    day: str


def moves(changes: Figure | None) -> dict[str, list[RecentChange]]:
    """Return the events of each finding and recommendation in a month, by reference."""
    moves_of: dict[str, list[RecentChange]] = {}
    for row in changes.table.rows if changes else ():
        values = cells(changes, row)  # type: ignore[arg-type]  # rows come of a figure
        change = values["Change"]
        if values["Reference"].startswith("R") and change == "released":
            change = "issued"
        move = RecentChange(change, values["Day"].rpartition(",")[0])
        moves_of.setdefault(values["Reference"], []).append(move)
    return moves_of
