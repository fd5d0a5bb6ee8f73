"""Recommendations by goal and by pillar, the city's answers, what is overdue, and technology."""

from collections.abc import Callable, Iterable

from clayton_review import clock
from clayton_review.charts.bars import Bar, BarChart
from clayton_review.figures import Cell, Column, Figure, Scope, State, Table, cell, figure
from clayton_review.web.formatting import day
from findings.conclusions.models.findings import Pillar
from findings.recommendations.models.recommendations import CLOSED, Response, Status
from findings.recommendations.selectors.issued_state import (
    RecommendationStanding,
    recommendations_at,
)

Stands = list[RecommendationStanding]
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
    """How far each goal is."""
    stands = recommendations_at(scope.as_of)
    goals = sorted({stand.goal or NO_GOAL for stand in stands}, key=_goal_order)
    groups = [(goal, [one for one in stands if (one.goal or NO_GOAL) == goal]) for goal in goals]
    return _grouped(scope, "findings.by_goal", "Goal", groups, stands)


@figure("findings.by_pillar")
def by_pillar(scope: Scope) -> Figure:
    """How far each of the six pillars is, by the released findings behind it."""
    stands = recommendations_at(scope.as_of)
    groups = [
        (pillar.label, [one for one in stands if pillar.label in one.pillars]) for pillar in Pillar
    ]
    present = [(label, rows) for label, rows in groups if rows]
    return _grouped(scope, "findings.by_pillar", "Pillar", present, stands)


@figure("findings.responses")
def responses(scope: Scope) -> Figure:
    """What the city answered."""
    stands = recommendations_at(scope.as_of)
    labels = [*(answer.label for answer in Response), ""]
    counts = [(label or "No answer yet", _n(stands, _answers(label))) for label in labels]
    n_silent = counts[-1][1]
    told = f"The city has answered {len(stands) - n_silent} of {len(stands)} recommendations."
    return Figure(
        name="findings.responses",
        title=told if stands else "No recommendations have been issued yet.",
        sentence=_sentence(counts),
        unit="recommendations",
        denominator=f"{len(stands)} issued recommendations",
        method="The city’s latest answer to each. The tracker shows it in the city’s own words.",
        table=_table("Answer", counts),
        evidence_url="",
        value=cell(len(stands) - n_silent),
        chart=_bars("The city’s answers", counts, marked="No answer yet"),
    )


@figure("findings.overdue")
def overdue(scope: Scope) -> Figure:
    """Open recommendations whose date has passed."""
    today = clock.local(scope.as_of).date().isoformat()
    stands = recommendations_at(scope.as_of)
    late = sorted(
        (stand for stand in stands if stand.is_overdue(today)), key=lambda stand: str(stand.due_on)
    )
    rows: list[tuple[Cell, ...]] = [
        (stand.reference, stand.text, stand.addressee, stand.due_on, Status(stand.status).label)
        for stand in late
    ]
    n_open = _n(stands, lambda stand: stand.status not in CLOSED)
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
        state=State.ATTENTION if late else State.ON_TRACK if stands else State.NONE,
        state_words=_late_title(len(late)).rstrip(".") if stands else "",
    )  # fmt: skip


@figure("findings.technology")
def technology(scope: Scope) -> Figure:
    """How far recommendations on technology, cameras first of all, are: policy to practice."""
    stands = [
        stand
        for stand in recommendations_at(scope.as_of)
        if Pillar.TECHNOLOGY.label in stand.pillars
    ]
    rows: list[tuple[Cell, ...]] = [
        (
            stand.reference,
            stand.text,
            stand.stage or "Not started",
            Status(stand.status).label,
            stand.due_on or "",
        )
        for stand in stands
    ]
    columns = (
        *(Column("Reference"), Column("Recommendation"), Column("Stage")),
        *(Column("Status"), Column("Due", "date")),
    )
    return Figure(
        name="findings.technology",
        title=_technology_title(stands),
        sentence="The stage each recommendation on technology has reached: policy, training "
        "or practice.",
        unit="recommendations",
        denominator=f"{len(stands)} issued recommendations on technology",
        method=f"The stage is the latest one recorded. {APART}",
        table=Table(columns, tuple(rows)),
        evidence_url="",
        value=cell(len(stands)),
    )


def _grouped(
    scope: Scope, name: str, what: str, groups: list[tuple[str, Stands]], stands: Stands
) -> Figure:
    today = clock.local(scope.as_of).date().isoformat()
    rows = tuple((label, *map(cell, _counts(rows, today))) for label, rows in groups)
    n_verified = _n(stands, _at(Status.VERIFIED))
    noun = f"{len(groups)} {what.lower()}{'' if len(groups) == 1 else 's'}"
    chart = [(label, len(rows)) for label, rows in groups]
    return Figure(
        name=name,
        title=f"{len(stands)} recommendations fall under {noun}."
        if stands
        else "No recommendations have been issued yet.",
        sentence=f"As of {day(scope.as_of)}, {n_verified} of {len(stands)} "
        f"{'has' if n_verified == 1 else 'have'} been verified as done.",
        unit="recommendations",
        denominator=f"{len(stands)} issued recommendations",
        method=APART
        + (" One recommendation may fall under several pillars." if what == "Pillar" else ""),
        table=Table((Column(what), *_COUNTS), rows),
        evidence_url="",
        value=cell(len(stands)),
        chart=_bars(f"Recommendations by {what.lower()}", chart) if chart else None,
    )


def _counts(stands: Stands, today: str) -> tuple[int, ...]:
    return (
        len(stands),
        _n(stands, _at(Status.REPORTED)),
        _n(stands, _at(Status.VERIFIED)),
        _n(stands, _at(Status.PARTIAL, Status.DECLINED)),
        _n(stands, lambda stand: stand.is_overdue(today)),
    )


def _at(*statuses: str) -> Callable[[RecommendationStanding], bool]:
    return lambda stand: stand.status in statuses


def _answers(label: str) -> Callable[[RecommendationStanding], bool]:
    return lambda stand: stand.response == label


def _n(stands: Iterable[RecommendationStanding], fits: Callable[..., bool]) -> int:
    return sum(map(fits, stands))


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


def _technology_title(stands: Stands) -> str:
    if not stands:
        return "There are no recommendations on technology yet."
    n_done = _n(stands, _at(Status.VERIFIED))
    noun = "recommendation" if len(stands) == 1 else "recommendations"
    has = "has" if 1 in (n_done, len(stands)) else "have"
    return f"{n_done} of {len(stands)} {noun} on technology {has} been verified as done."


def _goal_order(goal: str) -> tuple[int, str]:
    number = goal.partition(".")[0]
    return (int(number) if number.isdecimal() else 999, goal)
