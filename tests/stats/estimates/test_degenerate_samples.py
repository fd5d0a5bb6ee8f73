"""Input that allows no estimate is told in a sentence; warnings are errors in all tests."""

from typing import Any

import numpy as np
import pytest

from clayton_review.stats.errors import (
    CalibrationError,
    DesignError,
    EmptyBaseError,
    NotEstimableError,
)
from clayton_review.stats.estimates.design import survey_design
from clayton_review.stats.estimates.independence import independence_test
from clayton_review.stats.estimates.means_and_totals import (
    means,
    population_variance,
    ratio,
    totals,
)
from clayton_review.stats.estimates.proportions import proportion
from clayton_review.stats.estimates.quantiles import quantile
from clayton_review.stats.weighting.calibration import (
    calibrate_logit,
    population_targets,
    rake,
    trim,
)

NAN = np.nan
FOUR = survey_design([1.0, 2.0, 3.0, 4.0])


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ([1.0, -1.0], "zero or more"),
        ([1.0, np.inf], "finite"),
        ([1.0, NAN], "finite"),
        ([0.0, 0.0], "Every weight is zero"),
        ([[1.0], [2.0]], "one number for each row"),
    ],
)
def test_weights_that_cannot_be(weights: Any, words: str) -> None:
    with pytest.raises(DesignError, match=words):
        survey_design(weights)


def test_no_rows() -> None:
    with pytest.raises(EmptyBaseError, match="no row"):
        survey_design([])


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"strata": [["a", "b"]]}, "one value for each of the 4 rows"),
        ({"clusters": [[1, 2, NAN, 3]]}, "missing values"),
        ({"clusters": [[1, 1, 2, 2]], "strata": [[1, 2, 1, 2]]}, "more than one stratum"),
        ({"fpc": [[2, 2, 2, 2]]}, "more clusters in the sample than in the population"),
        ({"fpc": [[0.5, 0.5, 9, 9]]}, "all sizes, or all fractions"),
        ({"fpc": [[0, 9, 9, 9]]}, "one positive number"),
    ],
)
def test_designs_that_cannot_be(parts: Any, words: str) -> None:
    with pytest.raises(DesignError, match=words):
        survey_design(np.ones(4), **parts)


def test_a_single_cluster_without_a_rule() -> None:
    design = survey_design(np.ones(4), strata=[[1, 1, 1, 2]])
    with pytest.raises(DesignError, match="single cluster at stage 1"):
        means(np.arange(4.0)[:, None], design)


def test_nobody_in_the_domain() -> None:
    column = np.arange(4.0)
    nobody = np.zeros(4, dtype=bool)
    for estimate in (means, totals):
        with pytest.raises(NotEstimableError, match="No one in the sample"):
            estimate(column[:, None], FOUR, nobody)
        with pytest.raises(NotEstimableError, match="No one in the sample"):
            estimate(np.full((4, 1), NAN), FOUR)
    with pytest.raises(NotEstimableError, match="No one in the sample"):
        quantile(np.full(4, NAN), 0.5, FOUR)


def test_one_row_has_a_mean_and_no_interval() -> None:
    estimates = means(np.array([[7.0]]), survey_design([2.0], single_cluster="remove"))
    assert estimates.values == [7.0]
    assert np.isnan(estimates.design_effects).all()
    with pytest.raises(NotEstimableError, match="no degree of freedom"):
        estimates.interval()
    with pytest.raises(NotEstimableError, match="two rows"):
        population_variance(np.array([7.0, NAN, NAN, NAN]), FOUR)


def test_nothing_to_divide_by() -> None:
    with pytest.raises(NotEstimableError, match="adds up to zero"):
        ratio(np.ones(4), np.zeros(4), FOUR)
    with pytest.raises(NotEstimableError, match="infinite"):
        means(np.array([[1.0], [np.inf], [2.0], [3.0]]), FOUR)


def test_one_answer_only() -> None:
    with pytest.raises(NotEstimableError, match="only one answer"):
        proportion(np.ones(4), FOUR, interval="beta")
    codes = np.zeros(4, dtype=np.int64)
    with pytest.raises(NotEstimableError, match="at least two answers"):
        independence_test(codes, codes, (1, 1), FOUR)
    with pytest.raises(NotEstimableError, match="no one gave"):
        independence_test(codes, codes, (2, 2), FOUR)


def test_totals_that_cannot_be_reached() -> None:
    sex = population_targets("sex", ["f", "f", "m", "m"], {"f": 6, "m": 4})
    age = population_targets("age", ["o", "y", "o", "y"], {"o": 5, "y": 7})
    with pytest.raises(CalibrationError, match="different wholes"):
        rake(FOUR, [sex, age])
    with pytest.raises(CalibrationError, match="within the bounds"):
        far = population_targets("sex", ["f", "f", "m", "m"], {"f": 9.99, "m": 0.01})
        calibrate_logit(FOUR, [far], bounds=(0.9, 1.1))
    with pytest.raises(CalibrationError, match="outside the limits"):
        trim(FOUR, upper=0.5)


def test_trimming_keeps_the_whole() -> None:
    weights = trim(FOUR, upper=3.5)
    assert weights.weights == pytest.approx([1 + 1 / 6, 2 + 1 / 6, 3 + 1 / 6, 3.5])
    assert weights.weights.sum() == pytest.approx(10)
