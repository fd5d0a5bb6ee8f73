"""Search rates, hit rates and the outcome test: the results of searches, group by group.

A hit is a search that found contraband: a row in the table of contraband with no quantity is none.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from clayton_review.stats.errors import OutOfRangeError
from clayton_review.stats.estimates.rounding import rounded_percent
from clayton_review.stats.inconclusive import Inconclusive
from clayton_review.stats.policing.stop_rates import (
    RateComparison,
    RateOrInconclusive,
    rate_difference,
    rate_ratio,
    stop_rate,
)

CAUTION = (
    "Hit rates compare groups on average, not at the margin of an officer's decision: they can "
    "differ where one standard is used for all, because the groups' risks are spread differently, "
    "and be equal where standards differ."
)
COUNTED_BY_QUANTITY = "searches with a quantity above zero"
COUNTED_BY_ROW = "searches with a row in the table of contraband"


@dataclass(frozen=True)
class HitCounts:
    """The number of searches that found something, counted both ways.

    `n_by_quantity` counts; `n_by_row` is the number that rows alone would give; `n_unclear`
    searches have a row but no quantity above zero and at least one quantity missing: they are not
    hits.
    """

    n_searches: int
    n_by_quantity: int
    n_by_row: int
    n_unclear: int


@dataclass(frozen=True)
class HitRates:
    """The hit rate that counts, the one by row that does not, and a sentence telling both."""

    counts: RateOrInconclusive
    by_row: RateOrInconclusive
    hits: HitCounts
    sentence: str


@dataclass(frozen=True)
class OutcomeTest:
    """The hit rate of a group against that of another one, with the caution that belongs to it."""

    first: str
    second: str
    difference: RateComparison
    ratio: RateComparison | Inconclusive
    sentence: str
    caution: str = CAUTION


def search_rate(n_searches: int, n_stops: int, confidence: float = 0.95) -> RateOrInconclusive:
    """Return searches as a share of stops, on at least 100 stops.

    Errors as in `stop_rates.stop_rate`.
    """
    return stop_rate(n_searches, n_stops, unit="stops", confidence=confidence)


def count_hits(searches: ArrayLike, row_searches: ArrayLike, quantities: ArrayLike) -> HitCounts:
    """Return the number of searches that found contraband, counted by quantity and by row.

    `searches` (n,) are the searches' own numbers or names; `row_searches` (m,) says to which search
    each row of the table of contraband belongs; `quantities` (m,) or (m, units) are amounts in any
    units of measure, NaN where missing. Several rows of one search are one hit. Raises
    `OutOfRangeError` for a search listed twice, a row of an unknown search, unequal lengths, or a
    quantity below zero or infinite.
    """
    known = pd.Index(np.asarray(searches))
    rows = np.asarray(row_searches)
    amounts = np.asarray(quantities, dtype=np.float64)
    if amounts.ndim == 1:
        amounts = amounts[:, None]
    if known.has_duplicates or known.hasnans:
        raise OutOfRangeError("A search is listed twice, or has no number of its own.")
    if rows.ndim != 1 or amounts.ndim != 2 or len(amounts) != len(rows):
        raise OutOfRangeError("Each row of contraband needs its search and its quantities.")
    if np.isinf(amounts).any() or (amounts < 0).any():
        raise OutOfRangeError("A quantity is a finite number of zero or more.")
    places = known.get_indexer(pd.Index(rows)) if len(rows) else np.zeros(0, dtype=np.int64)
    if (places < 0).any():
        raise OutOfRangeError("A row of contraband belongs to a search that is not listed.")
    searches_with_hits = np.unique(places[(amounts > 0).any(axis=1)])
    searches_with_missing = np.unique(places[np.isnan(amounts).any(axis=1)])
    n_unclear = len(np.setdiff1d(searches_with_missing, searches_with_hits))
    return HitCounts(len(known), len(searches_with_hits), len(np.unique(places)), n_unclear)


def hit_rates(hits: HitCounts, confidence: float = 0.95) -> HitRates:
    """Return the hit rate by quantity, which counts, beside the one by row.

    On at least 50 searches. Raises `OutOfRangeError` for impossible counts.
    """
    counts = stop_rate(hits.n_by_quantity, hits.n_searches, unit="searches", confidence=confidence)
    by_row = stop_rate(hits.n_by_row, hits.n_searches, unit="searches", confidence=confidence)
    if isinstance(counts, Inconclusive):
        return HitRates(counts, by_row, hits, counts.sentence)
    sentence = (
        f"{counts.percent} % of {hits.n_searches:,} searches found contraband "
        f"({COUNTED_BY_QUANTITY}: this is the rate that counts); by {COUNTED_BY_ROW} it would be "
        f"{rounded_percent(hits.n_by_row, hits.n_searches)} %."
    )
    if hits.n_unclear:
        sentence += f" In {hits.n_unclear:,} searches the quantity is missing; they are not hits."
    return HitRates(counts, by_row, hits, sentence)


def outcome_test(
    first: str, hits: HitCounts, second: str, other: HitCounts, confidence: float = 0.95
) -> OutcomeTest | Inconclusive:
    """Return the outcome test: the hit rates of two named groups and their difference.

    Source: Becker (1957), The Economics of Discrimination; Knowles, Persico and Todd (2001),
    Journal of Political Economy 109:203-229. On infra-marginality: Ayres (2002), Justice Research
    and Policy 4:131-142; Simoiu, Corbett-Davies and Goel (2017), Annals of Applied Statistics
    11:1193-1216. Intervals as in `stop_rates.rate_difference` and `stop_rates.rate_ratio`;
    inconclusive where either group has fewer than 50 searches.
    """
    first_rate = hit_rates(hits, confidence).counts
    second_rate = hit_rates(other, confidence).counts
    for group, outcome in ((first, first_rate), (second, second_rate)):
        if isinstance(outcome, Inconclusive):
            return Inconclusive(f"for {group} {outcome.reason}")
    comparison = rate_difference(first_rate, second_rate)
    if isinstance(comparison, Inconclusive):
        return comparison
    return OutcomeTest(
        first,
        second,
        comparison,
        rate_ratio(first_rate, second_rate),
        _sentence(first, second, comparison),
    )


def _sentence(first: str, second: str, comparison: RateComparison) -> str:
    rate, other_rate = comparison.first, comparison.second
    rates = (
        f"Searches of {first} found contraband in {rate.percent} % "
        f"({rate.n} of {rate.n_base:,}), those of {second} in {other_rate.percent} % "
        f"({other_rate.n} of {other_rate.n_base:,})"
    )
    if comparison.upper < 0:
        return f"{rates}: less often, as when {first} are searched on weaker grounds."
    if comparison.lower > 0:
        return f"{rates}: more often, as when {second} are searched on weaker grounds."
    return f"{rates}: the interval of the difference holds zero, so neither is shown to be higher."
