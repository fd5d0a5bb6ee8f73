"""Two waves or two groups compared over a set of questions.

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
import scipy
from numpy.typing import ArrayLike

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
    """One of the two sides of a comparison: its name in sentences, estimate and base."""

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
        """True if chance alone would rarely make this difference, over all questions compared."""
        return self.adjusted_p < 1 - self.confidence


@dataclass(frozen=True)
class NotComparable:
    """A question that allows no comparison, and the reason."""

    question: str
    reason: str


ComparisonResult = Comparison | NotComparable


def compare_waves(
    first: tuple[str, SurveyDesign, Sequence[ComparedQuestion]],
    second: tuple[str, SurveyDesign, Sequence[ComparedQuestion]],
    confidence: float = 0.95,
) -> tuple[ComparisonResult, ...]:
    """Return the comparison of each question in two independent samples.

    Each sample has a name, a design and the same questions in order. Raises `OutOfRangeError` where
    the questions differ, or for values that do not fit the design or a share.
    """
    questions_asked = [(estimate.name, estimate.measure) for estimate in first[2]]
    if questions_asked != [(estimate.name, estimate.measure) for estimate in second[2]]:
        raise OutOfRangeError("Two waves are compared over the same questions in the same order.")

    def independent(place: int) -> tuple[Estimates, tuple[int, int]]:
        estimates = [
            means(_validated_values(questions[place], design.n)[:, None], design)
            for _, design, questions in (first, second)
        ]
        spread = np.diag([float(estimate.covariance[0, 0]) for estimate in estimates])
        degrees = estimates[0].degrees_of_freedom + estimates[1].degrees_of_freedom
        values = np.concatenate([estimate.values for estimate in estimates])
        both = Estimates(
            values, spread, np.full(2, np.nan), estimates[0].n + estimates[1].n, degrees
        )
        return both, (estimates[0].n, estimates[1].n)

    return _compare_questions(first[2], (first[0], second[0]), independent, confidence)


def compare_groups(
    design: SurveyDesign,
    first: tuple[str, Domain],
    second: tuple[str, Domain],
    questions: Sequence[ComparedQuestion],
    confidence: float = 0.95,
) -> tuple[ComparisonResult, ...]:
    """Return the comparison of each question in two groups of one sample.

    A group has a name and rows (n,) of booleans; groups may overlap. Raises `OutOfRangeError` for
    values that do not fit the design or a share.
    """

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
    """Return the comparison of shares in two groups of a raked sample.

    As `compare_groups`, faster. Raises `OutOfRangeError` for groups that overlap, and for a
    question that is no share.
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
    """Return the means of a column (n,) in two domains with their covariance (2, 2) and bases.

    Source: Särndal, Swensson and Wretman (1992), section 5.8. Raises `NotEstimableError` for an
    empty domain.
    """
    estimates = [means(values[:, None], design, domain) for domain in domains]
    influence = np.zeros((design.n, 2))
    for place, (domain, estimate) in enumerate(zip(domains, estimates, strict=True)):
        weights = np.where(domain & ~np.isnan(values), design.weights, 0.0)
        deviations = np.where(weights > 0, values - estimate.values[0], 0.0)
        influence[:, place] = weights * deviations / weights.sum()
    n = (estimates[0].n, estimates[1].n)
    values_of_means = np.concatenate([estimate.values for estimate in estimates])
    spread, degrees = covariance(influence, design), estimates[0].degrees_of_freedom
    return Estimates(values_of_means, spread, np.full(2, np.nan), sum(n), degrees), n


def benjamini_hochberg(p_values: ArrayLike) -> Floats:
    """Return p-values (m,) adjusted for the false discovery rate.

    The minimum over j ≥ i of m p₍ⱼ₎ / j, at most 1. Source: Benjamini and Hochberg (1995). Raises
    `OutOfRangeError` for numbers outside 0..1.
    """
    p_array = np.asarray(p_values, dtype=np.float64)
    if p_array.ndim != 1 or not ((p_array >= 0) & (p_array <= 1)).all():
        raise OutOfRangeError("p-values are one row of numbers from 0 to 1.")
    order = np.argsort(p_array)[::-1]
    ranks = np.arange(len(p_array), 0, -1)
    adjusted = np.empty_like(p_array)
    adjusted[order] = np.minimum(np.minimum.accumulate(p_array[order] * len(p_array) / ranks), 1.0)
    return adjusted


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
    results: list[ComparisonResult] = []
    for place, question in enumerate(questions):
        try:
            estimates, n = estimate(place)
            results.append(_test_difference(question, names, estimates, n, confidence))
        except OutOfRangeError:
            raise
        except StatisticsError as error:
            results.append(NotComparable(question.name, str(error)))
    tested = [result for result in results if isinstance(result, Comparison)]
    over = iter(benjamini_hochberg([result.p_value for result in tested]).tolist())
    return tuple(
        replace(result, adjusted_p=next(over), n_compared=len(tested))
        if isinstance(result, Comparison)
        else result
        for result in results
    )


def _test_difference(
    question: ComparedQuestion, names: tuple[str, str], estimates: Estimates, n: tuple[int, int],
    confidence: float,
) -> Comparison:  # fmt: skip
    """Return the difference with its test, not yet adjusted."""
    difference_estimate = contrast(estimates, np.array([-1.0, 1.0]))
    difference, error = (
        float(difference_estimate.values[0]),
        float(difference_estimate.standard_errors[0]),
    )
    degrees = difference_estimate.degrees_of_freedom
    half = critical_t(degrees, confidence) * error
    if error <= 1e-12 * max(1.0, *np.abs(estimates.values).tolist()):
        raise NotEstimableError(
            "The answers do not vary within either side, so there is no sampling error to judge "
            "the difference by."
        )
    t = difference / error
    p_value = float(2 * scipy.special.stdtr(degrees, -abs(t)))
    sides = [ComparedSide(names[k], float(estimates.values[k]), n[k]) for k in (0, 1)]
    return Comparison(
        question.name, question.measure, sides[0], sides[1], difference, error,
        difference - half, difference + half, confidence, t, degrees, p_value, p_value, 1,
    )  # fmt: skip
