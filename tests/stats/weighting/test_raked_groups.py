"""Two groups of a raked sample, from counts per cell, differ as they do row by row."""

import numpy as np
import pytest

from clayton_review.stats.compare.comparison import (
    ComparedQuestion,
    Comparison,
    NotComparable,
    compare_groups,
    compare_shares,
)
from clayton_review.stats.errors import NotEstimableError, OutOfRangeError
from clayton_review.stats.estimates.design import SurveyDesign, survey_design
from clayton_review.stats.estimates.means_and_totals import contrast, means
from clayton_review.stats.weighting.calibration import population_targets, rake
from clayton_review.stats.weighting.raked_sample import RakedSample

N = 400
DICE = np.random.default_rng(20_181_101)
WARD, AGE = DICE.integers(0, 3, N), DICE.integers(0, 4, N)
ANSWER = np.where(DICE.random(N) < 0.1, np.nan, DICE.random(N) < 0.3 + 0.15 * WARD)
FIRST, SECOND = WARD == 0, WARD == 1
WARDS = {"0": 7_000.0, "1": 4_000.0, "2": 2_000.0}
AGES = {"0": 5_000.0, "1": 3_000.0, "2": 3_000.0, "3": 2_000.0}


def drawn(population: float = np.inf) -> tuple[SurveyDesign, RakedSample]:
    """Return one sample as rows and as cells, raked to wards and ages."""
    fpc = [np.full(N, population)] if population < np.inf else None
    sample = survey_design(np.full(N, 13_000 / N), fpc=fpc)
    raked = rake(
        sample,
        [population_targets("ward", list(WARD), WARDS), population_targets("age", list(AGE), AGES)],
    )
    return raked, RakedSample.from_weights(raked.weights, (WARD, AGE), population)


@pytest.mark.parametrize("population", [np.inf, 13_000.0])
def test_the_difference_of_two_groups_is_that_of_the_raked_rows(population: float) -> None:
    design, sample = drawn(population)
    shares, n = sample.two_shares(ANSWER, (FIRST, SECOND))
    apart = [means(ANSWER[:, None], design, side) for side in (FIRST, SECOND)]
    assert n == (apart[0].n, apart[1].n)
    assert shares.values == pytest.approx([estimates.values[0] for estimates in apart], rel=1e-12)
    assert shares.standard_errors == pytest.approx(
        [estimates.standard_errors[0] for estimates in apart], rel=1e-9
    )
    question = [ComparedQuestion("answer", ANSWER)]
    by_rows = compare_groups(design, ("a", FIRST), ("b", SECOND), question)[0]
    by_cells = compare_shares(sample, ("a", FIRST), ("b", SECOND), question)[0]
    assert isinstance(by_rows, Comparison)
    assert isinstance(by_cells, Comparison)
    for name in ("difference", "standard_error", "lower", "upper", "t", "p_value"):
        assert getattr(by_cells, name) == pytest.approx(getattr(by_rows, name), rel=1e-9), name
    assert by_cells.degrees_of_freedom == by_rows.degrees_of_freedom == N - 1
    error = contrast(shares, np.array([-1.0, 1.0])).standard_errors[0]
    assert error == pytest.approx(by_rows.standard_error, rel=1e-9)


def test_what_two_groups_of_one_sample_have_in_common_is_not_left_out() -> None:
    _, sample = drawn()
    young, old = AGE < 2, AGE >= 2
    shares, _ = sample.two_shares(ANSWER, (young, old))
    apart = float(np.sqrt(np.diagonal(shares.covariance).sum()))
    together = float(contrast(shares, np.array([-1.0, 1.0])).standard_errors[0])
    assert abs(together - apart) > 1e-4 * apart


def test_groups_that_overlap_or_are_empty_are_refused() -> None:
    _, sample = drawn()
    nobody = np.zeros(N, dtype=np.bool_)
    with pytest.raises(OutOfRangeError, match="no one in common"):
        sample.two_shares(ANSWER, (FIRST, FIRST))
    with pytest.raises(NotEstimableError, match="no one who answered"):
        sample.two_shares(ANSWER, (FIRST, nobody))
    asked = [ComparedQuestion("answer", ANSWER), ComparedQuestion("one answer", np.ones(N))]
    shares = compare_shares(sample, ("a", FIRST), ("b", nobody), asked)
    assert [type(result) for result in shares] == [NotComparable, NotComparable]
    same = compare_shares(sample, ("a", FIRST), ("b", SECOND), asked)[1]
    assert isinstance(same, NotComparable)
    assert "do not vary" in same.reason
    with pytest.raises(OutOfRangeError, match="no share"):
        compare_shares(sample, ("a", FIRST), ("b", SECOND), [ComparedQuestion("x", ANSWER, "mean")])
