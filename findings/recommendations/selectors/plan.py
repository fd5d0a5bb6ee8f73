"""The plan as a page shows it: goals, steps, and the recommendations under each."""

from collections import defaultdict
from dataclasses import dataclass

from clayton_review import clock
from clayton_review.accounts.models import User
from findings.recommendations.models.goals import ActionStep, Goal
from findings.recommendations.models.recommendations import Recommendation


@dataclass(frozen=True)
class PlannedStep:
    """One step with what is recommended under it; `step` is None for what has none yet."""

    step: ActionStep | None
    recommendations: tuple[Recommendation, ...]


@dataclass(frozen=True)
class PlannedGoal:
    """One goal with its steps."""

    goal: Goal
    steps: tuple[PlannedStep, ...]


@dataclass(frozen=True)
class Plan:
    """All goals, and the recommendations that stand under none."""

    goals: tuple[PlannedGoal, ...]
    loose: tuple[Recommendation, ...]
    n_recommendations: int


def plan(user: User) -> Plan:
    """The whole plan in three queries."""
    rows = Recommendation.objects.visible_to(user).current().by_urgency(clock.today())
    under: dict[object, list[Recommendation]] = defaultdict(list)
    for row in rows.order_by("urgency", "reference"):
        under[row.step_id].append(row)
    steps: dict[object, list[PlannedStep]] = defaultdict(list)
    for step in ActionStep.objects.current().select_related("goal").order_by("number"):
        steps[step.goal_id].append(PlannedStep(step, tuple(under[step.pk])))
    goals = Goal.objects.current().order_by("number")
    return Plan(
        goals=tuple(PlannedGoal(goal, tuple(steps[goal.pk])) for goal in goals),
        loose=tuple(under[None]),
        n_recommendations=sum(map(len, under.values())),
    )
