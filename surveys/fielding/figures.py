"""A plan of the sample planner in words."""

from dataclasses import dataclass
from decimal import Decimal

from clayton_review.stats.errors import EmptyBaseError, StatisticsError
from clayton_review.stats.estimates.rounding import round_half_up
from clayton_review.stats.response.sample_plan import (
    MailingAssumptions,
    SamplePlan,
    plan_for_letters,
    plan_for_margin,
)

USUAL = (Decimal(3), Decimal(4), Decimal(5), Decimal(6))


@dataclass(frozen=True)
class PlanText:
    """A plan with its statement; without one, `sentence` says why there can be none."""

    title: str
    sentence: str
    sample_plan: SamplePlan | None

    @property
    def points(self) -> str:
        """Return the plan's margin of error in points; empty without a plan."""
        return f"±{round_half_up(100 * self.sample_plan.margin, 1)}" if self.sample_plan else ""


def plan_text(
    *, margin: Decimal | None, letters: int | None, expectation: MailingAssumptions
) -> PlanText:
    """Return the plan for a margin of error in points, or for a number of printed letters."""
    try:
        if margin is not None:
            plan = plan_for_margin(float(margin / 100), expectation)
            title = f"Send {_letters(plan.n_letters)} for ±{_number_text(margin)} points"
        else:
            plan = plan_for_letters(letters or 0, expectation)
            points = round_half_up(100 * plan.margin, 1)
            title = f"{_letters(plan.n_letters)} would give you ±{points} points"
    except EmptyBaseError as error:
        return PlanText("So few letters would bring no answers", str(error), None)
    except StatisticsError as error:
        goal = f"±{_number_text(margin)} points" if margin is not None else "that many letters"
        return PlanText(f"There are too few adults for {goal}", str(error), None)
    return PlanText(title, plan.sentence.replace(" %", "%"), plan)


def usual_plans(expectation: MailingAssumptions) -> list[tuple[str, PlanText]]:
    """Return the plans for ±3, ±4, ±5 and ±6 points by name."""
    return [
        (f"±{points}", plan_text(margin=points, letters=None, expectation=expectation))
        for points in USUAL
    ]


def _letters(n: int) -> str:
    return "1 letter" if n == 1 else f"{n:,} letters"


def _number_text(points: Decimal) -> str:
    return f"{points.normalize():f}"
