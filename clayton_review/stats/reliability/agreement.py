"""Agreement between coders: percent agreement, Cohen's kappa and Krippendorff's alpha.

The unit is the answer opened by both coders (for alpha, by two or more), not the character. An
answer that a coder did not open is missing (None or NaN); one opened and left without a code needs
a category of its own, such as "none".
"""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clayton_review.stats.errors import OutOfRangeError, check_count, check_open_share
from clayton_review.stats.estimates.design import Floats
from clayton_review.stats.estimates.intervals import wilson
from clayton_review.stats.inconclusive import Inconclusive
from clayton_review.stats.reliability.krippendorff import (
    LEVELS,
    Counts,
    Level,
    alpha_value,
    count_ratings,
)

SEED = 2018
N_RESAMPLES = 1000
MAX_UNDEFINED_SHARE = 0.05  # of the resamples


class IntervalEnds(NamedTuple):
    """The lower and the upper end of an interval."""

    lower: float
    upper: float


@dataclass(frozen=True)
class CoderAgreement:
    """A measure of agreement on `n_units` answers; `n_left_out` were not opened by enough coders.

    `interval` is inconclusive where resampling cannot show the variation of the value. `method`
    names the method of the interval.
    """

    measure: str
    value: float
    interval: IntervalEnds | Inconclusive
    n_units: int
    n_left_out: int
    method: str


@dataclass(frozen=True)
class UndefinedAgreement(Inconclusive):
    """An agreement that cannot be measured, and the reason; its value is not a number."""

    @property
    def value(self) -> float:
        """Return NaN, for tables that need a number: neither 0 nor 1."""
        return math.nan


@dataclass(frozen=True)
class BootstrapSettings:
    """Settings of intervals by resampling: the confidence, the number of resamples, and their seed.

    Raises `OutOfRangeError` for a confidence outside 0..1 or fewer than 100 resamples.
    """

    confidence: float = 0.95
    n_resamples: int = N_RESAMPLES
    seed: int = SEED

    def __post_init__(self) -> None:
        """Refuse a confidence outside 0..1 and fewer than 100 resamples."""
        check_open_share("Confidence", self.confidence)
        check_count("The seed", self.seed)
        check_count("The number of resamples", self.n_resamples)
        if self.n_resamples < 100:
            raise OutOfRangeError("An interval needs at least 100 resamples.")

    @property
    def method(self) -> str:
        """Return the method in words."""
        return (
            f"percentile bootstrap: {self.n_resamples:,} resamples of units with replacement, "
            f"seed {self.seed}"
        )


def percent_agreement(
    first: Sequence[Hashable], second: Sequence[Hashable], confidence: float = 0.95
) -> CoderAgreement | UndefinedAgreement:
    """Return the share of answers on which two coders agree, with Wilson's interval.

    `first` and `second` hold one category for each answer, in the same order. Chance alone makes
    part of it: see `cohens_kappa`. Raises `OutOfRangeError` for unequal lengths.
    """
    check_open_share("Confidence", confidence)
    pairs = _pairs_of_categories(first, second)
    if not pairs:
        return UndefinedAgreement("no answer was opened by both coders")
    interval = wilson(
        sum(first_category == second_category for first_category, second_category in pairs),
        len(pairs),
        confidence,
    )
    n_left_out = len(first) - len(pairs)
    ends = IntervalEnds(interval.lower, interval.upper)
    return CoderAgreement(
        "percent agreement", interval.value, ends, len(pairs), n_left_out, "Wilson (1927)"
    )


def cohens_kappa(
    first: Sequence[Hashable],
    second: Sequence[Hashable],
    bootstrap: BootstrapSettings | None = None,
) -> CoderAgreement | UndefinedAgreement:
    """Return agreement of two coders beyond chance: (observed − expected) / (1 − expected).

    Source: Cohen (1960), Educational and Psychological Measurement 20:37-46, equation 1. Undefined
    where both coders used one and the same category only. Otherwise as `percent_agreement`.
    """
    settings = bootstrap or BootstrapSettings()
    pairs = _pairs_of_categories(first, second)
    if not pairs:
        return UndefinedAgreement("no answer was opened by both coders")
    table = _contingency_table(pairs)
    value = float(_kappas(table[None])[0])
    if math.isnan(value):
        return UndefinedAgreement(_one_category(len(pairs)))
    n = len(pairs)
    generator = np.random.default_rng(settings.seed)
    resamples = generator.multinomial(n, table.ravel() / n, size=settings.n_resamples)
    values = _kappas(resamples.reshape(-1, *table.shape))
    is_perfect = int(np.trace(table)) == n
    interval = _percentile_interval(values, settings, is_perfect=is_perfect)
    return CoderAgreement("Cohen's kappa", value, interval, n, len(first) - n, settings.method)


def krippendorffs_alpha(
    ratings: Sequence[Sequence[Any]] | NDArray[Any],
    level: Level = "nominal",
    bootstrap: BootstrapSettings | None = None,
) -> CoderAgreement | UndefinedAgreement:
    """Return agreement of any number of coders beyond chance: 1 − observed / expected disagreement.

    `ratings` (coders, units), None or NaN where a coder did not open the unit. Categories may be
    anything if nominal; numbers if ordinal, interval or ratio (these not below zero). Source:
    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, sections C and D. Undefined
    where only one category occurs. Raises `OutOfRangeError` for impossible tables and levels.
    """
    settings = bootstrap or BootstrapSettings()
    if level not in LEVELS:
        raise OutOfRangeError(f"The level of measurement is one of {', '.join(LEVELS)}.")
    all_counts, categories = count_ratings(ratings, level)
    counts = all_counts[all_counts.sum(axis=1) >= 2]
    n = len(counts)
    if not n:
        return UndefinedAgreement("no answer was opened by two coders")
    value = alpha_value(counts, categories, level)
    if math.isnan(value):
        return UndefinedAgreement(_one_category(n))
    generator = np.random.default_rng(settings.seed)
    resamples = (generator.integers(n, size=n) for _ in range(settings.n_resamples))
    values = np.array([alpha_value(counts[places], categories, level) for places in resamples])
    interval = _percentile_interval(values, settings, is_perfect=value == 1)
    measure = f"Krippendorff's alpha ({level})"
    return CoderAgreement(measure, value, interval, n, len(all_counts) - n, settings.method)


def _one_category(n: int) -> str:
    return (
        f"only one category occurs in the {n} answers, so that agreement beyond chance has no "
        "meaning"
    )


def _pairs_of_categories(
    first: Sequence[Hashable], second: Sequence[Hashable]
) -> list[tuple[Hashable, Hashable]]:
    """Return the categories of the answers opened by both coders."""
    if len(first) != len(second):
        raise OutOfRangeError("Both coders need one entry for each answer.")
    pairs = zip(first, second, strict=True)
    return [pair for pair in pairs if not any(_is_missing(category) for category in pair)]


def _is_missing(category: Hashable) -> bool:
    return (
        category is None
        or category is pd.NA
        or (isinstance(category, float) and math.isnan(category))
    )


def _contingency_table(pairs: list[tuple[Hashable, Hashable]]) -> Counts:
    """Return counts (categories, categories) of the first coder's by the second's."""
    places: dict[Hashable, int] = {}
    for pair in pairs:
        for first in pair:
            places.setdefault(first, len(places))
    table = np.zeros((len(places), len(places)), dtype=np.int64)
    for first, second in pairs:
        table[places[first], places[second]] += 1
    return table


def _kappas(tables: Counts) -> Floats:
    """Return kappa of each table (tables, k, k); NaN where only one category occurs."""
    n = tables.sum(axis=(1, 2))
    by_chance = (tables.sum(axis=1) * tables.sum(axis=2)).sum(axis=1)  # times n²
    observed = np.trace(tables, axis1=1, axis2=2) * n
    most = (n**2 - by_chance).astype(np.float64)
    kappas: Floats = np.divide(
        observed - by_chance, most, out=np.full(len(n), np.nan), where=most > 0
    )
    return kappas


def _percentile_interval(
    values: Floats, settings: BootstrapSettings, *, is_perfect: bool
) -> IntervalEnds | Inconclusive:
    """Return the interval of resampled values, those without a value left out."""
    if is_perfect:
        return Inconclusive("the coders agree in every unit, and so they do in every resample")
    defined = values[~np.isnan(values)]
    if len(values) - len(defined) > MAX_UNDEFINED_SHARE * len(values):
        return Inconclusive("too many resamples hold one category only")
    tail = (1 - settings.confidence) / 2
    lower, upper = np.quantile(defined, [tail, 1 - tail])
    return IntervalEnds(float(lower), float(upper))
