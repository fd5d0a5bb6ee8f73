"""Natural cubic splines in the basis of R's `splines::ns`, so that coefficients are the same."""

import numpy as np
import scipy

from clayton_review.stats.errors import NotEstimableError, OutOfRangeError
from clayton_review.stats.estimates.design import Floats

DEGREE = 3


def natural_spline(values: Floats, n_columns: int) -> Floats:
    """Return the basis (n, n_columns) of a natural cubic spline without intercept: R's `ns(x, df)`.

    Inner knots are quantiles of `values` (n,) of type 7, boundary knots their range. The cubic
    B-spline basis is projected on the splines whose second derivative is zero at the boundary, by
    Householder reflections (de Boor, 2001, A Practical Guide to Splines, chapter IX). Raises
    `OutOfRangeError` for values that are not one row of finite numbers or no column,
    `NotEstimableError` where the values are too few for as many different knots.
    """
    if values.ndim != 1 or not np.isfinite(values).all():
        raise OutOfRangeError("A spline needs one row of finite numbers.")
    if n_columns < 1:
        raise OutOfRangeError("A spline has at least one column.")
    knots = _knots(values, n_columns)
    splines = scipy.interpolate.BSpline(knots, np.eye(n_columns + 3), DEGREE, extrapolate=False)
    basis, bends = splines(values), splines(knots[[0, -1]], nu=2)
    # without the first B-spline, which is the intercept's
    rotation = np.linalg.qr(bends[:, 1:].T, mode="complete").Q
    columns: Floats = basis[:, 1:] @ rotation[:, 2:]
    return columns


def _knots(values: Floats, n_columns: int) -> Floats:
    """Return the ends four times each and the inner knots between them, all different."""
    shares = np.linspace(0, 1, n_columns + 1)
    quantiles = np.quantile(values, shares) if len(values) else np.zeros(n_columns + 1)
    if (np.diff(quantiles) <= 0).any():
        raise NotEstimableError(
            f"The values are too few or too much alike for a spline of {n_columns} columns."
        )
    knots: Floats = np.concatenate([[quantiles[0]] * 3, quantiles, [quantiles[-1]] * 3])
    return knots
