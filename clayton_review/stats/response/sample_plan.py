"""Sample plans: letters needed for a margin of error, or the margin that some letters give.

For a simple or stratified probability sample of adults; the formulas are those of `precision.py`.
"""

from dataclasses import dataclass
from decimal import Decimal

from clayton_review.stats.errors import EmptyBaseError, OutOfRangeError, check_count
from clayton_review.stats.estimates.precision import (
    margin_of_error,
    needed_invitations,
    needed_sample_size,
)
from clayton_review.stats.estimates.rounding import round_half_up


@dataclass(frozen=True)
class MailingAssumptions:
    """Assumed response rate, deliverability, design effect and population of a mailing.

    `response_rate` is of delivered letters, `deliverability` of printed ones, both above 0 and at
    most 1. `population` is that of adults, None where it does not matter. `share` is the answer's
    share that a margin of error is stated for. Raises `OutOfRangeError` for rates outside 0..1.
    """

    response_rate: float
    deliverability: float = 1.0
    design_effect: float = 1.0
    population: int | None = None
    share: float = 0.5
    confidence: float = 0.95

    def __post_init__(self) -> None:
        """Refuse rates outside 0..1."""
        for name in ("response_rate", "deliverability"):
            if not 0 < getattr(self, name) <= 1:
                label = name.replace("_", " ")
                raise OutOfRangeError(f"The {label} must lie in 0..1, not {getattr(self, name)!r}.")


@dataclass(frozen=True)
class SamplePlan:
    """A margin of error (a share) and the answers, delivered and printed letters it needs."""

    assumptions: MailingAssumptions
    margin: float
    n_completes: int
    n_delivered: int
    n_letters: int

    @property
    def sentence(self) -> str:
        """Return the plan in one sentence, with everything that was assumed."""
        assumed = self.assumptions
        of = "" if assumed.population is None else f" of {assumed.population:,} adults"
        return (
            f"Of {self.n_letters:,} letters, we expect {self.n_delivered:,} to arrive "
            f"({_percent(assumed.deliverability)}) and {self.n_completes:,} to bring complete "
            f"answers ({_percent(assumed.response_rate)}). The margin of error is then "
            f"±{round_half_up(100 * self.margin, 1)} points at {_percent(assumed.confidence)} "
            f"confidence, for a share of {_percent(assumed.share)}{of} and a design effect of "
            f"{assumed.design_effect:g}."
        )


def plan_for_margin(margin: float, assumptions: MailingAssumptions) -> SamplePlan:
    """Return the fewest answers, delivered and printed letters for a margin of error (a share).

    ±5 points of 17,000 with a design effect of 1.5 and 15 % response: 558 answers, 3,720 delivered.
    Raises `OutOfRangeError` for a margin outside 0..1, or more letters than the population.
    """
    n = needed_sample_size(
        margin,
        share=assumptions.share,
        confidence=assumptions.confidence,
        design_effect=assumptions.design_effect,
        population=assumptions.population,
    )
    n_delivered = needed_invitations(n, assumptions.response_rate)
    if assumptions.population is not None and n_delivered > assumptions.population:
        raise OutOfRangeError(
            f"±{round_half_up(100 * margin, 1)} points would need {n_delivered:,} delivered "
            f"letters, more than the {assumptions.population:,} adults there are."
        )
    n_letters = needed_invitations(n_delivered, assumptions.deliverability)
    return SamplePlan(assumptions, _margin(n, assumptions), n, n_delivered, n_letters)


def plan_for_letters(n_letters: int, assumptions: MailingAssumptions) -> SamplePlan:
    """Return the margin of error that a number of printed letters gives, rounded down at each step.

    Raises `EmptyBaseError` where no answer can be expected, `OutOfRangeError` for more delivered
    letters than the population.
    """
    check_count("The number of letters", n_letters)
    n_delivered = _part(n_letters, assumptions.deliverability)
    if assumptions.population is not None and n_delivered > assumptions.population:
        raise OutOfRangeError(
            f"{n_delivered:,} delivered letters are more than the {assumptions.population:,} "
            "adults there are."
        )
    n = _part(n_delivered, assumptions.response_rate)
    if n == 0:
        raise EmptyBaseError(f"{n_letters:,} letters bring no answer at the expected rates.")
    return SamplePlan(assumptions, _margin(n, assumptions), n, n_delivered, n_letters)


def _margin(n: int, assumptions: MailingAssumptions) -> float:
    return margin_of_error(
        n,
        share=assumptions.share,
        confidence=assumptions.confidence,
        design_effect=assumptions.design_effect,
        population=assumptions.population,
    )


def _part(n: int, rate: float) -> int:
    return int(Decimal(int(n)) * Decimal(repr(float(rate))))


def _percent(share: float) -> str:
    return f"{round_half_up(100 * Decimal(repr(float(share))), 1).normalize():f} %"
