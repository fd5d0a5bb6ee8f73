"""The milestones of the work plan, as they stood at a moment."""

from dataclasses import dataclass
from datetime import date, datetime

from clayton_review import clock
from clayton_review.engagement.models import Milestone, MilestoneMove


@dataclass(frozen=True)
class MilestoneAsOf:
    """A milestone as it stood at one moment."""

    reference: str
    title: str
    baseline_on: date
    due_on: date
    reached_on: date | None
    state: str
    days_later: int  # from the date first agreed on; below 0 if earlier
    early_or_late: str  # those days in words
    reason: str  # of its latest move


def milestones(as_of: datetime) -> list[MilestoneAsOf]:
    """List all milestones as of a moment, by due date."""
    day = clock.local(as_of).date()
    moves: dict[object, list[MilestoneMove]] = {}
    for move in MilestoneMove.objects.order_by("moved_at"):
        moves.setdefault(move.milestone_id, []).append(move)
    return sorted(
        (
            _milestone_then(row, moves.get(row.pk, []), as_of, day)
            for row in Milestone.objects.as_of(as_of)
        ),
        key=lambda then: (then.due_on, then.reference),
    )


def _milestone_then(
    row: Milestone, moves: list[MilestoneMove], as_of: datetime, day: date
) -> MilestoneAsOf:
    later = [move for move in moves if move.moved_at > as_of]
    row.due_on = later[0].from_on if later else row.due_on
    row.reached_on = row.reached_on if row.reached_on and row.reached_on <= day else None
    row.withdrawn_on = None  # `as_of` has left out what was withdrawn by then
    return MilestoneAsOf(
        reference=row.reference,
        title=row.title,
        baseline_on=row.baseline_on,
        due_on=row.due_on,
        reached_on=row.reached_on,
        state=row.state_on(day),
        days_later=row.days_later,
        early_or_late=row.early_or_late,
        reason=moves[-len(later) - 1].reason if len(moves) > len(later) else "",
    )
