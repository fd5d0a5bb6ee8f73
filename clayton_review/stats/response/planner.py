"""How many letters a wanted precision needs, and what precision a number of letters gives.

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
from clayton_review.stats.estimates.rounding import half_up


@dataclass(frozen=True)
class Expectation:
    """What is expected of a mailing, and of whom.

    `response_rate` is of delivered letters, `deliverability` of printed ones, both above 0 and at
    most 1. `population` is that of adults, None where it does not matter. `share` is the answer's
    share that a margin of error is stated for. Raises `OutOfRangeError` for rates that cannot be.
    """

    response_rate: float
    deliverability: float = 1.0
    design_effect: float = 1.0
    population: int | None = None
    share: float = 0.5
    confidence: float = 0.95

    def __post_init__(self) -> None:
        """Refuse rates that cannot be."""
        for name in ("response_rate", "deliverability"):
            if not 0 < getattr(self, name) <= 1:
                told = name.replace("_", " ")
                raise OutOfRangeError(f"The {told} must lie in 0..1, not {getattr(self, name)!r}.")


@dataclass(frozen=True)
class SamplePlan:
    """A margin of error (a share) with the answers, delivered and printed letters it goes with."""

    expectation: Expectation
    margin: float
    n_completes: int
    n_delivered: int
    n_letters: int

    @property
    def sentence(self) -> str:
        """The plan in one sentence, with everything that was assumed."""
        told = self.expectation
        of = "" if told.population is None else f" of {told.population:,} adults"
        return (
            f"{self.n_letters:,} letters, of which {self.n_delivered:,} arrive "
            f"({_percent(told.deliverability)}) and {self.n_completes:,} are answered in full "
            f"({_percent(told.response_rate)}), give a margin of error of "
            f"±{half_up(100 * self.margin, 1)} points at {_percent(told.confidence)} confidence "
            f"for a share of {_percent(told.share)}{of}, with a design effect of "
            f"{told.design_effect:g}."
        )


def plan_for_margin(margin: float, expectation: Expectation) -> SamplePlan:
    """The fewest answers, delivered letters and printed letters for a margin of error (a share).

    ±5 points of 17,000 with a design effect of 1.5 and 15 % response: 558 answers, 3,720 delivered.
    Raises `OutOfRangeError` for a margin that cannot be, or more letters than the population.
    """
    n = needed_sample_size(
        margin,
        share=expectation.share,
        confidence=expectation.confidence,
        design_effect=expectation.design_effect,
        population=expectation.population,
    )
    n_delivered = needed_invitations(n, expectation.response_rate)
    if expectation.population is not None and n_delivered > expectation.population:
        raise OutOfRangeError(
            f"±{half_up(100 * margin, 1)} points would need {n_delivered:,} delivered letters, "
            f"more than the {expectation.population:,} adults there are."
        )
    n_letters = needed_invitations(n_delivered, expectation.deliverability)
    return SamplePlan(expectation, _margin(n, expectation), n, n_delivered, n_letters)


def plan_for_letters(n_letters: int, expectation: Expectation) -> SamplePlan:
    """What so many printed letters give, rounded down at each step.

    Raises `EmptyBaseError` where no answer can be expected, `OutOfRangeError` for more delivered
    letters than the population.
    """
    check_count("The number of letters", n_letters)
    n_delivered = _part(n_letters, expectation.deliverability)
    if expectation.population is not None and n_delivered > expectation.population:
        raise OutOfRangeError(
            f"{n_delivered:,} delivered letters are more than the {expectation.population:,} "
            "adults there are."
        )
    n = _part(n_delivered, expectation.response_rate)
    if n == 0:
        raise EmptyBaseError(f"{n_letters:,} letters bring no answer at the expected rates.")
    return SamplePlan(expectation, _margin(n, expectation), n, n_delivered, n_letters)


def _margin(n: int, expectation: Expectation) -> float:
    return margin_of_error(
        n,
        share=expectation.share,
        confidence=expectation.confidence,
        design_effect=expectation.design_effect,
        population=expectation.population,
    )


def _part(n: int, rate: float) -> int:
    return int(Decimal(int(n)) * Decimal(repr(float(rate))))


def _percent(share: float) -> str:
    return f"{half_up(100 * Decimal(repr(float(share))), 1).normalize():f} %"
