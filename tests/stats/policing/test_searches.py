"""Tests of search rates, hit rates and the outcome test."""

from typing import Any

import numpy as np
import pytest

from clayton_review.stats.errors import OutOfRangeError
from clayton_review.stats.inconclusive import Inconclusive
from clayton_review.stats.policing.searches import (
    CAUTION,
    HitCounts,
    OutcomeTest,
    count_hits,
    hit_rates,
    outcome_test,
    search_rate,
)
from clayton_review.stats.policing.stop_rates import StopRate

NAN = np.nan


def trap() -> HitCounts:
    """250 searches, 92 with a row of contraband, 19 of these with nothing in it: .368 and .292."""
    with_row = list(range(92))
    quantities = [[0.0, 0.0] if n < 19 else [0.0, 1.5] for n in with_row]
    return count_hits(list(range(250)), with_row, quantities)


def test_rows_without_a_quantity_are_not_hits() -> None:
    hits = hit_rates(trap())
    assert isinstance(hits.counts, StopRate)
    assert isinstance(hits.by_row, StopRate)
    assert (hits.by_row.value, hits.counts.value) == (0.368, 0.292)
    assert hits.sentence == (
        "29.2 % of 250 searches found contraband (searches with a quantity above zero: this is "
        "the rate that counts); by searches with a row in the table of contraband it would be "
        "36.8 %."
    )


def test_several_rows_of_one_search_are_one_hit() -> None:
    hits = count_hits(["a", "b", "c"], ["a", "a", "b", "b"], [1, 2, 0, 3])
    assert (hits.n_by_row, hits.n_by_quantity) == (2, 2)


def test_a_missing_quantity_is_no_hit_and_is_told() -> None:
    hits = count_hits(np.arange(60), [1, 1, 2, 2, 3], [NAN, 2.0, NAN, 0.0, NAN])
    assert (hits.n_by_row, hits.n_by_quantity, hits.n_unclear) == (3, 1, 2)
    assert "In 2 searches the quantity is missing" in hit_rates(hits).sentence


def test_nothing_found_and_nothing_searched() -> None:
    assert count_hits([1, 2], [], []) == HitCounts(2, 0, 0, 0)
    assert count_hits([], [], []) == HitCounts(0, 0, 0, 0)
    assert isinstance(hit_rates(HitCounts(0, 0, 0, 0)).counts, Inconclusive)


@pytest.mark.parametrize(
    ("searches", "rows", "quantities", "words"),
    [
        ([1, 1], [1], [1], "listed twice"),
        ([1, 2], [3], [1], "not listed"),
        ([1, 2], [1], [-1], "zero or more"),
        ([1, 2], [1], [np.inf], "finite"),
        ([1, 2], [1, 2], [1], "needs its search"),
        ([1, 2], [1], 4.0, "needs its search"),
    ],
)
def test_tables_that_cannot_be(searches: Any, rows: Any, quantities: Any, words: str) -> None:
    with pytest.raises(OutOfRangeError, match=words):
        count_hits(searches, rows, quantities)


def test_a_hit_rate_needs_fifty_searches_and_a_search_rate_a_hundred_stops() -> None:
    assert isinstance(hit_rates(HitCounts(50, 5, 5, 0)).counts, StopRate)
    few = hit_rates(HitCounts(49, 5, 5, 0))
    assert isinstance(few.counts, Inconclusive)
    assert few.sentence == few.counts.sentence
    assert isinstance(search_rate(5, 100), StopRate)
    assert isinstance(search_rate(5, 99), Inconclusive)


def test_the_outcome_test_says_what_it_found_and_what_it_cannot_show() -> None:
    outcome = outcome_test("Black drivers", HitCounts(400, 80, 90, 0), "White drivers", trap())
    assert isinstance(outcome, OutcomeTest)
    assert outcome.difference.value == pytest.approx(0.2 - 0.292)
    assert outcome.difference.upper < 0
    assert not isinstance(outcome.ratio, Inconclusive)
    assert outcome.ratio.value == pytest.approx(0.2 / 0.292)
    assert "less often, as when Black drivers are searched on weaker grounds" in outcome.sentence
    assert outcome.caution == CAUTION
    back = outcome_test("White drivers", trap(), "Black drivers", HitCounts(400, 80, 90, 0))
    assert isinstance(back, OutcomeTest)
    assert "more often, as when Black drivers are" in back.sentence


def test_equal_hit_rates_prove_nothing() -> None:
    outcome = outcome_test(
        "one group", HitCounts(100, 20, 20, 0), "the other", HitCounts(100, 21, 21, 0)
    )
    assert isinstance(outcome, OutcomeTest)
    assert "holds zero" in outcome.sentence


def test_no_ratio_to_nothing_found_but_a_difference() -> None:
    outcome = outcome_test(
        "one group", HitCounts(100, 20, 20, 0), "the other", HitCounts(100, 0, 9, 0)
    )
    assert isinstance(outcome, OutcomeTest)
    assert isinstance(outcome.ratio, Inconclusive)
    assert outcome.difference.lower > 0


def test_few_searches_of_either_group_allow_no_outcome_test() -> None:
    few = outcome_test("one group", trap(), "the other", HitCounts(49, 9, 9, 0))
    assert isinstance(few, Inconclusive)
    assert few.sentence == (
        "This cannot be concluded, because for the other a rate of searches needs at least 50 of "
        "them and there are 49."
    )
