"""Who was asked and what came of it, and how many attended, by group; exact or as released."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from findings.coding.models.sources import Group
from findings.fieldwork.models.activities import MEETINGS, Attendance, FieldActivity
from findings.fieldwork.models.contacts import ContactAttempt, Outcome
from findings.interviews.models.interviews import Interview, InterviewTarget
from findings.interviews.selectors.released_counts import released_step


@dataclass(frozen=True)
class GroupRecruitment:
    """What became of asking one group; counts are None where they may not be told."""

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
    """How many of one group attended meetings; None where it may not be told."""

    group: str
    words: str
    attended: int | None
    target: int | None


@dataclass(frozen=True)
class MeetingTotals:
    """All meetings: counted by group, and as stated in all; the two need not be equal."""

    n_meetings: int
    by_group: int
    in_all: int


_COUNTED = ("asked", "agreed", "declined", "no_shows", "held")


def recruitment(as_of: datetime, *, is_released: bool) -> list[GroupRecruitment]:
    """Group by group: people asked, agreed, declined, appointments missed, interviews held.

    Whoever was interviewed counts as asked and agreed; declined is whoever said so last.
    """
    asked, agreed, declined, missed = _contacts(as_of)
    held: dict[str, int] = {}
    for key, group in Interview.objects.held_by(as_of).values_list(
        "participant_id", "participant__group"
    ):
        held[group] = held.get(group, 0) + 1
        for people in (asked, agreed):
            people.setdefault(group, set()).add(key)
    targets = dict(InterviewTarget.objects.values_list("group", "target"))
    rows = []
    for group in Group:
        counts = [len(people.get(group, ())) for people in (asked, agreed, declined)]
        counts += [missed.get(group, 0), held.get(group, 0)]
        told = [(released_step(n) or None) if is_released else n for n in counts]
        if any(told) or group in targets:
            known = dict(zip(_COUNTED, told, strict=True))
            target = targets.get(group)
            rows.append(GroupRecruitment(group, group.label, **known, target=target))
    return rows


def attendance(as_of: datetime, *, is_released: bool) -> list[GroupAttendance]:
    """Group by group: how many attended dialogues, focus groups and listening sessions."""
    meetings = FieldActivity.objects.as_of(as_of).filter(kind__in=MEETINGS)
    counted = Attendance.objects.filter(activity__in=meetings).exclude(group="")
    rows = counted.order_by().values_list("group").annotate(n=Sum("n"))
    found: dict[str, int] = dict(rows)
    targets = dict(InterviewTarget.objects.values_list("group", "attendance"))
    told = []
    for group in Group:
        n, target = found.get(group, 0), targets.get(group)
        shown = (released_step(n) or None) if is_released else n
        if shown or target:
            told.append(GroupAttendance(group, group.label, shown, target))
    return told


def meeting_totals(as_of: datetime, *, is_released: bool) -> MeetingTotals:
    """How many meetings there were, and both totals of who attended."""
    meetings = FieldActivity.objects.as_of(as_of).filter(kind__in=MEETINGS)
    by_group = Attendance.objects.filter(activity__in=meetings).aggregate(n=Sum("n"))["n"] or 0
    in_all = meetings.aggregate(n=Sum("n_attended"))["n"] or 0
    if is_released:
        by_group, in_all = released_step(by_group), released_step(in_all)
    return MeetingTotals(meetings.count(), by_group, in_all)


People = dict[str, set[object]]


def _contacts(as_of: datetime) -> tuple[People, People, People, dict[str, int]]:
    asked: People = {}
    agreed: People = {}
    last: dict[object, tuple[str, str]] = {}
    missed: dict[str, int] = {}
    attempts = ContactAttempt.objects.as_of(as_of).filter(participant__withdrawn_on__isnull=True)
    rows = attempts.order_by("made_at", "recorded_at").values_list(
        "participant_id", "participant__group", "outcome"
    )
    for key, group, outcome in rows:
        asked.setdefault(group, set()).add(key)
        if outcome == Outcome.AGREED:
            agreed.setdefault(group, set()).add(key)
        if outcome == Outcome.NO_SHOW:
            missed[group] = missed.get(group, 0) + 1
        last[key] = (group, outcome)
    declined: People = {}
    for key, (group, outcome) in last.items():
        if outcome == Outcome.DECLINED:
            declined.setdefault(group, set()).add(key)
    return asked, agreed, declined, missed
