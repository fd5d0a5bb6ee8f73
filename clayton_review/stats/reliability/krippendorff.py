"""Krippendorff's alpha from counted ratings, with the distances of the four levels of measurement.

Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability.
"""

import math
from collections.abc import Callable
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clayton_review.stats.errors import OutOfRangeError
from clayton_review.stats.estimates.design import Codes, Floats

Level = Literal["nominal", "ordinal", "interval", "ratio"]
LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval", "ratio")
Counts = NDArray[np.int64]


def count_ratings(ratings: Any, level: Level) -> tuple[Counts, Floats]:
    """Return the number of coders by unit and category (units, k), and the categories' values.

    `ratings` (coders, units), None or NaN where missing; the values of nominal categories are their
    numbers. Raises `OutOfRangeError` for tables with fewer than two coders and for text where the
    level needs numbers.
    """
    table = np.asarray(ratings, dtype=object)
    if table.ndim != 2 or len(table) < 2:
        raise OutOfRangeError("Ratings need two coders or more, each with one entry for each unit.")
    if level == "nominal":
        codes, labels = pd.factorize(table.ravel())
        categories = np.arange(len(labels), dtype=np.float64)
    else:
        codes, categories = _rating_codes(table.ravel(), level)
    units = np.tile(np.arange(table.shape[1]), len(table))
    counts = np.zeros((table.shape[1], len(categories)), dtype=np.int64)
    np.add.at(counts, (units[codes >= 0], codes[codes >= 0]), 1)
    return counts, categories


def _rating_codes(ratings: Any, level: Level) -> tuple[Codes, Floats]:
    """Return the place of each rating among the sorted values (−1 if missing), and these values."""
    try:
        values = np.array([math.nan if pd.isna(rating) else float(rating) for rating in ratings])
    except (TypeError, ValueError):
        raise OutOfRangeError(f"Ratings of level {level} must be numbers.") from None
    if np.isinf(values).any() or (level == "ratio" and (values < 0).any()):
        raise OutOfRangeError("Ratings must be finite, and of level ratio not below zero.")
    is_known = ~np.isnan(values)
    categories = np.unique(values[is_known])
    codes = np.full(len(values), -1, dtype=np.int64)
    codes[is_known] = np.searchsorted(categories, values[is_known])
    return codes, categories


def alpha_value(counts: Counts, categories: Floats, level: Level) -> float:
    """Return alpha of counts (units, k), each unit with two ratings or more; NaN for one category.

    1 − observed ÷ expected disagreement, both from the coincidences of pairs within units.
    """
    totals = counts.sum(axis=0)
    if np.count_nonzero(totals) < 2:
        return math.nan
    distances = _DISTANCES[level](categories, totals)
    n_others = counts.sum(axis=1) - 1
    observed = float((((counts @ distances) * counts).sum(axis=1) / n_others).sum())
    expected = float(totals @ distances @ totals) / (int(totals.sum()) - 1)
    return 1 - observed / expected


Distances = Callable[[Floats, Counts], Floats]


def _nominal_distances(categories: Floats, _totals: Counts) -> Floats:
    return 1.0 - np.eye(len(categories))


def _ordinal(_categories: Floats, totals: Counts) -> Floats:
    middle = np.cumsum(totals) - totals / 2  # ranks: those between, and half of both ends
    return np.subtract.outer(middle, middle) ** 2


def _interval(categories: Floats, _totals: Counts) -> Floats:
    return np.subtract.outer(categories, categories) ** 2


def _ratio(categories: Floats, _totals: Counts) -> Floats:
    sums = np.add.outer(categories, categories)
    apart = np.subtract.outer(categories, categories)
    return np.divide(apart, sums, out=np.zeros_like(sums), where=sums > 0) ** 2


_DISTANCES: dict[Level, Distances] = {
    "nominal": _nominal_distances,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}
