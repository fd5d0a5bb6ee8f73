"""Tests of rates, their differences and ratios, and of the fewest they stand on."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clayton_review.stats.errors import EmptyBaseError, OutOfRangeError
from clayton_review.stats.estimates.intervals import wilson
from clayton_review.stats.inconclusive import Inconclusive
from clayton_review.stats.policing.stop_rates import (
    RateComparison,
    StopRate,
    Unit,
    katz_ratio,
    newcombe_difference,
    rate_difference,
    rate_ratio,
    stop_rate,
)


def known(n: int, n_base: int, unit: Unit = "stops") -> StopRate:
    rate = stop_rate(n, n_base, unit=unit)
    assert isinstance(rate, StopRate)
    return rate


@pytest.mark.parametrize(
    ("counts", "lower", "upper"),
    [  # Newcombe (1998), Statistics in Medicine 17:873-890, table II, method 10
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)
def test_newcombes_differences_are_reproduced(
    counts: tuple[int, int, int, int], lower: float, upper: float
) -> None:
    difference = newcombe_difference(*counts)
    assert (round(difference.lower, 4), round(difference.upper, 4)) == (lower, upper)


def test_a_ratio_and_its_interval_by_hand() -> None:
    ratio = katz_ratio(60, 200, 30, 200)
    error = math.sqrt(1 / 60 - 1 / 200 + 1 / 30 - 1 / 200)
    assert error == pytest.approx(0.2)
    assert ratio.value == pytest.approx(2)
    assert ratio.lower == pytest.approx(2 * math.exp(-1.959963984540054 * 0.2))
    assert ratio.upper == pytest.approx(2 * math.exp(1.959963984540054 * 0.2))


def test_a_rate_carries_its_counts_and_wilsons_interval() -> None:
    rate = known(1120, 3762)
    assert (rate.n, rate.n_base, str(rate.percent)) == (1120, 3762, "29.8")
    assert rate.interval == wilson(1120, 3762)


@pytest.mark.parametrize(("unit", "fewest"), [("stops", 100), ("searches", 50)])
def test_a_rate_stands_on_the_fewest_and_not_on_one_less(unit: Unit, fewest: int) -> None:
    assert isinstance(stop_rate(3, fewest, unit=unit), StopRate)
    rate = stop_rate(3, fewest - 1, unit=unit)
    assert isinstance(rate, Inconclusive)
    assert rate.sentence == (
        f"This cannot be concluded, because a rate of {unit} needs at least {fewest} of them "
        f"and there are {fewest - 1}."
    )
    assert isinstance(stop_rate(0, 0, unit=unit), Inconclusive)


def test_what_is_inconclusive_stays_so_in_a_comparison() -> None:
    few = stop_rate(3, 40, unit="stops")
    for compare in (rate_difference, rate_ratio):
        assert compare(known(3, 400), few) is few
        assert compare(few, known(3, 400)) is few


def test_a_ratio_with_a_zero_count_says_so_and_the_difference_stands() -> None:
    none, some = known(0, 150), known(12, 150)
    for ratio in (rate_ratio(none, some), rate_ratio(some, none)):
        assert isinstance(ratio, Inconclusive)
        assert "count above zero on both sides" in ratio.sentence
    assert isinstance(rate_difference(none, some), RateComparison)
    assert isinstance(rate_ratio(known(150, 150), known(200, 200)), Inconclusive)


def test_comparisons_state_their_formula() -> None:
    rate, other = known(60, 200), known(30, 200)
    less, times = rate_difference(rate, other), rate_ratio(rate, other)
    assert isinstance(less, RateComparison)
    assert isinstance(times, RateComparison)
    assert (less.formula, round(less.value, 9)) == ("first rate − second rate", 0.15)
    assert (times.formula, round(times.value, 9)) == ("first rate ÷ second rate", 2)


def test_unlike_rates_are_not_compared() -> None:
    with pytest.raises(OutOfRangeError, match="one unit"):
        rate_difference(known(3, 200), known(3, 200, "searches"))
    narrow = stop_rate(3, 200, unit="stops", confidence=0.5)
    with pytest.raises(OutOfRangeError, match="one confidence"):
        rate_ratio(known(3, 200), narrow)


@pytest.mark.parametrize("counts", [(3, 2), (-1, 200), (1, -2)])
def test_counts_that_cannot_be_are_refused(counts: tuple[int, int]) -> None:
    with pytest.raises(OutOfRangeError):
        stop_rate(*counts, unit="stops")
    with pytest.raises(OutOfRangeError):
        katz_ratio(*counts, 1, 2)


def test_a_confidence_that_cannot_be_is_refused_on_few_stops_too() -> None:
    for n_base in (10, 1000):
        with pytest.raises(OutOfRangeError):
            stop_rate(1, n_base, unit="stops", confidence=95.0)


def test_bases_of_zero_are_refused() -> None:
    with pytest.raises(EmptyBaseError):
        newcombe_difference(0, 0, 1, 2)
    with pytest.raises(EmptyBaseError):
        katz_ratio(0, 5, 1, 2)


@given(st.data())
def test_comparisons_mirror_when_the_groups_change_places(data: st.DataObject) -> None:
    n_base, n_other = data.draw(st.integers(1, 10**6)), data.draw(st.integers(1, 10**6))
    n, m = data.draw(st.integers(1, n_base)), data.draw(st.integers(1, n_other))
    there, back = (
        newcombe_difference(n, n_base, m, n_other),
        newcombe_difference(m, n_other, n, n_base),
    )
    assert -1 <= there.lower <= there.value <= there.upper <= 1
    assert there.lower == pytest.approx(-back.upper, abs=1e-12)
    times, inverse = katz_ratio(n, n_base, m, n_other), katz_ratio(m, n_other, n, n_base)
    assert 0 < times.lower <= times.value <= times.upper
    assert times.lower * inverse.upper == pytest.approx(1)
