"""Wilson's score interval with an effective sample size, from R's estimate and standard error.

R's survey has a method "wilson" only in releases later than the one the expected values were made
with, so the interval is solved here from Wilson's (1927) own condition, |p − π| = z √(π(1−π)/n),
with n = p(1−p)/variance, corrected for the degrees of freedom as R's method "beta" is.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import brentq
from scipy.special import ndtri, stdtrit

from clayton_review.stats.estimates.design import SurveyDesign, survey_design
from clayton_review.stats.estimates.intervals import wilson
from clayton_review.stats.estimates.proportions import proportion
from clayton_review.stats.weighting.calibration import population_targets, post_stratify, rake

HERE = Path(__file__).parent
EXPECTED: dict[str, Any] = json.loads((HERE / "expected.json").read_text())
ALL = pd.read_csv(HERE / "people.csv")
PEOPLE = ALL[ALL["stratum"] != "campus"].reset_index(drop=True)
AGREE = np.where(PEOPLE["trust"].isna(), np.nan, PEOPLE["trust"] == "agree")


def drawn(name: str) -> SurveyDesign:
    stages = 2 if name == "poststratified" else 1
    plain = survey_design(
        PEOPLE["weight"],
        strata=[PEOPLE["stratum"].to_numpy()],
        clusters=[PEOPLE["block"], PEOPLE["person"]][:stages],
        fpc=[PEOPLE["n_blocks"], PEOPLE["n_people"]] if stages == 2 else None,
        nest=True,
    )
    groups = population_targets(
        "group", list(PEOPLE["group"]), {"A": 3600.0, "B": 2400.0, "C": 700.0}
    )
    stops = population_targets("stopped", list(PEOPLE["stopped"]), {"no": 5200.0, "yes": 1500.0})
    if name == "raked":
        return rake(plain, [groups, stops])
    return post_stratify(plain, groups) if name == "poststratified" else plain


@pytest.mark.parametrize("name", ["one_stage", "raked", "poststratified"])
def test_the_ends_solve_wilsons_condition(name: str) -> None:
    expected = EXPECTED[name]
    p, error = expected["trust"]["value"][0], expected["trust"]["se"][0]
    correction = stdtrit(len(PEOPLE) - 1, 0.975) / stdtrit(expected["degf"], 0.975)
    n, z = p * (1 - p) / error**2 * correction**2, ndtri(0.975)

    def gap(pi: float) -> float:
        return float((p - pi) ** 2 - z * z * pi * (1 - pi) / n)

    ends = brentq(gap, 0.0, p, xtol=1e-15), brentq(gap, p, 1.0, xtol=1e-15)
    share = proportion(AGREE, drawn(name), interval="wilson")
    assert (share.lower, share.upper) == pytest.approx(ends, rel=1e-9)
    assert 0 < share.lower < share.value < share.upper < 1


def test_a_simple_random_sample_has_the_plain_interval() -> None:
    """The variance estimate divides by n − 1, so the effective size is n − 1."""
    is_so = np.repeat([1.0, 0.0], [81, 183])
    share = proportion(is_so, survey_design(np.ones(264)), interval="wilson")
    p, n, z = 81 / 264, 263, ndtri(0.975)
    middle, half = p + z * z / (2 * n), z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    assert share.lower == pytest.approx((middle - half) / (1 + z * z / n), rel=1e-9)
    plain = wilson(81, 264)
    assert (share.lower, share.upper) == pytest.approx((plain.lower, plain.upper), abs=2e-4)
