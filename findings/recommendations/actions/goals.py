"""Goals and action steps: numbered once, reworded, withdrawn when nothing stands under them."""

from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.citable import records
from clayton_review.refusals import Refused
from findings.recommendations.inputs import ActionStepInput, GoalInput
from findings.recommendations.models.goals import ActionStep, Goal

Part = TypeVar("Part", bound=Goal | ActionStep)


def set_goal(*, record_id: UUID, facts: GoalInput, by: User) -> Goal:
    """A goal under the next number; the same form sent twice sets one."""
    with transaction.atomic():
        # The first row stands for the whole numbering; the unique constraint covers an empty one.
        list(Goal.objects.select_for_update(of=("self",)).order_by("number")[:1])
        goal, is_new = records.create_once(
            Goal, record_id=record_id, facts=facts, number=_next_goal, recorded_by=by
        )
        if is_new:
            record(by=by, verb="set a goal", obj=goal)
    return goal


def add_step(*, record_id: UUID, facts: ActionStepInput, by: User) -> ActionStep:
    """A step under the next number of its goal."""
    with transaction.atomic():
        goal = Goal.objects.select_for_update(of=("self",)).get(pk=facts.goal.pk)
        if goal.is_withdrawn:
            raise Refused("This goal has been withdrawn. Choose another one.", field="goal")
        step, is_new = records.create_once(
            ActionStep,
            record_id=record_id,
            facts=facts,
            number=lambda: _next_number(goal),
            recorded_by=by,
        )
        if is_new:
            record(by=by, verb="added an action step", obj=step)
    return step


def reword(*, part: Part, revision: int, title: str, by: User) -> Part:
    """Change the words of a goal or step; what was released keeps its words."""
    with transaction.atomic():
        row = records.locked(part, revision=revision)
        former = records.revise(row, GoalInput(title=title.strip()))
        if former:
            record(by=by, verb=f"reworded {_name(row)}", obj=row)
    return row


def withdraw_part(*, part: Part, revision: int, reason: str, by: User) -> Part:
    """Take a goal or step out; raises `Refused` while something stands under it."""
    with transaction.atomic():
        row = records.withdraw(part, revision=revision, reason=reason, by=by)
        below = row.steps if isinstance(row, Goal) else row.recommendations
        if below.filter(withdrawn_on__isnull=True).exists():
            what = "action steps" if isinstance(row, Goal) else "recommendations"
            raise Refused(f"It still has {what}. Move or withdraw those first.")
        record(by=by, verb=f"withdrew {_name(row)}", obj=row, reason=row.withdrawn_reason)
    return row


def _next_goal() -> int:
    highest = Goal.objects.aggregate(highest=Max("number"))["highest"]
    return int(highest or 0) + 1


def _next_number(goal: Goal) -> int:
    highest = goal.steps.aggregate(highest=Max("number"))["highest"]
    return int(highest or 0) + 1


def _name(part: Goal | ActionStep) -> str:
    return "a goal" if isinstance(part, Goal) else "an action step"
