"""Figures of the people asked to talk, and of the attendance of meetings, by group."""

from django.urls import reverse

from clayton_review.charts.shapes import Bar, BarChart
from clayton_review.figures import Audience, Cell, Column, Figure, Scope, State, Table, cell, figure
from clayton_review.web.formatting import count_phrase
from findings.fieldwork.selectors.recruitment import (
    GroupAttendance,
    GroupRecruitment,
    MeetingTotals,
    attendance_by_group,
    meeting_totals,
    recruitment_by_group,
    recruitment_totals,
)
from findings.interviews.selectors.released_counts import STEP

NOT_SHOWN = "not shown"
_STEPPED = (
    f"Outside the team, counts are rounded down to a multiple of {STEP}, in total and for each "
    "group. Each group is rounded separately, so the groups may not add up to the total."
)
_ROUNDED = f" Numbers of people are rounded down to a multiple of {STEP}."
_ASKED = (
    "Asked counts everyone in the contact log or interviewed. Agreed counts everyone who said yes "
    "or was interviewed. Declined counts everyone whose last answer was no. Did not come counts "
    "missed appointments."
)
_ATTENDED = (
    "People counted at dialogues, focus groups and listening sessions, never by name. The total "
    "given for a meeting and the counts by group are kept separately and may differ."
)


@figure("findings.recruitment")
def recruitment(scope: Scope) -> Figure:
    """Count people asked, agreed, declined, not come and interviewed, by group."""
    is_released = scope.audience != Audience.TEAM
    groups = recruitment_by_group(scope.as_of, is_released=is_released)
    asked, declined, missed = recruitment_totals(scope.as_of, is_released=is_released)
    return Figure(
        name="findings.recruitment",
        title=_asked_title(asked, declined, is_released=is_released),
        sentence=_asked_sentence(groups, missed, is_released=is_released),
        unit="people",
        denominator="",
        method=f"{_ASKED} {_STEPPED}" if is_released else _ASKED,
        table=_asked_table(groups),
        evidence_url="" if is_released else reverse("findings:fieldwork"),
        value=None if is_released and not asked else cell(asked),
        chart=_bars("People asked by group", "people", [(g.words, g.asked) for g in groups]),
        state=State.NONE,
        state_words="",
        suppressed=_suppression_note(is_released=is_released),
    )


@figure("findings.attendance")
def attendance(scope: Scope) -> Figure:
    """Count the attendance of meetings by group against target, with both totals."""
    is_released = scope.audience != Audience.TEAM
    groups = attendance_by_group(scope.as_of, is_released=is_released)
    totals = meeting_totals(scope.as_of, is_released=is_released)
    target = sum(group.target or 0 for group in groups)
    return Figure(
        name="findings.attendance",
        title=_attended_title(totals, is_released=is_released),
        sentence=_attended_sentence(groups, totals, is_released=is_released),
        unit="people",
        denominator=f"{target} people wanted" if target else "",
        method=f"{_ATTENDED} {_STEPPED}" if is_released else _ATTENDED,
        table=_attended_table(groups),
        evidence_url="" if is_released else reverse("findings:activity_list"),
        value=None if is_released and not totals.in_all else cell(totals.in_all),
        chart=_bars("Attendance by group", "people", [(g.words, g.attended) for g in groups]),
        state=State.NONE,
        state_words="",
        suppressed=_suppression_note(is_released=is_released),
    )


def _asked_title(asked: int, declined: int, *, is_released: bool) -> str:
    if not asked:
        few = "Fewer than five people have been asked to talk with us"
        return few if is_released else "No one has been asked to talk with us yet"
    noun = "person has been" if asked == 1 else "people have been"
    more = " or more" if is_released else ""
    tail = f"; {declined}{more} declined" if declined else ""
    return f"{asked}{more} {noun} asked to talk with us{tail}"


def _asked_sentence(groups: list[GroupRecruitment], missed: int, *, is_released: bool) -> str:
    if not groups:
        few = f"In each group, fewer than {STEP} people have been asked."
        return few if is_released else "There is nothing to show yet."
    parts = [_asked_words(group, is_released=is_released) for group in groups]
    words = f"By group: {'; '.join(parts)}."
    if missed:
        appointments = count_phrase(missed, "appointment was", "appointments were")
        words += (
            f" {f'{missed} or more appointments were' if is_released else appointments} missed."
        )
    return words + _ROUNDED if is_released else words


def _asked_words(group: GroupRecruitment, *, is_released: bool) -> str:
    name = group.words.lower()
    if group.asked is None and group.held is None:
        return f"{name} {NOT_SHOWN}"
    asked, held = (_count(n, is_released=is_released) for n in (group.asked, group.held))
    interviews = f"interviews {held}" if group.held is None else f"{held} interviewed"
    return f"{name} {asked} asked, {interviews}"


def _asked_table(groups: list[GroupRecruitment]) -> Table:
    names = ("asked", "agreed", "declined", "no_shows", "held")
    rows: list[tuple[Cell, ...]] = [
        (
            group.words,
            *(_cell(getattr(group, name)) for name in names),
            "" if group.target is None else cell(group.target),
        )
        for group in groups
    ]
    labels = ("Asked", "Agreed", "Declined", "Did not come", "Interviews held", "Target")
    return Table((Column("Group"), *(Column(label, "count") for label in labels)), tuple(rows))


def _attended_title(totals: MeetingTotals, *, is_released: bool) -> str:
    if not totals.n_meetings:
        return "No meetings have been held yet"
    meetings = count_phrase(totals.n_meetings, "meeting", "meetings")
    if is_released:
        people = f"{totals.in_all} or more" if totals.in_all else "Fewer than five"
        return f"{people} people came to {meetings}"
    return f"{count_phrase(totals.in_all, 'person', 'people')} came to {meetings}"


def _attended_sentence(
    groups: list[GroupAttendance], totals: MeetingTotals, *, is_released: bool
) -> str:
    if not groups:
        return "There is nothing to show yet."
    parts = [_attended_words(group, is_released=is_released) for group in groups]
    tail = _ROUNDED if is_released else ""
    if not is_released and totals.by_group != totals.in_all:
        tail = f" The groups add up to {totals.by_group}; the stated total is {totals.in_all}."
    return f"Attendance by group: {'; '.join(parts)}.{tail}"


def _attended_words(group: GroupAttendance, *, is_released: bool) -> str:
    words = f"{group.words.lower()} {_count(group.attended, is_released=is_released)}"
    if not group.target:
        return words
    joined_by = "," if group.attended is None else " of"
    return f"{words}{joined_by} {group.target} wanted"


def _attended_table(groups: list[GroupAttendance]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (g.words, _cell(g.attended), "" if g.target is None else cell(g.target)) for g in groups
    ]
    columns = (Column("Group"), Column("Attended", "count"), Column("Wanted", "count"))
    return Table(columns, tuple(rows))


def _bars(title: str, unit: str, counts: list[tuple[str, int | None]]) -> BarChart | None:
    if not counts:
        return None
    maximum = max([1, *(n or 0 for _, n in counts)])
    bars = tuple(Bar(words, None if n is None else float(n)) for words, n in counts)
    return BarChart(title, unit, float(maximum), bars)


def _cell(n: int | None) -> Cell:
    return None if n is None else cell(n)


def _count(n: int | None, *, is_released: bool) -> str:
    """Return a count in words; a released one is rounded down."""
    if n is None:
        return NOT_SHOWN
    return f"{n} or more" if is_released else str(n)


def _suppression_note(*, is_released: bool) -> str:
    return f"Counts under {STEP} are not shown." if is_released else ""
