"""Means, totals, ratios, variances and contrasts of a survey, with their covariance.

Each estimate is the sum of an influence over the rows; its variance is that sum's (`variance.py`).
A domain keeps the whole design: rows outside it weigh nothing and count as drawn. Sources: Lumley
(2010), Complex Surveys, chapter 2; Särndal, Swensson and Wretman (1992), sections 5.5 to 5.8.
"""

from dataclasses import dataclass

import numpy as np
import scipy

from clayton_review.stats.errors import NotEstimableError, check_open_share
from clayton_review.stats.estimates.design import Floats, SurveyDesign
from clayton_review.stats.estimates.variance import covariance

Domain = np.ndarray  # bool, shape (n,)


@dataclass(frozen=True, eq=False)
class Estimates:
    """Values (k,), their covariance (k, k), design effects (k,) or NaN, and the number of rows."""

    values: Floats
    covariance: Floats
    design_effects: Floats
    n: int
    degrees_of_freedom: float

    @property
    def standard_errors(self) -> Floats:
        """Return standard errors (k,): the roots of the covariance's diagonal."""
        errors: Floats = np.sqrt(np.maximum(np.diagonal(self.covariance), 0.0))
        return errors

    def interval(self, confidence: float = 0.95) -> tuple[Floats, Floats]:
        """Return the lower and upper ends (k,), by t with the design's degrees of freedom.

        Raises `NotEstimableError` without a degree of freedom, `OutOfRangeError` for a confidence
        outside 0..1.
        """
        half = critical_t(self.degrees_of_freedom, confidence) * self.standard_errors
        return self.values - half, self.values + half


def critical_t(degrees_of_freedom: float, confidence: float = 0.95) -> float:
    """Return the two-sided critical value of Student's t; the normal's for infinitely many degrees.

    Raises `NotEstimableError` without a degree of freedom, `OutOfRangeError` for a confidence
    outside 0..1.
    """
    check_open_share("Confidence", confidence)
    if degrees_of_freedom <= 0:
        raise NotEstimableError("The design leaves no degree of freedom for an interval.")
    level = 0.5 + confidence / 2
    if np.isinf(degrees_of_freedom):
        return float(scipy.special.ndtri(level))
    return float(scipy.special.stdtrit(degrees_of_freedom, level))


def means(values: Floats, design: SurveyDesign, domain: Domain | None = None) -> Estimates:
    """Return the means of columns (n, k), taken jointly over the rows of the domain.

    A row that misses any column is outside. Source: Särndal, Swensson and Wretman (1992), section
    5.7. Raises `NotEstimableError` for an empty domain or an infinite value, `DesignError` as
    `covariance`.
    """
    inside, weights, clean = _complete_rows(values, design, domain)
    total_weight = weights.sum()
    mean = weights @ clean / total_weight
    influence = weights[:, None] * (clean - mean) / total_weight
    covariances = covariance(influence, design)
    n = int(inside.sum())
    simple = _population_variances(clean, weights, n) * (total_weight - n) / (total_weight * n)
    return Estimates(
        mean, covariances, _design_effects(covariances, simple), n, design.degrees_of_freedom
    )


def totals(values: Floats, design: SurveyDesign, domain: Domain | None = None) -> Estimates:
    """Return the totals of columns (n, k), taken jointly over the rows of the domain.

    Errors as `means`.
    """
    inside, weights, clean = _complete_rows(values, design, domain)
    total_weight, n = weights.sum(), int(inside.sum())
    covariances = covariance(weights[:, None] * clean, design)
    simple = _population_variances(clean, weights, n) * total_weight * (total_weight - n) / n
    return Estimates(
        weights @ clean,
        covariances,
        _design_effects(covariances, simple),
        n,
        design.degrees_of_freedom,
    )


def ratio(
    numerator: Floats, denominator: Floats, design: SurveyDesign, domain: Domain | None = None
) -> Estimates:
    """Return the ratio of two totals, of columns (n,).

    Source: Särndal, Swensson and Wretman (1992), section 5.6. Raises `NotEstimableError` for a
    denominator of zero, and otherwise as `means`.
    """
    pair = np.column_stack([numerator, denominator])
    inside, weights, clean = _complete_rows(pair, design, domain)
    above, below = weights @ clean
    if below == 0:
        raise NotEstimableError("The denominator adds up to zero, so there is no ratio.")
    value = above / below
    influence = weights * (clean[:, 0] - value * clean[:, 1]) / below
    covariances = covariance(influence[:, None], design)
    return _without_design_effect(np.array([value]), covariances, int(inside.sum()), design)


def population_variance(
    values: Floats, design: SurveyDesign, domain: Domain | None = None
) -> Estimates:
    """Return the population variance of a column (n,), with N/(N−1) as in a simple random sample.

    N counts all rows of the domain, those that miss the value too, as R's `svyvar` does. Raises
    `NotEstimableError` for fewer than two rows, and otherwise as `means`.
    """
    inside, weights, clean = _complete_rows(values[:, None], design, domain)
    n, total_weight = int(inside.sum()), weights.sum()
    if n < 2:
        raise NotEstimableError("A variance needs two rows.")
    n_rows = n_weighted_rows(design, domain)
    squares = (clean[:, 0] - weights @ clean[:, 0] / total_weight) ** 2 * n_rows / (n_rows - 1)
    value = weights @ squares / total_weight
    covariances = covariance((weights * (squares - value) / total_weight)[:, None], design)
    return _without_design_effect(np.array([value]), covariances, n, design)


def contrast(estimates: Estimates, coefficients: Floats) -> Estimates:
    """Return a weighted sum of estimates; its variance uses their covariance.

    Raises `NotEstimableError` unless there is one finite coefficient for each estimate.
    """
    if coefficients.shape != estimates.values.shape or not np.isfinite(coefficients).all():
        raise NotEstimableError("A contrast needs one finite coefficient for each estimate.")
    value = np.array([coefficients @ estimates.values])
    variance = np.array([[coefficients @ estimates.covariance @ coefficients]])
    return Estimates(value, variance, np.full(1, np.nan), estimates.n, estimates.degrees_of_freedom)


def n_weighted_rows(design: SurveyDesign, domain: Domain | None) -> int:
    """Return the number of rows of the domain that have weight, whatever they miss."""
    weighs = design.weights > 0
    return int((weighs if domain is None else weighs & domain).sum())


def _complete_rows(
    values: Floats, design: SurveyDesign, domain: Domain | None
) -> tuple[Domain, Floats, Floats]:
    """Return the rows that count (n,), their weights and their values, both zero outside."""
    inside = ~np.isnan(values).any(axis=1) & (design.weights > 0)
    if domain is not None:
        inside &= domain
    if not inside.any():
        raise NotEstimableError("No one in the sample belongs here, so nothing can be estimated.")
    if not np.isfinite(values[inside]).all():
        raise NotEstimableError("An infinite value cannot be averaged.")
    weights = np.where(inside, design.weights, 0.0)
    return inside, weights, np.where(inside[:, None], values, 0.0)


def _population_variances(clean: Floats, weights: Floats, n: int) -> Floats:
    """Return the population variance of each column, shape (k,); NaN for a single row."""
    if n < 2:
        return np.full(clean.shape[1], np.nan)
    total_weight = weights.sum()
    mean = weights @ clean / total_weight
    variances: Floats = weights @ (clean - mean) ** 2 / total_weight * n / (n - 1)
    return variances


def _design_effects(covariances: Floats, simple: Floats) -> Floats:
    """Return variances over those of a simple random sample; NaN where that has none."""
    variances = np.diagonal(covariances)
    return np.divide(variances, simple, out=np.full_like(variances, np.nan), where=simple > 0)


def _without_design_effect(
    values: Floats, covariances: Floats, n: int, design: SurveyDesign
) -> Estimates:
    no_effect = np.full(len(values), np.nan)
    return Estimates(values, covariances, no_effect, n, design.degrees_of_freedom)
