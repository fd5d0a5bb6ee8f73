"""Plan as its page shows it: goals, steps, and their recommendations."""

from collections import defaultdict
from dataclasses import dataclass

from clayton_review import clock
from clayton_review.accounts.models import User
from findings.recommendations.models.goals import ActionStep, Goal
from findings.recommendations.models.recommendations import Recommendation


@dataclass(frozen=True)
class PlannedStep:
    """One step with its recommendations."""

    step: ActionStep | None
    recommendations: tuple[Recommendation, ...]


@dataclass(frozen=True)
class PlannedGoal:
    """One goal with its steps."""

    goal: Goal
    steps: tuple[PlannedStep, ...]


@dataclass(frozen=True)
class Plan:
    """All goals, and the recommendations without a step."""

    goals: tuple[PlannedGoal, ...]
    without_step: tuple[Recommendation, ...]
    n_recommendations: int


def plan(user: User) -> Plan:
    """Return the whole plan, in three queries."""
    rows = Recommendation.objects.visible_to(user).current().with_urgency(clock.today())
    recommendations_by_step: dict[object, list[Recommendation]] = defaultdict(list)
    for row in rows.order_by("urgency", "reference"):
        recommendations_by_step[row.step_id].append(row)
    steps_by_goal: dict[object, list[PlannedStep]] = defaultdict(list)
    for step in ActionStep.objects.current().select_related("goal").order_by("number"):
        steps_by_goal[step.goal_id].append(
            PlannedStep(step, tuple(recommendations_by_step[step.pk]))
        )
    goals = Goal.objects.current().order_by("number")
    return Plan(
        goals=tuple(PlannedGoal(goal, tuple(steps_by_goal[goal.pk])) for goal in goals),
        without_step=tuple(recommendations_by_step[None]),
        n_recommendations=sum(map(len, recommendations_by_step.values())),
    )
