"""Recommendations by goal and by pillar, the city's answers, what is overdue, and technology."""

from collections.abc import Callable, Iterable

from clayton_review import clock
from clayton_review.charts.bars import Bar, BarChart
from clayton_review.figures import Cell, Column, Figure, Scope, State, Table, cell, figure
from clayton_review.web.formatting import day
from findings.conclusions.models.findings import Pillar
from findings.recommendations.models.recommendations import CLOSED, Response, Status
from findings.recommendations.selectors.issued_state import (
    IssuedRecommendation,
    issued_recommendations,
)

Recommendations = list[IssuedRecommendation]
NO_GOAL = "Not under a goal yet"
APART = "Reported means the city says so. Verified means we have seen a document that proves it."
_COUNTS = (
    Column("Issued", "count"),
    Column("Reported, not verified", "count"),
    Column("Verified", "count"),
    Column("Closed otherwise", "count"),
    Column("Overdue", "count"),
)


@figure("findings.by_goal")
def by_goal(scope: Scope) -> Figure:
    """Count recommendations by goal and status."""
    items = issued_recommendations(scope.as_of)
    goals = sorted({item.goal or NO_GOAL for item in items}, key=_goal_order)
    groups = [
        (
            goal,
            [item for item in items if (item.goal or NO_GOAL) == goal],
        )
        for goal in goals
    ]
    return _grouped(scope, "findings.by_goal", "Goal", groups, items)


@figure("findings.by_pillar")
def by_pillar(scope: Scope) -> Figure:
    """Count recommendations by the pillars of their released findings, and by status."""
    items = issued_recommendations(scope.as_of)
    groups = [
        (
            pillar.label,
            [item for item in items if pillar.label in item.pillars],
        )
        for pillar in Pillar
    ]
    present = [(label, rows) for label, rows in groups if rows]
    return _grouped(scope, "findings.by_pillar", "Pillar", present, items)


@figure("findings.responses")
def responses(scope: Scope) -> Figure:
    """Count the responses of the city."""
    items = issued_recommendations(scope.as_of)
    labels = [*(answer.label for answer in Response), ""]
    counts = [(label or "No answer yet", _n(items, _answers(label))) for label in labels]
    n_silent = counts[-1][1]
    told = f"The city has answered {len(items) - n_silent} of {len(items)} recommendations."
    return Figure(
        name="findings.responses",
        title=told if items else "No recommendations have been issued yet.",
        sentence=_sentence(counts),
        unit="recommendations",
        denominator=f"{len(items)} issued recommendations",
        method="The city’s latest answer to each. The tracker shows it in the city’s own words.",
        table=_table("Answer", counts),
        evidence_url="",
        value=cell(len(items) - n_silent),
        chart=_bars("The city’s answers", counts, marked="No answer yet"),
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
            Status(item.status).label,
        )
        for item in late
    ]
    n_open = _n(items, lambda item: item.status not in CLOSED)
    columns = (
        *(Column("Reference"), Column("Recommendation"), Column("Addressee")),
        *(Column("Due", "date"), Column("Status")),
    )
    return Figure(
        name="findings.overdue",
        title=_late_title(len(late)),
        sentence=_late_sentence(len(late), n_open),
        unit="recommendations",
        denominator=f"{n_open} open recommendations",
        method="Overdue means open after the due date. What the city has reported as implemented "
        "is waiting for us to verify it and is not overdue.",
        table=Table(columns, tuple(rows)),
        evidence_url="",
        value=cell(len(late)),
        chart=_bars("Open recommendations", [("Overdue", len(late)),
                    ("On time or no due date", n_open - len(late))], marked="Overdue"),
        state=State.ATTENTION if late else State.ON_TRACK if items else State.NONE,
        state_words=_late_title(len(late)).rstrip(".") if items else "",
    )  # fmt: skip


@figure("findings.technology")
def technology(scope: Scope) -> Figure:
    """List recommendations on technology with their stage, from policy to practice."""
    items = [
        item
        for item in issued_recommendations(scope.as_of)
        if Pillar.TECHNOLOGY.label in item.pillars
    ]
    rows: list[tuple[Cell, ...]] = [
        (
            item.reference,
            item.text,
            item.stage or "Not started",
            Status(item.status).label,
            item.due_on or "",
        )
        for item in items
    ]
    columns = (
        *(Column("Reference"), Column("Recommendation"), Column("Stage")),
        *(Column("Status"), Column("Due", "date")),
    )
    return Figure(
        name="findings.technology",
        title=_technology_title(items),
        sentence="The stage each recommendation on technology has reached: policy, training "
        "or practice.",
        unit="recommendations",
        denominator=f"{len(items)} issued recommendations on technology",
        method=f"The stage is the latest one recorded. {APART}",
        table=Table(columns, tuple(rows)),
        evidence_url="",
        value=cell(len(items)),
    )


def _grouped(
    scope: Scope,
    name: str,
    what: str,
    groups: list[tuple[str, Recommendations]],
    items: Recommendations,
) -> Figure:
    today = clock.local(scope.as_of).date().isoformat()
    rows = tuple((label, *map(cell, _counts(rows, today))) for label, rows in groups)
    n_verified = _n(items, _at(Status.VERIFIED))
    noun = f"{len(groups)} {what.lower()}{'' if len(groups) == 1 else 's'}"
    chart = [(label, len(rows)) for label, rows in groups]
    return Figure(
        name=name,
        title=f"{len(items)} recommendations fall under {noun}."
        if items
        else "No recommendations have been issued yet.",
        sentence=f"As of {day(scope.as_of)}, {n_verified} of {len(items)} "
        f"{'has' if n_verified == 1 else 'have'} been verified as done.",
        unit="recommendations",
        denominator=f"{len(items)} issued recommendations",
        method=APART
        + (" One recommendation may fall under several pillars." if what == "Pillar" else ""),
        table=Table((Column(what), *_COUNTS), rows),
        evidence_url="",
        value=cell(len(items)),
        chart=_bars(f"Recommendations by {what.lower()}", chart) if chart else None,
    )


def _counts(items: Recommendations, today: str) -> tuple[int, ...]:
    return (
        len(items),
        _n(items, _at(Status.REPORTED)),
        _n(items, _at(Status.VERIFIED)),
        _n(items, _at(Status.PARTIAL, Status.DECLINED)),
        _n(items, lambda item: item.is_overdue(today)),
    )


def _at(*statuses: str) -> Callable[[IssuedRecommendation], bool]:
    return lambda item: item.status in statuses


def _answers(label: str) -> Callable[[IssuedRecommendation], bool]:
    return lambda item: item.response == label


def _n(items: Iterable[IssuedRecommendation], fits: Callable[..., bool]) -> int:
    return sum(map(fits, items))


def _table(what: str, counts: list[tuple[str, int]]) -> Table:
    rows = tuple((label, cell(n)) for label, n in counts)
    return Table((Column(what), Column("Recommendations", "count")), rows)


def _bars(title: str, counts: list[tuple[str, int]], marked: str = "") -> BarChart:
    largest = max([n for _, n in counts], default=0)
    bars = tuple(Bar(label, float(n), is_marked=label == marked and n > 0) for label, n in counts)
    return BarChart(title, "recommendations", float(max(largest, 1)), bars)


def _sentence(counts: list[tuple[str, int]]) -> str:
    return f"{'; '.join(f'{label}: {n}' for label, n in counts)}."


def _late_sentence(n: int, n_open: int) -> str:
    are, their = ("is", "its") if n == 1 else ("are", "their")
    return f"{n} of {n_open} open recommendations {are} past {their} due date."


def _late_title(n: int) -> str:
    if not n:
        return "No recommendations are overdue."
    return f"{n} recommendation{' is' if n == 1 else 's are'} overdue."


def _technology_title(items: Recommendations) -> str:
    if not items:
        return "There are no recommendations on technology yet."
    n_done = _n(items, _at(Status.VERIFIED))
    noun = "recommendation" if len(items) == 1 else "recommendations"
    has = "has" if 1 in (n_done, len(items)) else "have"
    return f"{n_done} of {len(items)} {noun} on technology {has} been verified as done."


def _goal_order(goal: str) -> tuple[int, str]:
    number = goal.partition(".")[0]
    return (int(number) if number.isdecimal() else 999, goal)
