"""Create goals and action steps, change their titles, and withdraw empty ones."""

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

PlanItem = TypeVar("PlanItem", bound=Goal | ActionStep)


def create_goal(*, record_id: UUID, values: GoalInput, by: User) -> Goal:
    """Create a goal under the next number; the same form sent twice creates one."""
    with transaction.atomic():
        # The first row locks the numbering; with no row yet, the unique constraint protects it.
        list(Goal.objects.select_for_update(of=("self",)).order_by("number")[:1])
        goal, is_new = records.create_once(
            Goal, record_id=record_id, values=values, number=_next_goal_number, recorded_by=by
        )
        if is_new:
            record(by=by, verb="set a goal", obj=goal)
    return goal


def create_action_step(*, record_id: UUID, values: ActionStepInput, by: User) -> ActionStep:
    """Create a step under the next number of its goal.

    The same form sent twice creates one. Raises `Refused` when the goal is withdrawn.
    """
    with transaction.atomic():
        goal = Goal.objects.select_for_update(of=("self",)).get(pk=values.goal.pk)
        if goal.is_withdrawn:
            raise Refused("This goal has been withdrawn. Choose another one.", field="goal")
        step, is_new = records.create_once(
            ActionStep,
            record_id=record_id,
            values=values,
            number=lambda: _next_step_number(goal),
            recorded_by=by,
        )
        if is_new:
            record(by=by, verb="added an action step", obj=step)
    return step


def change_plan_title(*, item: PlanItem, revision: int, title: str, by: User) -> PlanItem:
    """Change the title of a goal or step; released texts keep the old one.

    Writes an audit row if the title changed. Raises `Stale` on an outdated revision.
    """
    with transaction.atomic():
        row = records.locked(item, revision=revision)
        former = records.revise(row, GoalInput(title=title.strip()))
        if former:
            record(by=by, verb=f"reworded the {row.noun}", obj=row)
    return row


def withdraw_plan_item(*, item: PlanItem, revision: int, reason: str, by: User) -> PlanItem:
    """Withdraw a goal or step, with the reason.

    Raises `Refused` while steps or recommendations are under it, `Stale` on an outdated revision.
    """
    with transaction.atomic():
        row = records.withdraw(item, revision=revision, reason=reason, by=by)
        if row.items_below.exists():
            raise Refused(f"It still has {row.noun_below}. Move or withdraw those first.")
        record(by=by, verb=f"withdrew the {row.noun}", obj=row, reason=row.withdrawn_reason)
    return row


def _next_goal_number() -> int:
    highest = Goal.objects.aggregate(highest=Max("number"))["highest"]
    return int(highest or 0) + 1


def _next_step_number(goal: Goal) -> int:
    highest = goal.steps.aggregate(highest=Max("number"))["highest"]
    return int(highest or 0) + 1
