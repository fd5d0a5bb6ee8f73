"""Two waves or two groups compared over a set of questions, each with a sentence.

Waves are independent samples: their variances add, and so do their degrees of freedom, as if they
were strata of one design. Groups of one sample keep their covariance (Särndal, Swensson and
Wretman, 1992, section 5.8). Tests are by t with the design's degrees of freedom; over the set,
p-values are adjusted by Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B
57. Sentences are in `wording.py`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr

from clayton_review.stats.errors import NotEstimableError, OutOfRangeError, StatisticsError
from clayton_review.stats.estimates.design import Floats, SurveyDesign
from clayton_review.stats.estimates.means_and_totals import (
    Domain,
    Estimates,
    contrast,
    critical_t,
    means,
)
from clayton_review.stats.estimates.variance import covariance
from clayton_review.stats.weighting.raked_sample import RakedSample

Measure = Literal["share", "mean"]


@dataclass(frozen=True, eq=False)
class ComparedQuestion:
    """A column (n,) with NaN for missing: ones and zeros for a share, any numbers for a mean."""

    name: str
    values: Floats
    measure: Measure = "share"


@dataclass(frozen=True, eq=False)
class ComparedSide:
    """One of the two that are compared: its name in sentences and its estimate's values."""

    name: str
    value: float
    n: int


@dataclass(frozen=True, eq=False)
class Comparison:
    """The second side less the first, with its test; `adjusted_p` allows for all `n_compared`.

    A difference is detected where `adjusted_p` is below 1 − confidence.
    """

    question: str
    measure: Measure
    first: ComparedSide
    second: ComparedSide
    difference: float
    standard_error: float
    lower: float
    upper: float
    confidence: float
    t: float
    degrees_of_freedom: float
    p_value: float
    adjusted_p: float
    n_compared: int

    @property
    def is_detected(self) -> bool:
        """Whether chance alone would rarely do this, over the whole set of questions."""
        return self.adjusted_p < 1 - self.confidence


@dataclass(frozen=True)
class NotComparable:
    """A question that allows no comparison, and why."""

    question: str
    reason: str


ComparisonResult = Comparison | NotComparable


def compare_waves(
    first: tuple[str, SurveyDesign, Sequence[ComparedQuestion]],
    second: tuple[str, SurveyDesign, Sequence[ComparedQuestion]],
    confidence: float = 0.95,
) -> tuple[ComparisonResult, ...]:
    """Each question of two independent samples, by name, design and the same questions in order.

    Raises `OutOfRangeError` where the questions of the two are not the same.
    """
    asked = [(one.name, one.measure) for one in first[2]]
    if asked != [(one.name, one.measure) for one in second[2]]:
        raise OutOfRangeError("Two waves are compared over the same questions in the same order.")

    def independent(place: int) -> tuple[Estimates, tuple[int, int]]:
        made = [
            means(_validated_values(questions[place], design.n)[:, None], design)
            for _, design, questions in (first, second)
        ]
        spread = np.diag([float(one.covariance[0, 0]) for one in made])
        degrees = made[0].degrees_of_freedom + made[1].degrees_of_freedom
        values = np.concatenate([one.values for one in made])
        both = Estimates(values, spread, np.full(2, np.nan), made[0].n + made[1].n, degrees)
        return both, (made[0].n, made[1].n)

    return _compare_questions(first[2], (first[0], second[0]), independent, confidence)


def compare_groups(
    design: SurveyDesign,
    first: tuple[str, Domain],
    second: tuple[str, Domain],
    questions: Sequence[ComparedQuestion],
    confidence: float = 0.95,
) -> tuple[ComparisonResult, ...]:
    """Each question in two groups of one sample, by name and rows (n,); groups may overlap."""

    def joint(place: int) -> tuple[Estimates, tuple[int, int]]:
        values = _validated_values(questions[place], design.n)
        return domain_means(values, design, (first[1], second[1]))

    return _compare_questions(questions, (first[0], second[0]), joint, confidence)


def compare_shares(
    sample: RakedSample,
    first: tuple[str, Domain],
    second: tuple[str, Domain],
    questions: Sequence[ComparedQuestion],
    confidence: float = 0.95,
) -> tuple[ComparisonResult, ...]:
    """As `compare_groups` for shares of a raked sample and groups that do not overlap.

    Raises `OutOfRangeError` for groups that do, and for a question that is no share.
    """

    def joint(place: int) -> tuple[Estimates, tuple[int, int]]:
        if questions[place].measure != "share":
            raise OutOfRangeError(f"{questions[place].name!r} is no share.")
        return sample.two_shares(
            _validated_values(questions[place], sample.n), (first[1], second[1])
        )

    return _compare_questions(questions, (first[0], second[0]), joint, confidence)


def domain_means(
    values: Floats, design: SurveyDesign, domains: tuple[Domain, Domain]
) -> tuple[Estimates, tuple[int, int]]:
    """The means of a column (n,) in two domains with their covariance (2, 2), and their bases.

    Raises `NotEstimableError` for an empty domain.
    """
    apart = [means(values[:, None], design, domain) for domain in domains]
    influence = np.zeros((design.n, 2))
    for place, (domain, one) in enumerate(zip(domains, apart, strict=True)):
        weights = np.where(domain & ~np.isnan(values), design.weights, 0.0)
        left = np.where(weights > 0, values - one.values[0], 0.0)
        influence[:, place] = weights * left / weights.sum()
    n = (apart[0].n, apart[1].n)
    middle = np.concatenate([one.values for one in apart])
    spread, degrees = covariance(influence, design), apart[0].degrees_of_freedom
    return Estimates(middle, spread, np.full(2, np.nan), sum(n), degrees), n


def benjamini_hochberg(p_values: ArrayLike) -> Floats:
    """p-values (m,) adjusted for the false discovery rate: min over j ≥ i of m p₍ⱼ₎ / j, at most 1.

    Source: Benjamini and Hochberg (1995). Raises `OutOfRangeError` for what is no probability.
    """
    given = np.asarray(p_values, dtype=np.float64)
    if given.ndim != 1 or not ((given >= 0) & (given <= 1)).all():
        raise OutOfRangeError("p-values are one row of numbers from 0 to 1.")
    order = np.argsort(given)[::-1]
    ranks = np.arange(len(given), 0, -1)
    made = np.empty_like(given)
    made[order] = np.minimum(np.minimum.accumulate(given[order] * len(given) / ranks), 1.0)
    return made


def _validated_values(question: ComparedQuestion, n: int) -> Floats:
    values = question.values
    if values.shape != (n,):
        raise OutOfRangeError(f"{question.name!r} needs one value for each of {n} rows.")
    if question.measure == "share" and not np.isin(values[~np.isnan(values)], (0.0, 1.0)).all():
        raise OutOfRangeError(f"{question.name!r} is a share: its values are 0, 1 or missing.")
    return values


def _compare_questions(
    questions: Sequence[ComparedQuestion],
    names: tuple[str, str],
    estimate: Callable[[int], tuple[Estimates, tuple[int, int]]],
    confidence: float,
) -> tuple[ComparisonResult, ...]:
    made: list[ComparisonResult] = []
    for place, question in enumerate(questions):
        try:
            both, n = estimate(place)
            made.append(_test_difference(question, names, both, n, confidence))
        except OutOfRangeError:
            raise
        except StatisticsError as error:
            made.append(NotComparable(question.name, str(error)))
    tested = [one for one in made if isinstance(one, Comparison)]
    over = iter(benjamini_hochberg([one.p_value for one in tested]).tolist())
    return tuple(
        replace(one, adjusted_p=next(over), n_compared=len(tested))
        if isinstance(one, Comparison)
        else one
        for one in made
    )


def _test_difference(
    question: ComparedQuestion, names: tuple[str, str], both: Estimates, n: tuple[int, int],
    confidence: float,
) -> Comparison:  # fmt: skip
    """The difference with its test, not yet adjusted."""
    apart = contrast(both, np.array([-1.0, 1.0]))
    difference, error = float(apart.values[0]), float(apart.standard_errors[0])
    degrees = apart.degrees_of_freedom
    half = critical_t(degrees, confidence) * error
    if error <= 1e-12 * max(1.0, *np.abs(both.values).tolist()):
        raise NotEstimableError(
            "The answers do not vary within either side, so there is no sampling error to judge "
            "the difference by."
        )
    t = difference / error
    p_value = float(2 * stdtr(degrees, -abs(t)))
    sides = [ComparedSide(names[k], float(both.values[k]), n[k]) for k in (0, 1)]
    return Comparison(
        question.name, question.measure, sides[0], sides[1], difference, error,
        difference - half, difference + half, confidence, t, degrees, p_value, p_value, 1,
    )  # fmt: skip
