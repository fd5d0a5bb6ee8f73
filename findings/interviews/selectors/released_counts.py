"""Counts of interviews in the form that may be released: in steps of five."""

from dataclasses import dataclass
from datetime import datetime

from findings.coding.models.quotable_texts import SpeakerGroup
from findings.interviews.models.interviews import Interview, InterviewTarget

STEP = 5


@dataclass(frozen=True)
class GroupCount:
    """Interviews held with one group; `held` is None where the count is hidden."""

    group: str
    words: str
    held: int | None
    target: int | None


def released_count(n: int) -> int:
    """Round a count down to a multiple of five, the form in which it may be released.

    Two months' counts can therefore not be subtracted to find fewer than five people.
    """
    return n - n % STEP


def interviews_by_group(as_of: datetime, *, is_released: bool) -> list[GroupCount]:
    """Count interviews by group, exactly or in released form.

    Only groups with interviews or a target are listed; a group without a target is listed in
    released form only from five interviews on.
    """
    n_held: dict[str, int] = {}
    interviews = Interview.objects.held_until(as_of)
    for group in interviews.values_list("participant__group", flat=True):
        n_held[group] = n_held.get(group, 0) + 1
    targets = dict(InterviewTarget.objects.values_list("group", "target"))
    counts = []
    for group in SpeakerGroup:
        n, target = n_held.get(group, 0), targets.get(group)
        count = (released_count(n) or None) if is_released else n
        if target is not None or count:
            counts.append(GroupCount(group, group.label, count, target))
    return counts


def n_interviews(as_of: datetime, *, is_released: bool) -> int:
    """Count all interviews held, exactly or in released form."""
    n = Interview.objects.held_until(as_of).count()
    return released_count(n) if is_released else n
