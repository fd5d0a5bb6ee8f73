"""Tests of the intervals of a proportion against published tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clayton_review.stats.errors import EmptyBaseError, OutOfRangeError
from clayton_review.stats.estimates.intervals import critical_z, wilson


@pytest.mark.parametrize(
    ("n_yes", "n", "lower", "upper"),
    [  # Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_newcombes_examples_are_reproduced(n_yes: int, n: int, lower: float, upper: float) -> None:
    interval = wilson(n_yes, n)
    assert (round(interval.lower, 4), round(interval.upper, 4)) == (lower, upper)
    assert interval.value == n_yes / n


def test_the_critical_value_is_that_of_the_normal_distribution() -> None:
    assert critical_z() == pytest.approx(1.959963984540054, rel=1e-12)


@given(data=st.data())
def test_every_interval_holds_its_share_and_mirrors(data: st.DataObject) -> None:
    n = data.draw(st.integers(1, 5000))
    n_yes = data.draw(st.integers(0, n))
    interval, mirrored = wilson(n_yes, n), wilson(n - n_yes, n)
    assert 0 <= interval.lower <= interval.value <= interval.upper <= 1
    assert interval.lower == pytest.approx(1 - mirrored.upper, abs=1e-9)


def test_degenerate_input_is_refused_by_name() -> None:
    with pytest.raises(EmptyBaseError):
        wilson(0, 0)
    for n_yes, n in ((3, 2), (-1, 2), (1, -2)):
        with pytest.raises(OutOfRangeError):
            wilson(n_yes, n)


@pytest.mark.parametrize("confidence", [0.0, 1.0, -0.5, 95.0, float("nan")])
def test_a_confidence_outside_zero_and_one_is_refused(confidence: float) -> None:
    with pytest.raises(OutOfRangeError):
        wilson(1, 2, confidence)
