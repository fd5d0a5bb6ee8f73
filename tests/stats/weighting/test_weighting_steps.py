"""Weighting in steps: equal to R's survey, told in full, and refused where it would be a guess."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clayton_review.stats.errors import CalibrationError, OutOfRangeError, TooManyLevelsError
from clayton_review.stats.estimates.design import SurveyDesign, survey_design
from clayton_review.stats.estimates.means_and_totals import Estimates, means, totals
from clayton_review.stats.estimates.precision import effective_sample_size
from clayton_review.stats.weighting.calibration import population_targets, rake
from clayton_review.stats.weighting.weighting_report import weighting_report
from clayton_review.stats.weighting.weighting_steps import (
    MISSING_CATEGORY,
    HouseholdAdults,
    Trimming,
    WeightingPlan,
    WeightingResult,
    WeightingVariable,
    collapse_thin_categories,
    weight_sample,
    weighting_variable,
)

STATS = Path(__file__).parents[1]
EXPECTED: dict[str, Any] = json.loads((STATS / "weighting" / "expected.json").read_text())
ALL = pd.read_csv(STATS / "estimates" / "people.csv")
PEOPLE = ALL[ALL["stratum"] != "campus"].reset_index(drop=True)
N = len(PEOPLE)
BASE = survey_design(
    PEOPLE["weight"], strata=[PEOPLE["stratum"].to_numpy()], clusters=[PEOPLE["block"]], nest=True
)
ADULTS = PEOPLE["person"].where(PEOPLE["person"] != 3).to_numpy(dtype=float)
GROUP = weighting_variable("group", list(PEOPLE["group"]), {"A": 3600, "B": 2400, "C": 700})
STOPPED = weighting_variable("stopped", list(PEOPLE["stopped"]), {"no": 5200, "yes": 1500})
TRUST = weighting_variable(
    "trust", list(PEOPLE["trust"]), {"agree": 3500, "disagree": 1500, "neither": 1700}
)
PLAN = WeightingPlan((GROUP, TRUST), fewest=5, household=HouseholdAdults(ADULTS, most=4))
PLANS = {
    "complete": replace(PLAN, variables=(GROUP, STOPPED)),
    "missing": PLAN,
    "trimmed": replace(PLAN, trimming=Trimming(1.5)),
    "linear": replace(PLAN, method="linear"),
}


def close(estimates: Estimates, expected: list[float], within: float) -> None:
    assert estimates.values[0] == pytest.approx(expected[0], rel=within)
    assert estimates.standard_errors[0] == pytest.approx(expected[1], rel=within, abs=1e-9)


@pytest.mark.parametrize("name", PLANS)
def test_weights_and_standard_errors_are_those_of_r(name: str) -> None:
    drawn, expected = weight_sample(BASE, PLANS[name]).design, EXPECTED[name]
    age, income = (PEOPLE[name].to_numpy(dtype=float)[:, None] for name in ("age", "income"))
    stopped = np.where(PEOPLE["stopped"] == "yes", 1.0, 0.0)[:, None]
    within = 1e-8  # trimming again and again passes rounding on
    assert [drawn.weights.min(), drawn.weights.max()] == pytest.approx(
        expected["weights"], rel=within
    )
    close(means(age, drawn), expected["age"], within)
    close(totals(income, drawn), expected["income"], within)
    close(means(stopped, drawn), expected["stopped"], within)


def test_the_report_tells_every_step() -> None:
    plan = PLANS["trimmed"]
    report = weighting_report(weight_sample(BASE, plan), plan)
    words = "\n".join(report.steps)
    assert [step.split()[0] for step in report.steps] == [
        "The", "Each", "The", "5", "Raked", "Weights",
    ]  # fmt: skip
    n_without = int(np.isnan(ADULTS).sum())
    assert f"up to 4 ({int((ADULTS > 4).sum())} sheets had more). {n_without} sheets" in words
    assert "scaled to the population of 6,700." in words
    assert "no answer to “trust”" in words
    assert abs(report.largest_remaining.remaining) < 1e-6
    assert report.n_cycles > 1
    assert report.n == N
    assert report.n_trimmed >= 1
    assert 0 < report.trimmed < 0.1


def test_shares_before_and_after_stand_beside_the_population() -> None:
    done = weight_sample(BASE, PLAN)
    report = weighting_report(done, PLAN)
    for row in report.categories:
        if row.category == MISSING_CATEGORY:
            assert row.population is None
            assert row.after == pytest.approx(row.before)
        else:
            assert row.after == pytest.approx(row.population)
    counts = PEOPLE["group"].value_counts()
    assert [row.n for row in report.categories[:3]] == [counts[letter] for letter in "ABC"]
    weights = done.design.weights
    assert report.final.maximum == weights.max()
    assert report.final.median == np.median(weights)
    assert report.n_effective == pytest.approx(effective_sample_size(weights))
    assert report.design_effect == pytest.approx(1 + report.final.variation**2)


def sheets(n_by_category: dict[str, int], **neighbors: str) -> WeightingVariable:
    column = [category for category, n in n_by_category.items() for _ in range(n)]
    return weighting_variable("age", column, dict.fromkeys(n_by_category, 1000), neighbors)


def everybody(variable: WeightingVariable) -> np.ndarray:
    return np.ones(len(variable.codes), dtype=bool)


def test_thin_and_empty_categories_go_to_their_neighbor_and_are_listed() -> None:
    age = sheets({"18": 3, "30": 0, "50": 40, "70": 60}, **{"18": "30", "30": "18"})
    merged, merges = collapse_thin_categories(age, everybody(age), 3)
    assert merged.categories == ("18 + 30", "50", "70")
    assert list(merged.totals) == [2000, 1000, 1000]
    assert [(merge.category, merge.n, merge.into, merge.n_into) for merge in merges] == [
        ("30", 0, "18", 3)
    ]
    assert list(np.bincount(merged.codes)) == [3, 40, 60]


def test_a_merged_category_that_is_still_thin_goes_on() -> None:
    age = sheets({"18": 3, "30": 4, "50": 40, "70": 60}, **{"18": "30", "30": "50"})
    merged, merges = collapse_thin_categories(age, everybody(age), 20)
    assert merged.categories == ("50 + 30 + 18", "70")
    merged_rows = [(merge.category, merge.n, merge.n_into) for merge in merges]
    assert merged_rows == [("18", 3, 4), ("30 + 18", 7, 40)]


@pytest.mark.parametrize(
    ("counts", "neighbors"),
    [
        ({"18": 3, "50": 40, "70": 60}, {}),
        ({"18": 3, "50": 40}, {"18": "50"}),
        ({"18": 3, "30": 4, "50": 40}, {"18": "30", "30": "18"}),
    ],
)
def test_what_cannot_be_merged_is_refused_by_name(
    counts: dict[str, int], neighbors: dict[str, str]
) -> None:
    age = sheets(counts, **neighbors)
    with pytest.raises(CalibrationError, match=r"'age' '(18|30 \+ 18)' has . sheets"):
        collapse_thin_categories(age, everybody(age), 20)


@given(st.lists(st.integers(0, 30), min_size=3, max_size=8), st.integers(1, 25))
def test_no_sheet_and_nobody_is_lost_by_merging(counts: list[int], fewest: int) -> None:
    names = [str(place) for place in range(len(counts))]
    if not any(counts):
        counts[0] = 1
    near = {name: names[max(place - 1, 0)] for place, name in enumerate(names)}
    near["0"] = "1"
    age = sheets(dict(zip(names, counts, strict=True)), **near)
    try:
        merged, merges = collapse_thin_categories(age, everybody(age), fewest)
    except CalibrationError:
        return  # told by name in the tests above
    assert merged.totals.sum() == age.totals.sum()
    sizes = np.bincount(merged.codes, minlength=len(merged.totals))
    assert sizes.sum() == sum(counts)
    assert (sizes >= fewest).all()
    assert len(merges) == len(names) - len(merged.categories)


def test_merges_are_told_in_the_report() -> None:
    column = ["C" if place < 3 else value for place, value in enumerate(PEOPLE["group"])]
    lists = weighting_variable(
        "group", ["B" if v == "C" and p >= 3 else v for p, v in enumerate(column)],
        {"A": 3600, "B": 2400, "C": 700}, {"C": "B"},
    )  # fmt: skip
    plan = replace(PLAN, variables=(lists,))
    report = weighting_report(weight_sample(BASE, plan), plan)
    assert "“group”: “C” (3 sheets, fewer than 5) was merged into “B”" in "\n".join(report.steps)
    assert [row.category for row in report.categories] == ["A", "B + C"]


def test_trimmed_weights_stay_at_the_limit_and_at_the_totals() -> None:
    done = weight_sample(BASE, PLANS["trimmed"])
    assert done.n_rounds >= 1
    assert done.design.weights.max() <= done.limit * 1.001
    for known in done.targets:
        assert known.differences(done.design.weights) == pytest.approx(0, abs=1e-6)


def refused(words: str, **changes: Any) -> None:
    with pytest.raises(CalibrationError, match=words):
        weight_sample(BASE, replace(PLAN, **changes))


def test_trimming_that_never_ends_names_the_heaviest_sheet() -> None:
    refused("not stable after 3 rounds.*'group' '[ABC]'", trimming=Trimming(1.05, 3))


def test_plans_that_cannot_be_are_refused() -> None:
    refused("needs a variable", variables=())
    refused("exactly one", method="poststratify")
    small = weighting_variable("group", list(PEOPLE["group"]), {"A": 36, "B": 24, "C": 7})
    refused("cannot come from a population of 67", variables=(small,))
    refused("different populations", variables=(GROUP, small))
    refused("one value for each sheet", variables=(sheets({"18": 30, "50": 30}),))
    far = weighting_variable("group", list(PEOPLE["group"]), {"A": 10, "B": 20, "C": 6670})
    refused("weights negative", variables=(far, STOPPED_FAR), method="linear")
    refused("'group' '[ABC]' is still", variables=(far,), method="logit", bounds=(0.9, 1.1))
    with pytest.raises(OutOfRangeError, match="no weighting method"):
        weight_sample(BASE, replace(PLAN, method="magic"))  # type: ignore[arg-type]
    with pytest.raises(OutOfRangeError, match="more than their mean"):
        weight_sample(BASE, replace(PLAN, trimming=Trimming(1.0)))
    with pytest.raises(CalibrationError, match="nothing has been done"):
        weight_sample(weight_sample(BASE, PLAN).design, PLAN)


STOPPED_FAR = weighting_variable("stopped", list(PEOPLE["stopped"]), {"no": 50, "yes": 6650})


def test_raking_that_stands_still_short_of_a_total_names_the_category() -> None:
    first = weighting_variable("sex", ["f"] * 5 + ["m"] * 5, {"f": 60, "m": 40})
    second = weighting_variable("age", ["o"] * 5 + ["y"] * 5, {"o": 50, "y": 50})
    with pytest.raises(CalibrationError, match=r"together: 'sex' 'f' is still -10 away"):
        weight_sample(survey_design(np.ones(10)), WeightingPlan((first, second), fewest=1))


def test_raking_that_does_not_converge_names_the_category() -> None:
    margins = [population_targets("sex", ["f", "m", "f"], {"f": 50, "m": 50})]
    margins += [population_targets("age", ["o", "o", "y"], {"o": 50.000001, "y": 49.999999})]
    with pytest.raises(CalibrationError, match=r"1,000 cycles: 'sex' 'f' is still"):
        rake(survey_design(np.ones(3)), margins)


@pytest.mark.parametrize(
    "adults", [np.zeros(N), np.full(N, 1.5), np.full(N, np.nan), np.ones(3), np.full(N, -np.inf)]
)
def test_households_that_cannot_be_are_refused(adults: np.ndarray) -> None:
    with pytest.raises(OutOfRangeError, match="adult"):
        weight_sample(BASE, replace(PLAN, household=HouseholdAdults(adults)))


@pytest.mark.parametrize(
    ("column", "sizes", "words"),
    [
        (["a", "b"], {"a": 1}, "which has no total"),
        ([None, np.nan, ""], {"a": 1}, "Every sheet misses"),
        (["a"], {"a": -1}, "above zero"),
        (["a"], {"a": np.inf}, "above zero"),
        (["a"], {}, "above zero"),
    ],
)
def test_variables_that_cannot_be_are_refused(column: Any, sizes: Any, words: str) -> None:
    with pytest.raises(CalibrationError, match=words):
        weighting_variable("v", column, sizes)


def test_a_variable_of_a_million_categories_is_refused() -> None:
    with pytest.raises(TooManyLevelsError, match="too many levels"):
        weighting_variable("v", ["1"], {str(place): 1.0 for place in range(1001)})


def test_a_neighbor_that_is_not_there_is_refused() -> None:
    with pytest.raises(CalibrationError, match="no category 'z'"):
        weighting_variable("v", ["a"], {"a": 1}, {"a": "z"})


def weighed_alone(design: SurveyDesign) -> WeightingResult:
    return weight_sample(design, WeightingPlan((GROUP,), fewest=1, method="poststratify"))


def test_sheets_of_weight_zero_stay_at_zero_and_do_not_count() -> None:
    zero = replace(BASE, weights=np.where(PEOPLE["person"] == 1, 0.0, BASE.weights))
    done = weighed_alone(zero)
    assert (done.design.weights[zero.weights == 0] == 0).all()
    report = weighting_report(done, WeightingPlan((GROUP,), fewest=1, method="poststratify"))
    assert report.n == int((zero.weights > 0).sum()) == sum(row.n for row in report.categories)
