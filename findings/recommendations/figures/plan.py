"""Figures of recommendations by goal and by pillar."""

from clayton_review import clock
from clayton_review.figures import Column, Figure, Scope, Table, cell, figure
from clayton_review.web.formatting import count_phrase, day
from findings.conclusions.models.findings import Pillar
from findings.recommendations.figures.counting import (
    REPORTED_IS_NOT_VERIFIED,
    Recommendations,
    count_bars,
    count_matching,
    has_status,
)
from findings.recommendations.models.recommendations import RecommendationStatus
from findings.recommendations.selectors.issued_state import (
    issued_recommendations,
)

NO_GOAL = "Not under a goal yet"
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
    return _figure_by_group(scope, "findings.by_goal", "Goal", groups, items)


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
    return _figure_by_group(scope, "findings.by_pillar", "Pillar", present, items)


def _figure_by_group(
    scope: Scope,
    name: str,
    heading: str,
    groups: list[tuple[str, Recommendations]],
    items: Recommendations,
) -> Figure:
    today = clock.local(scope.as_of).date().isoformat()
    rows = tuple((label, *map(cell, _counts(rows, today))) for label, rows in groups)
    n_verified = count_matching(items, has_status(RecommendationStatus.VERIFIED))
    chart = [(label, len(rows)) for label, rows in groups]
    return Figure(
        name=name,
        title=_title(heading.lower(), groups, len(items)),
        sentence=f"As of {day(scope.as_of)}, {n_verified} of {len(items)} "
        f"{'is' if n_verified == 1 else 'are'} implemented (verified).",
        unit="recommendations",
        denominator="",
        method=REPORTED_IS_NOT_VERIFIED
        + (" One recommendation may fall under several pillars." if heading == "Pillar" else ""),
        table=Table((Column(heading), *_COUNTS), rows),
        evidence_url="",
        value=cell(len(items)),
        chart=count_bars(f"Recommendations by {heading.lower()}", chart) if chart else None,
    )


def _title(heading: str, groups: list[tuple[str, Recommendations]], n_items: int) -> str:
    if not n_items:
        return "No recommendations have been issued yet"
    named = [rows for label, rows in groups if label != NO_GOAL]
    n_under = len({item.reference for rows in named for item in rows})
    if not n_under:
        return f"No issued recommendation falls under a {heading} yet"
    verb = "falls" if n_under == 1 else "fall"
    tail = f"; {n_items - n_under} under none" if n_under < n_items else ""
    return (
        f"{count_phrase(n_under, 'recommendation', 'recommendations')} {verb} under "
        f"{count_phrase(len(named), heading, f'{heading}s')}{tail}"
    )


def _counts(items: Recommendations, today: str) -> tuple[int, ...]:
    return (
        len(items),
        count_matching(items, has_status(RecommendationStatus.REPORTED)),
        count_matching(items, has_status(RecommendationStatus.VERIFIED)),
        count_matching(
            items, has_status(RecommendationStatus.PARTIAL, RecommendationStatus.DECLINED)
        ),
        count_matching(items, lambda item: item.is_overdue(today)),
    )


def _goal_order(goal: str) -> tuple[int, str]:
    number = goal.partition(".")[0]
    return (int(number) if number.isdecimal() else 999, goal)
