"""Figure of interviews held with each group, against its target."""

from django.urls import reverse

from clayton_review.charts.shapes import Bar, BarChart
from clayton_review.figures import Audience, Cell, Column, Figure, Scope, State, Table, cell, figure
from findings.interviews.selectors.released_counts import (
    STEP,
    GroupCount,
    interviews_by_group,
    n_interviews,
)

_EXACT = "Interviews recorded as held by the cutoff of the report, each counted once."
_STEPPED = (
    f"Outside the team, counts are rounded down to a multiple of {STEP}, in total and for each "
    "group, so that no report and no difference between reports reveals fewer than five people. "
    "Each group is rounded separately, so the groups may not add up to the total."
)


@figure("findings.interviews")
def interviews(scope: Scope) -> Figure:
    """Return interviews by group against target; Board and public get stepped counts."""
    is_released = scope.audience != Audience.TEAM
    groups = interviews_by_group(scope.as_of, is_released=is_released)
    total = n_interviews(scope.as_of, is_released=is_released)
    target = sum(group.target or 0 for group in groups)
    state, words = _state(total, target, is_released=is_released)
    return Figure(
        name="findings.interviews",
        title=_title(total, target, is_released=is_released),
        sentence=_sentence(groups, is_released=is_released),
        unit="interviews",
        denominator=f"the {target} planned interviews" if target else "",
        method=f"{_EXACT} {_STEPPED}" if is_released else _EXACT,
        table=_table(groups),
        evidence_url="" if is_released else reverse("findings:interview_list"),
        value=None if is_released and not total else cell(total),
        chart=_chart(groups),
        state=state,
        state_words=words,
        suppressed=_suppression_note(groups),
    )


def _title(total: int, target: int, *, is_released: bool) -> str:
    if not total:
        return (
            "Fewer than five interviews have been held"
            if is_released
            else "No interviews have been held yet"
        )
    more = " or more" if is_released else ""
    planned = f" of the {target} planned" if target else ""
    noun = "interview" if target == 1 or (total == 1 and not target) else "interviews"
    verb = "has" if total == 1 else "have"
    return f"{total}{more}{planned} {noun} {verb} been held"


def _sentence(groups: list[GroupCount], *, is_released: bool) -> str:
    parts = [_group_words(group, is_released=is_released) for group in groups]
    if not parts:
        return "There is nothing to show yet."
    rounded = f" Numbers of people are rounded down to a multiple of {STEP}." if is_released else ""
    return f"Interviews held by group: {'; '.join(parts)}.{rounded}"


def _group_words(group: GroupCount, *, is_released: bool) -> str:
    name = group.words.lower()
    if group.held is None:
        return f"{name} not shown, {group.target} planned"
    more = " or more" if is_released else ""  # rounded down
    planned = f" of {group.target}" if group.target is not None else ""
    return f"{name} {group.held}{more}{planned}"


def _table(groups: list[GroupCount]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            group.words,
            None if group.held is None else cell(group.held),
            "" if group.target is None else cell(group.target),
        )
        for group in groups
    ]
    columns = (Column("Group"), Column("Held", "count"), Column("Target", "count"))
    return Table(columns, tuple(rows))


def _chart(groups: list[GroupCount]) -> BarChart | None:
    if not groups:
        return None
    maximum = max([1, *(group.held or 0 for group in groups), *(g.target or 0 for g in groups)])
    bars = tuple(
        Bar(group.words, None if group.held is None else float(group.held)) for group in groups
    )
    return BarChart("Interviews held by group", "interviews", float(maximum), bars)


def _state(total: int, target: int, *, is_released: bool) -> tuple[State, str]:
    if not target:
        return State.NONE, ""
    if total >= target:
        return State.ON_TRACK, "Target reached"
    most = "up to " if is_released else ""  # the total is rounded down
    return State.NONE, f"{most}{target - total} left"


def _suppression_note(groups: list[GroupCount]) -> str:
    if all(group.held is not None for group in groups):
        return ""
    return f"No number is shown for groups with fewer than {STEP} interviews."
