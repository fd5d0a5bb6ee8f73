"""Tests of margins of error, sample sizes and weighting losses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clayton_review.stats.errors import EmptyBaseError, OutOfRangeError
from clayton_review.stats.estimates.precision import (
    OPT_IN_STATEMENT,
    effective_sample_size,
    kish_design_effect,
    margin_of_error,
    needed_invitations,
    needed_sample_size,
)
from surveys.analysis import method_notes


def test_the_margin_of_four_hundred_answers() -> None:
    assert round(100 * margin_of_error(400), 3) == 4.900
    assert round(100 * margin_of_error(400, population=17_000), 3) == 4.842


def test_the_margin_of_everybody_is_zero() -> None:
    assert margin_of_error(500, population=500) == 0
    assert margin_of_error(1, population=1) == 0


def test_needed_sample_sizes_of_a_city() -> None:
    assert needed_sample_size(0.05, population=17_000) == 376
    assert needed_sample_size(0.03, population=17_000) == 1005
    assert needed_sample_size(0.05, population=17_000, design_effect=1.5) == 558
    assert needed_sample_size(0.05) == 385


def test_needed_invitations_at_fifteen_percent() -> None:
    assert needed_invitations(558, 0.15) == 3720
    assert needed_invitations(1, 1.0) == 1
    assert needed_invitations(0, 0.5) == 0


def test_kishs_losses_by_hand() -> None:
    assert kish_design_effect([1, 2, 3, 4]) == pytest.approx(1.2, rel=1e-15)
    assert round(effective_sample_size([1, 2, 3, 4]), 2) == 3.33
    assert kish_design_effect([7, 7, 7]) == pytest.approx(1.0, rel=1e-15)


@given(st.floats(0.01, 0.2), st.integers(30, 10**6), st.floats(1, 4), st.floats(0.05, 0.95))
def test_a_needed_sample_reaches_its_margin_and_one_fewer_does_not(
    margin: float, population: int, design_effect: float, share: float
) -> None:
    def reached(n: int) -> float:
        return margin_of_error(n, share=share, population=population, design_effect=design_effect)

    n = needed_sample_size(margin, share=share, population=population, design_effect=design_effect)
    assert 1 <= n <= population
    assert reached(n) <= margin * (1 + 1e-9)
    if n > 1:
        assert reached(n - 1) > margin * (1 - 1e-9)


@given(st.lists(st.floats(0.001, 1e9), min_size=1, max_size=50), st.floats(1e-100, 1e100))
def test_scaling_weights_changes_nothing(weights: list[float], by: float) -> None:
    first = kish_design_effect(weights)
    assert first >= 1 - 1e-12
    assert kish_design_effect([weight * by for weight in weights]) == pytest.approx(first)
    assert effective_sample_size(weights) == pytest.approx(len(weights) / first)


def test_degenerate_samples_are_refused_by_name() -> None:
    with pytest.raises(EmptyBaseError):
        margin_of_error(0)
    with pytest.raises(EmptyBaseError):
        margin_of_error(1, population=0)
    with pytest.raises(OutOfRangeError):
        margin_of_error(20, population=10)
    with pytest.raises(OutOfRangeError):
        margin_of_error(400, share=1.5)
    with pytest.raises(OutOfRangeError):
        margin_of_error(400, design_effect=0.0)
    with pytest.raises(OutOfRangeError):
        margin_of_error(400, confidence=95.0)
    for margin in (0.0, 1.0, 5.0):
        with pytest.raises(OutOfRangeError):
            needed_sample_size(margin)
    for rate in (0.0, 15.0, float("nan")):
        with pytest.raises(OutOfRangeError):
            needed_invitations(558, rate)


@pytest.mark.parametrize("weights", [[], [0.0, 0.0]])
def test_no_weight_at_all_is_refused(weights: list[float]) -> None:
    with pytest.raises(EmptyBaseError):
        kish_design_effect(weights)


@pytest.mark.parametrize("weights", [[1.0, -1.0], [float("nan")], [float("inf")], [[1.0]]])
def test_weights_that_cannot_be_are_refused(weights: list[float]) -> None:
    with pytest.raises(OutOfRangeError):
        effective_sample_size(weights)


def test_the_statement_of_an_opt_in_sample_replaces_a_margin() -> None:
    assert "no estimates of sampling error can be calculated" in OPT_IN_STATEMENT


def test_surveys_print_the_same_statement() -> None:
    assert str(method_notes.OPT_IN) == OPT_IN_STATEMENT
