"""Means, totals, ratios, variances and contrasts of a survey, with their covariance.

Each estimate is the sum of an influence over the rows; its variance is that sum's (`variance.py`).
A domain keeps the whole design: rows outside it weigh nothing and count as drawn. Sources: Lumley
(2010), Complex Surveys, chapter 2; Särndal, Swensson and Wretman (1992), sections 5.5 to 5.8.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri, stdtrit

from clayton_review.stats.errors import NotEstimableError, check_open_share
from clayton_review.stats.estimates.design import Floats, SurveyDesign
from clayton_review.stats.estimates.variance import covariance

Domain = np.ndarray  # bool, shape (n,)


@dataclass(frozen=True, eq=False)
class Estimates:
    """Values (k,), their covariance (k, k), design effects (k,) where they have one, and n rows."""

    values: Floats
    covariance: Floats
    design_effects: Floats
    n: int
    degrees_of_freedom: float

    @property
    def standard_errors(self) -> Floats:
        """The roots of the diagonal, shape (k,)."""
        made: Floats = np.sqrt(np.maximum(np.diagonal(self.covariance), 0.0))
        return made

    def interval(self, confidence: float = 0.95) -> tuple[Floats, Floats]:
        """The lower and upper ends (k,), by t with the design's degrees of freedom."""
        half = critical_t(self.degrees_of_freedom, confidence) * self.standard_errors
        return self.values - half, self.values + half


def critical_t(degrees_of_freedom: float, confidence: float = 0.95) -> float:
    """The two-sided critical value of Student's t; of the normal with infinitely many degrees.

    Raises `NotEstimableError` without a degree of freedom.
    """
    check_open_share("Confidence", confidence)
    if degrees_of_freedom <= 0:
        raise NotEstimableError("The design leaves no degree of freedom for an interval.")
    level = 0.5 + confidence / 2
    if np.isinf(degrees_of_freedom):
        return float(ndtri(level))
    return float(stdtrit(degrees_of_freedom, level))


def means(values: Floats, design: SurveyDesign, domain: Domain | None = None) -> Estimates:
    """The means of columns (n, k), taken jointly over the rows of the domain.

    A row that misses any column is outside. Raises `NotEstimableError` for an empty domain.
    """
    inside, weights, clean = _complete_rows(values, design, domain)
    whole = weights.sum()
    middle = weights @ clean / whole
    influence = weights[:, None] * (clean - middle) / whole
    found = covariance(influence, design)
    n = int(inside.sum())
    simple = _population_variances(clean, weights, n) * (whole - n) / (whole * n)
    return Estimates(middle, found, _design_effects(found, simple), n, design.degrees_of_freedom)


def totals(values: Floats, design: SurveyDesign, domain: Domain | None = None) -> Estimates:
    """The totals of columns (n, k), taken jointly over the rows of the domain."""
    inside, weights, clean = _complete_rows(values, design, domain)
    whole, n = weights.sum(), int(inside.sum())
    found = covariance(weights[:, None] * clean, design)
    simple = _population_variances(clean, weights, n) * whole * (whole - n) / n
    return Estimates(
        weights @ clean, found, _design_effects(found, simple), n, design.degrees_of_freedom
    )


def ratio(
    numerator: Floats, denominator: Floats, design: SurveyDesign, domain: Domain | None = None
) -> Estimates:
    """The ratio of two totals, of columns (n,); raises `NotEstimableError` for one by zero."""
    pair = np.column_stack([numerator, denominator])
    inside, weights, clean = _complete_rows(pair, design, domain)
    above, below = weights @ clean
    if below == 0:
        raise NotEstimableError("The denominator adds up to zero, so there is no ratio.")
    value = above / below
    influence = weights * (clean[:, 0] - value * clean[:, 1]) / below
    found = covariance(influence[:, None], design)
    return _without_design_effect(np.array([value]), found, int(inside.sum()), design)


def population_variance(
    values: Floats, design: SurveyDesign, domain: Domain | None = None
) -> Estimates:
    """The population variance of a column (n,), with N/(N−1) as in a simple random sample.

    N counts all rows of the domain, those that miss the value too, as R's `svyvar` does.
    """
    inside, weights, clean = _complete_rows(values[:, None], design, domain)
    n, whole = int(inside.sum()), weights.sum()
    if n < 2:
        raise NotEstimableError("A variance needs two rows.")
    n_rows = n_weighted_rows(design, domain)
    squares = (clean[:, 0] - weights @ clean[:, 0] / whole) ** 2 * n_rows / (n_rows - 1)
    value = weights @ squares / whole
    found = covariance((weights * (squares - value) / whole)[:, None], design)
    return _without_design_effect(np.array([value]), found, n, design)


def contrast(made: Estimates, coefficients: Floats) -> Estimates:
    """A weighted sum of estimates, with what they have in common in its variance."""
    if coefficients.shape != made.values.shape or not np.isfinite(coefficients).all():
        raise NotEstimableError("A contrast needs one finite coefficient for each estimate.")
    value = np.array([coefficients @ made.values])
    found = np.array([[coefficients @ made.covariance @ coefficients]])
    return Estimates(value, found, np.full(1, np.nan), made.n, made.degrees_of_freedom)


def n_weighted_rows(design: SurveyDesign, domain: Domain | None) -> int:
    """How many rows of the domain weigh anything, whatever they miss."""
    weighs = design.weights > 0
    return int((weighs if domain is None else weighs & domain).sum())


def _complete_rows(
    values: Floats, design: SurveyDesign, domain: Domain | None
) -> tuple[Domain, Floats, Floats]:
    """Which rows count, their weights (zero outside), and the values (zero outside)."""
    inside = ~np.isnan(values).any(axis=1) & (design.weights > 0)
    if domain is not None:
        inside &= domain
    if not inside.any():
        raise NotEstimableError("Nobody in the sample belongs here, so nothing can be estimated.")
    if not np.isfinite(values[inside]).all():
        raise NotEstimableError("An infinite value cannot be averaged.")
    weights = np.where(inside, design.weights, 0.0)
    return inside, weights, np.where(inside[:, None], values, 0.0)


def _population_variances(clean: Floats, weights: Floats, n: int) -> Floats:
    """The population variance of each column, shape (k,); NaN for a single row."""
    if n < 2:
        return np.full(clean.shape[1], np.nan)
    whole = weights.sum()
    middle = weights @ clean / whole
    made: Floats = weights @ (clean - middle) ** 2 / whole * n / (n - 1)
    return made


def _design_effects(found: Floats, simple: Floats) -> Floats:
    """Variances over those of a simple random sample; NaN where that has none."""
    own = np.diagonal(found)
    return np.divide(own, simple, out=np.full_like(own, np.nan), where=simple > 0)


def _without_design_effect(
    values: Floats, found: Floats, n: int, design: SurveyDesign
) -> Estimates:
    no_effect = np.full(len(values), np.nan)
    return Estimates(values, found, no_effect, n, design.degrees_of_freedom)
