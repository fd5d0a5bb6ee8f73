"""Tests of rounding half up and of shares."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clayton_review.stats.errors import EmptyBaseError, OutOfRangeError
from clayton_review.stats.estimates.rounding import (
    round_half_up,
    rounded_percent,
    rounded_ratio,
)

# Missouri Attorney General, 2014: population 16+ and stops by group, statewide.
POPULATION = (3_914_998, 515_828, 139_109, 80_677, 19_168, 60_721)
STOPS = (1_317_360, 304_321, 30_782, 14_845, 1_934, 12_140)
INDICES = ("0.95", "1.66", "0.62", "0.52", "0.28", "0.56")


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        (1.005, 2, "1.01"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (0.125, 2, "0.13"),
        (-0.001, 2, "0.00"),
        (7, 2, "7.00"),
        (Decimal("0.295"), 2, "0.30"),
        (1e20, 1, "100000000000000000000.0"),
    ],
)
def test_halves_are_rounded_away_from_zero(
    value: Decimal | float, places: int, rounded: str
) -> None:
    assert str(round_half_up(value, places)) == rounded


def test_the_state_disparity_indices_of_2014_are_reproduced() -> None:
    everybody, stopped = 4_730_501, 1_681_382
    percents = [
        str(rounded_ratio(stops * everybody, stopped * people))
        for stops, people in zip(STOPS, POPULATION, strict=True)
    ]
    assert tuple(percents) == INDICES


def test_a_percent_is_rounded_once_from_the_exact_quotient() -> None:
    assert rounded_percent(1, 8) == Decimal("12.5")
    assert rounded_percent(1, 2000, 1) == Decimal("0.1")  # exactly 0.05 percent
    assert rounded_percent(0.1, 0.3, 2) == Decimal("33.33")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_what_is_not_a_number_is_refused(value: Decimal | float) -> None:
    with pytest.raises(OutOfRangeError):
        round_half_up(value)
    with pytest.raises(OutOfRangeError):
        rounded_percent(value, 3)


def test_a_share_of_nobody_is_refused() -> None:
    with pytest.raises(EmptyBaseError):
        rounded_percent(0, 0)
    with pytest.raises(EmptyBaseError):
        rounded_ratio(1, 0)


def test_places_below_zero_are_refused() -> None:
    with pytest.raises(OutOfRangeError):
        round_half_up(1, -1)


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 6))
def test_a_rounded_percent_is_never_further_than_half_a_step(
    part: int, whole: int, places: int
) -> None:
    off = abs(rounded_percent(part, whole, places) * whole - 100 * part)
    assert off <= Decimal(whole) * Decimal(5).scaleb(-places - 1)
