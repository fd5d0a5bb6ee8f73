"""Tests of logistic regression and of natural splines; R's own values are in test_veil."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from clayton_review.stats.errors import EmptyBaseError, NotEstimableError, OutOfRangeError
from clayton_review.stats.estimates.design import Floats
from clayton_review.stats.policing import logistic
from clayton_review.stats.policing.logistic import (
    NoConvergenceError,
    OneOutcomeError,
    PerfectSeparationError,
    QuasiSeparationError,
    RankError,
    logistic_regression,
)
from clayton_review.stats.policing.splines import natural_spline

counts = st.integers(1, 400)


def table(n_yes: int, n_no: int, n_yes_dark: int, n_no_dark: int) -> tuple[Floats, Floats]:
    """Rows of a two-way table: columns of ones and of darkness, and outcomes."""
    dark = np.repeat([0.0, 0.0, 1.0, 1.0], [n_yes, n_no, n_yes_dark, n_no_dark])
    outcomes = np.repeat([1.0, 0.0, 1.0, 0.0], [n_yes, n_no, n_yes_dark, n_no_dark])
    return np.column_stack([np.ones(len(dark)), dark]), outcomes


@settings(max_examples=30, deadline=None)
@given(counts, counts, counts, counts)
def test_a_two_way_table_gives_its_own_odds_ratio(a: int, b: int, c: int, d: int) -> None:
    fit = logistic_regression(*table(a, b, c, d))
    error = math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    assert fit.coefficients == pytest.approx(
        [math.log(a / b), math.log(c / d) - math.log(a / b)], rel=1e-9, abs=1e-9
    )
    assert fit.standard_errors[1] == pytest.approx(error, rel=1e-9)
    likelihood = sum(
        n * math.log(n / m) for n, m in ((a, a + b), (b, a + b), (c, c + d), (d, c + d))
    )
    assert fit.deviance == pytest.approx(-2 * likelihood, rel=1e-9)
    assert fit.change < 1e-14


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6))
def test_the_score_is_zero_and_turning_outcomes_turns_signs(seed: int) -> None:
    chance = np.random.default_rng(seed)
    columns = np.column_stack([np.ones(60), chance.normal(size=(60, 2))])
    outcomes = (chance.random(60) < 0.4).astype(float)
    try:
        fit = logistic_regression(columns, outcomes)
    except NotEstimableError:
        assume(False)
    fitted = 1 / (1 + np.exp(-columns @ fit.coefficients))
    assert columns.T @ (outcomes - fitted) == pytest.approx(np.zeros(3), abs=1e-9)
    turned = logistic_regression(columns, 1 - outcomes)
    assert turned.coefficients == pytest.approx(-fit.coefficients, rel=1e-8, abs=1e-10)
    assert turned.covariance == pytest.approx(fit.covariance, rel=1e-8, abs=1e-12)


def test_perfect_separation_is_named() -> None:
    with pytest.raises(PerfectSeparationError, match="every outcome"):
        logistic_regression(*table(0, 20, 30, 0))
    slope = np.column_stack([np.ones(40), np.arange(40.0)])
    with pytest.raises(PerfectSeparationError):
        logistic_regression(slope, (np.arange(40) >= 25).astype(float))


def test_quasi_separation_is_named() -> None:
    with pytest.raises(QuasiSeparationError, match="some rows"):
        logistic_regression(*table(20, 30, 25, 0))
    slope = np.column_stack([np.ones(41), np.r_[np.arange(40.0), 25.0]])
    outcomes = np.r_[np.arange(40) >= 25, False].astype(float)
    with pytest.raises(QuasiSeparationError):
        logistic_regression(slope, outcomes)


def test_one_row_on_the_wrong_side_is_no_separation() -> None:
    assert logistic_regression(*table(20, 30, 25_000, 1)).coefficients[1] > 9
    steep = np.r_[np.arange(49.0), 23.0] * 1000
    outcomes = np.r_[np.arange(49) >= 25, True].astype(float)
    fit = logistic_regression(np.column_stack([np.ones(50), steep]), outcomes)
    assert (
        np.abs(fit.coefficients[0] + steep * fit.coefficients[1]).max()
        > logistic.SEPARATION_LOG_ODDS
    )
    assert np.isfinite(fit.standard_errors).all()


def test_columns_that_depend_on_one_another_are_named() -> None:
    columns, outcomes = table(3, 4, 5, 6)
    for wrong in (columns[:, 1] * 2, 1 - columns[:, 1], np.zeros(18)):
        with pytest.raises(RankError, match="combination"):
            logistic_regression(np.column_stack([columns, wrong]), outcomes)
    with pytest.raises(RankError):
        logistic_regression(np.eye(3, 5), np.array([0.0, 1.0, 1.0]))


def test_one_outcome_only_is_named() -> None:
    with pytest.raises(OneOutcomeError, match="the same"):
        logistic_regression(*table(5, 0, 7, 0))


def test_iterations_that_do_not_settle_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logistic, "MAX_STEPS", 2)
    with pytest.raises(NoConvergenceError, match="2 steps"):
        logistic_regression(*table(3, 40, 50, 6))


def test_input_that_cannot_be_is_refused() -> None:
    columns, outcomes = table(3, 4, 5, 6)
    with pytest.raises(EmptyBaseError):
        logistic_regression(columns[:0], outcomes[:0])
    for wrong in (outcomes[1:], outcomes * 2, np.where(outcomes, np.nan, 0)):
        with pytest.raises(OutOfRangeError):
            logistic_regression(columns, wrong)
    with pytest.raises(OutOfRangeError):
        logistic_regression(columns + np.inf, outcomes)


def test_a_spline_is_straight_beyond_and_smooth_within() -> None:
    values = np.random.default_rng(7).uniform(1020, 1290, 400)
    grid = np.linspace(values.min(), values.max(), 2001)
    basis = natural_spline(np.r_[values, grid], 6)[400:]
    bend = np.diff(basis, 2, axis=0) / (grid[1] - grid[0]) ** 2
    assert np.abs(bend[[0, -1]]).max() < np.abs(bend).max() / 100
    assert basis[0] == pytest.approx(np.zeros(6), abs=1e-12)
    line = np.linalg.lstsq(np.column_stack([np.ones(2001), basis]), grid, rcond=None)
    assert line[1] == pytest.approx([0], abs=1e-12)  # a straight line is among the splines


@pytest.mark.parametrize("values", [[], [3.0], [3.0] * 50, [1.0] * 40 + [2.0, 3.0, 4.0]])
def test_a_spline_of_too_few_values_is_refused(values: list[float]) -> None:
    with pytest.raises(NotEstimableError, match="too few or too much alike"):
        natural_spline(np.array(values), 6)


def test_a_spline_of_what_is_not_finite_is_refused() -> None:
    for values, n_columns in ((np.array([1.0, np.nan]), 2), (np.eye(2), 2), (np.arange(9.0), 0)):
        with pytest.raises(OutOfRangeError):
            natural_spline(values, n_columns)
