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
class Planned:
    """A plan with its statement; without one, `sentence` says why there can be none."""

    title: str
    sentence: str
    made: SamplePlan | None

    @property
    def points(self) -> str:
        """The margin of error the plan comes to, in points."""
        return f"±{round_half_up(100 * self.made.margin, 1)}" if self.made else ""


def planned(
    *, margin: Decimal | None, letters: int | None, expectation: MailingAssumptions
) -> Planned:
    """The plan for a margin of error in points, or for a number of printed letters."""
    try:
        if margin is not None:
            made = plan_for_margin(float(margin / 100), expectation)
            title = f"±{_short(margin)} points takes {_letters(made.n_letters)}"
        else:
            made = plan_for_letters(letters or 0, expectation)
            title = f"{_letters(made.n_letters)} give ±{round_half_up(100 * made.margin, 1)} points"
    except EmptyBaseError as error:
        return Planned("That few letters would bring no answers", str(error), None)
    except StatisticsError as error:
        wanted = f"±{_short(margin)} points" if margin is not None else "so many letters"
        return Planned(f"There are too few adults for {wanted}", str(error), None)
    return Planned(title, made.sentence.replace(" %", "%"), made)


def usual_plans(expectation: MailingAssumptions) -> list[tuple[str, Planned]]:
    """What ±3, ±4, ±5 and ±6 points would need, by their name."""
    return [
        (f"±{points}", planned(margin=points, letters=None, expectation=expectation))
        for points in USUAL
    ]


def _letters(n: int) -> str:
    return "1 letter" if n == 1 else f"{n:,} letters"


def _short(points: Decimal) -> str:
    return f"{points.normalize():f}"
