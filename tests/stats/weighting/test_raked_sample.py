"""Shares from counts per cell of the raked margins are those of the whole design."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clayton_review.stats.errors import DesignError, NotEstimableError
from clayton_review.stats.estimates.design import Codes, SurveyDesign, survey_design
from clayton_review.stats.estimates.independence import independence_test, rao_scott
from clayton_review.stats.estimates.means_and_totals import means
from clayton_review.stats.weighting.calibration import PopulationTargets, rake
from clayton_review.stats.weighting.raked_sample import RakedSample

N = 5_000.0


def drawn(seed: int, n: int = 400) -> tuple[SurveyDesign, list[Codes], Codes, Codes]:
    """Return a raked design with unequal base weights, its margins, and two columns with gaps."""
    random = np.random.default_rng(seed)
    age, ward = (random.integers(0, k, n) for k in (5, 3))
    for margin, k in ((age, 5), (ward, 3)):
        margin[:k] = np.arange(k)  # nobody's group is empty
    base = random.integers(1, 5, n).astype(float)
    design = survey_design(base * (N / base.sum()), fpc=[np.full(n, N)])
    margins = [
        PopulationTargets("age", age, np.array([0.3, 0.25, 0.2, 0.15, 0.1]) * N, tuple("abcde")),
        PopulationTargets("ward", ward, np.array([0.5, 0.3, 0.2]) * N, tuple("abc")),
    ]
    answers, groups = random.integers(-1, 4, n), random.integers(-1, 3, n)
    return rake(design, margins), [age, ward], answers, groups


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_shares_errors_and_design_effects_are_the_designs_own(seed: int) -> None:
    design, margins, answers, _groups = drawn(seed)
    indicators = np.where((answers < 0)[:, None], np.nan, np.eye(4)[np.maximum(answers, 0)])
    estimates = means(indicators, design)
    shares = RakedSample.from_weights(design.weights, margins, N).shares(answers, 4)
    assert shares.values == pytest.approx(estimates.values, rel=1e-12)
    scale = np.abs(estimates.covariance).max()
    assert shares.covariance == pytest.approx(estimates.covariance, abs=1e-10 * scale)
    assert shares.design_effects == pytest.approx(estimates.design_effects, rel=1e-9)
    assert shares.n == estimates.n


def test_the_test_of_independence_is_the_designs_own() -> None:
    design, margins, answers, groups = drawn(4)
    known = (answers >= 0) & (groups >= 0)
    cells = np.where(known, answers * 3 + groups, -1)
    test = independence_test(answers, groups, (4, 3), design)
    shares = RakedSample.from_weights(design.weights, margins, N).shares(cells, 12)
    estimates = rao_scott(shares, (4, 3), n=len(answers))
    assert estimates.statistic == pytest.approx(test.statistic, rel=1e-9)
    assert estimates.p_value == pytest.approx(test.p_value, rel=1e-8)
    assert estimates.degrees_of_freedom == pytest.approx(test.degrees_of_freedom, rel=1e-9)


@settings(max_examples=40)
@given(st.lists(st.integers(-1, 2), min_size=2, max_size=60).filter(lambda codes: max(codes) >= 0))
def test_without_weights_a_share_is_the_plain_one(codes: list[int]) -> None:
    answers = np.array(codes)
    shares = RakedSample.from_weights(np.ones(len(codes))).shares(answers, 3)
    inside = answers[answers >= 0]
    assert shares.values == pytest.approx(np.bincount(inside, minlength=3) / len(inside))
    if len(inside) == len(codes):
        expected = shares.values * (1 - shares.values) / (len(codes) - 1)
        assert np.diagonal(shares.covariance) == pytest.approx(expected, abs=1e-12)


def test_what_cannot_be_is_refused_by_name() -> None:
    with pytest.raises(NotEstimableError):
        RakedSample.from_weights(np.ones(3)).shares(np.array([-1, -1, -1]), 2)
    with pytest.raises(DesignError, match="smaller than the sample"):
        RakedSample.from_weights(np.ones(30), population=20)
    with pytest.raises(DesignError):
        RakedSample.from_weights(np.array([1.0, np.inf]))
