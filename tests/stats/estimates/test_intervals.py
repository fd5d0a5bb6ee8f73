"""Tests of the intervals of a proportion against published tables."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clayton_review.stats.errors import EmptyBaseError, OutOfRangeError
from clayton_review.stats.estimates.intervals import Interval, clopper_pearson, critical_z, wilson

Method = Callable[[int, int], Interval]


@pytest.mark.parametrize(
    ("method", "n_yes", "n", "lower", "upper"),
    [  # Newcombe (1998), Statistics in Medicine 17:857-872, table I, methods 3 and 5
        (wilson, 81, 263, 0.2553, 0.3662),
        (wilson, 15, 148, 0.0624, 0.1605),
        (wilson, 0, 20, 0.0, 0.1611),
        (wilson, 1, 29, 0.0061, 0.1718),
        (clopper_pearson, 81, 263, 0.2527, 0.3676),
        (clopper_pearson, 15, 148, 0.0578, 0.1617),
        (clopper_pearson, 0, 20, 0.0, 0.1684),
        (clopper_pearson, 1, 29, 0.0009, 0.1776),
    ],
)
def test_newcombes_examples_are_reproduced(
    method: Method, n_yes: int, n: int, lower: float, upper: float
) -> None:
    made = method(n_yes, n)
    assert (round(made.lower, 4), round(made.upper, 4)) == (lower, upper)
    assert made.value == n_yes / n


def test_the_exact_interval_of_none_follows_from_the_binomial_itself() -> None:
    assert clopper_pearson(0, 20).upper == pytest.approx(1 - 0.025 ** (1 / 20), rel=1e-12)


def test_the_critical_value_is_that_of_the_normal_distribution() -> None:
    assert critical_z() == pytest.approx(1.959963984540054, rel=1e-12)


@pytest.mark.parametrize("method", [wilson, clopper_pearson])
@given(data=st.data())
def test_every_interval_holds_its_share_and_mirrors(method: Method, data: st.DataObject) -> None:
    n = data.draw(st.integers(1, 5000))
    n_yes = data.draw(st.integers(0, n))
    made, other = method(n_yes, n), method(n - n_yes, n)
    assert 0 <= made.lower <= made.value <= made.upper <= 1
    assert made.lower == pytest.approx(1 - other.upper, abs=1e-9)


@pytest.mark.parametrize("method", [wilson, clopper_pearson])
def test_degenerate_input_is_refused_by_name(method: Method) -> None:
    with pytest.raises(EmptyBaseError):
        method(0, 0)
    for n_yes, n in ((3, 2), (-1, 2), (1, -2)):
        with pytest.raises(OutOfRangeError):
            method(n_yes, n)


@pytest.mark.parametrize("confidence", [0.0, 1.0, -0.5, 95.0, float("nan")])
def test_a_confidence_outside_zero_and_one_is_refused(confidence: float) -> None:
    with pytest.raises(OutOfRangeError):
        wilson(1, 2, confidence)
