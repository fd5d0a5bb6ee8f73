"""Counts that no stops can have, each refused with its own sentence."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from clayton_review.stats.errors import EmptyBaseError, OutOfRangeError, StatisticsError
from clayton_review.stats.policing.benchmarks import against_benchmark, benchmark
from clayton_review.stats.policing.disparity import (
    check_published,
    implied_share,
    rate_index,
    share_index,
)
from clayton_review.stats.policing.logistic import logistic_regression
from clayton_review.stats.policing.stop_rates import katz_ratio, stop_rate

LARGER = "{} of {} cannot be: a part is larger than its whole."
BELOW = "{} must be a whole number of zero or more, not {}."
RESIDENTS = benchmark("population 16+", 1, 2)

REFUSED: list[tuple[Callable[[], object], type[StatisticsError], str]] = [
    (partial(stop_rate, 3, 2, unit="stops"), OutOfRangeError, LARGER.format(3, 2)),
    (partial(stop_rate, -1, 200, unit="stops"), OutOfRangeError, BELOW.format("A count", -1)),
    (partial(stop_rate, 1, -2, unit="stops"), OutOfRangeError, BELOW.format("A whole", -2)),
    (partial(katz_ratio, 3, 2, 1, 2), OutOfRangeError, LARGER.format(3, 2)),
    (partial(katz_ratio, 1, 2, 3, 2), OutOfRangeError, LARGER.format(3, 2)),
    (partial(benchmark, "population 16+", 3, 2), OutOfRangeError, LARGER.format(3, 2)),
    (partial(against_benchmark, 201, 200, RESIDENTS), OutOfRangeError, LARGER.format(201, 200)),
    (partial(share_index, 201, 200, 5, 100), OutOfRangeError, LARGER.format(201, 200)),
    (partial(share_index, 20, 200, 101, 100), OutOfRangeError, LARGER.format(101, 100)),
    (partial(rate_index, 20, -5, 200, 100), OutOfRangeError, BELOW.format("A count", -5)),
    (partial(check_published, "1.00", 3, 2, 1, 2), OutOfRangeError, LARGER.format(3, 2)),
    (partial(check_published, "1.00", 1, 2, 4, 3), OutOfRangeError, LARGER.format(4, 3)),
    (partial(implied_share, "1.00", 51, 50), OutOfRangeError, LARGER.format(51, 50)),
    (
        partial(rate_index, 20, 0, 200, 100),
        EmptyBaseError,
        "A rate per resident needs residents in both groups.",
    ),
    (
        partial(check_published, "1.00", 0, 0, 1, 2),
        EmptyBaseError,
        "An index needs stops, and residents of the group.",
    ),
    (
        partial(implied_share, "0.00", 50, 100),
        OutOfRangeError,
        "An index of 0.00 implies no share of people.",
    ),
    (
        partial(implied_share, "0.01", 50, 100),
        OutOfRangeError,
        "No share of people gives an index of 0.01 with these stops.",
    ),
    (
        partial(logistic_regression, np.ones((2, 1)), np.array([0.0, 1.0, 1.0])),
        OutOfRangeError,
        "A regression needs one row of columns for each outcome.",
    ),
    (
        partial(logistic_regression, np.ones((0, 1)), np.ones(0)),
        EmptyBaseError,
        "There is no row to fit.",
    ),
    (
        partial(logistic_regression, np.ones((2, 1)), np.array([0.0, 2.0])),
        OutOfRangeError,
        "Outcomes are 0 or 1 and columns finite numbers.",
    ),
]


@pytest.mark.parametrize(("ask", "kind", "sentence"), REFUSED)
def test_what_no_stops_can_have_is_refused(
    ask: Callable[[], object], kind: type[StatisticsError], sentence: str
) -> None:
    with pytest.raises(kind) as refusal:
        ask()
    assert str(refusal.value) == sentence
