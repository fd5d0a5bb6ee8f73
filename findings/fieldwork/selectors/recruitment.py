"""Outcome of asking people to talk, and attendance of meetings, by group."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from findings.coding.models.quotable_texts import SpeakerGroup
from findings.fieldwork.models.activities import MEETINGS, Attendance, FieldActivity
from findings.fieldwork.models.contacts import ContactAttempt, ContactOutcome
from findings.interviews.models.interviews import Interview, InterviewTarget
from findings.interviews.selectors.released_counts import released_count


@dataclass(frozen=True)
class GroupRecruitment:
    """Outcome of asking one group; counts are None where they are hidden."""

    group: str
    words: str
    asked: int | None
    agreed: int | None
    declined: int | None
    no_shows: int | None
    held: int | None
    target: int | None


@dataclass(frozen=True)
class GroupAttendance:
    """Attendance of meetings by one group; None where the count is hidden."""

    group: str
    words: str
    attended: int | None
    target: int | None


@dataclass(frozen=True)
class MeetingTotals:
    """Number of meetings, attendance counted by group, and attendance in all.

    A meeting counts in `in_all` with its stated total, or with its groups where none is stated.
    """

    n_meetings: int
    by_group: int
    in_all: int


_COUNTED = ("asked", "agreed", "declined", "no_shows", "held")


def recruitment_by_group(as_of: datetime, *, is_released: bool) -> list[GroupRecruitment]:
    """Count people asked, agreed, declined, appointments missed and interviews held, by group.

    People who were interviewed count as asked and agreed; those whose last outcome is declined
    count as declined. Counts are exact or in released form.
    """
    asked, agreed, declined, missed = _count_outcomes(as_of)
    n_held: dict[str, int] = {}
    for key, group in Interview.objects.held_until(as_of).values_list(
        "participant_id", "participant__group"
    ):
        n_held[group] = n_held.get(group, 0) + 1
        for people in (asked, agreed):
            people.setdefault(group, set()).add(key)
    targets = dict(InterviewTarget.objects.values_list("group", "target"))
    rows = []
    for group in SpeakerGroup:
        counts = [len(people.get(group, ())) for people in (asked, agreed, declined)]
        counts += [missed.get(group, 0), n_held.get(group, 0)]
        stated = [(released_count(n) or None) if is_released else n for n in counts]
        if any(stated) or group in targets:
            counts_by_name = dict(zip(_COUNTED, stated, strict=True))
            target = targets.get(group)
            rows.append(GroupRecruitment(group, group.label, **counts_by_name, target=target))
    return rows


def recruitment_totals(as_of: datetime, *, is_released: bool) -> tuple[int, int, int]:
    """Return people asked, people who declined, and appointments missed, in all.

    A released total is rounded down from the whole; shown groups would add up to less.
    """
    rows = recruitment_by_group(as_of, is_released=False)
    asked, declined, missed = (
        sum(getattr(row, name) for row in rows) for name in ("asked", "declined", "no_shows")
    )
    if is_released:
        return released_count(asked), released_count(declined), released_count(missed)
    return asked, declined, missed


def attendance_by_group(as_of: datetime, *, is_released: bool) -> list[GroupAttendance]:
    """Count the attendance of meetings by group, exactly or in released form."""
    meetings = FieldActivity.objects.as_of(as_of).filter(kind__in=MEETINGS)
    counted = Attendance.objects.filter(activity__in=meetings).exclude(group="")
    rows = counted.order_by().values_list("group").annotate(n=Sum("n"))
    counts: dict[str, int] = dict(rows)
    targets = dict(InterviewTarget.objects.values_list("group", "attendance"))
    groups = []
    for group in SpeakerGroup:
        n, target = counts.get(group, 0), targets.get(group)
        attended = (released_count(n) or None) if is_released else n
        if attended or target:
            groups.append(GroupAttendance(group, group.label, attended, target))
    return groups


def meeting_totals(as_of: datetime, *, is_released: bool) -> MeetingTotals:
    """Count meetings and their attendance, by group and in all."""
    meetings = FieldActivity.objects.as_of(as_of).filter(kind__in=MEETINGS)
    by_group = Attendance.objects.filter(activity__in=meetings).aggregate(n=Sum("n"))["n"] or 0
    in_all = meetings.aggregate(n=Sum("n_attended"))["n"] or 0
    untotaled = Attendance.objects.filter(activity__in=meetings.filter(n_attended=None))
    in_all += untotaled.aggregate(n=Sum("n"))["n"] or 0
    if is_released:
        by_group, in_all = released_count(by_group), released_count(in_all)
    return MeetingTotals(meetings.count(), by_group, in_all)


People = dict[str, set[object]]


def _count_outcomes(as_of: datetime) -> tuple[People, People, People, dict[str, int]]:
    """Return people asked, agreed and declined, and missed appointments, by group."""
    asked: People = {}
    agreed: People = {}
    last_outcome: dict[object, tuple[str, str]] = {}
    missed: dict[str, int] = {}
    attempts = ContactAttempt.objects.as_of(as_of).filter(participant__withdrawn_on__isnull=True)
    rows = attempts.order_by("made_at", "recorded_at").values_list(
        "participant_id", "participant__group", "outcome"
    )
    for key, group, outcome in rows:
        asked.setdefault(group, set()).add(key)
        if outcome == ContactOutcome.AGREED:
            agreed.setdefault(group, set()).add(key)
        if outcome == ContactOutcome.NO_SHOW:
            missed[group] = missed.get(group, 0) + 1
        last_outcome[key] = (group, outcome)
    declined: People = {}
    for key, (group, outcome) in last_outcome.items():
        if outcome == ContactOutcome.DECLINED:
            declined.setdefault(group, set()).add(key)
    return asked, agreed, declined, missed
