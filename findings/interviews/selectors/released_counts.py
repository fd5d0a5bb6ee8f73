"""Counts that may be released: in steps of five, never for a group of fewer."""

from dataclasses import dataclass
from datetime import datetime

from findings.coding.models.sources import Group
from findings.interviews.models.interviews import Interview, InterviewTarget

STEP = 5


@dataclass(frozen=True)
class GroupCount:
    """Interviews held with one group; `held` is None where it may not be told."""

    group: str
    words: str
    held: int | None
    target: int | None


def released_step(n: int) -> int:
    """The count that may be told of `n` interviews: it moves only with every fifth new one.

    Two months' counts can therefore not be subtracted to find fewer than five people.
    """
    return n - n % STEP


def interviews_by_group(as_of: datetime, *, is_released: bool) -> list[GroupCount]:
    """Interviews held, group by group, exactly or as they may be released.

    Only groups that have interviews or a target are listed; whether a group without target has
    interviews is itself told only from the first step on.
    """
    held: dict[str, int] = {}
    interviews = Interview.objects.held_by(as_of)
    for group in interviews.values_list("participant__group", flat=True):
        held[group] = held.get(group, 0) + 1
    targets = dict(InterviewTarget.objects.values_list("group", "target"))
    counts = []
    for group in Group:
        n, target = held.get(group, 0), targets.get(group)
        told = (released_step(n) or None) if is_released else n
        if target is not None or told:
            counts.append(GroupCount(group, group.label, told, target))
    return counts


def n_interviews(as_of: datetime, *, is_released: bool) -> int:
    """Interviews held, exactly or as they may be released."""
    n = Interview.objects.held_by(as_of).count()
    return released_step(n) if is_released else n
