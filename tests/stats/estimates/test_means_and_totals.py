"""Estimates equal R's survey on an invented two-stage sample with missing answers."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from clayton_review.stats.estimates.design import SurveyDesign, survey_design
from clayton_review.stats.estimates.independence import independence_test
from clayton_review.stats.estimates.means_and_totals import (
    Estimates,
    contrast,
    means,
    population_variance,
    ratio,
    totals,
)
from clayton_review.stats.estimates.proportions import proportion
from clayton_review.stats.estimates.quantiles import quantile
from clayton_review.stats.weighting.calibration import (
    calibrate_linear,
    calibrate_logit,
    population_targets,
    post_stratify,
    rake,
)
from tests.stats.estimates.generate import HEADER, rows

HERE = Path(__file__).parent
EXPECTED: dict[str, Any] = json.loads((HERE / "expected.json").read_text())
EVERYBODY = pd.read_csv(HERE / "people.csv")
PEOPLE = EVERYBODY[EVERYBODY["stratum"] != "campus"].reset_index(drop=True)
GROUPS = {"A": 3600.0, "B": 2400.0, "C": 700.0}
STOPS = {"no": 5200.0, "yes": 1500.0}
CLOSE = 1e-9
CALIBRATED = ("two_stage", "one_stage", "raked", "linear", "logit", "poststratified")


def _sampled(people: pd.DataFrame, *, stages: int, rule: Any = "fail") -> SurveyDesign:
    return survey_design(
        people["weight"],
        strata=[people["stratum"].to_numpy()],
        clusters=[people["block"], people["person"]][:stages],
        fpc=[people["n_blocks"], people["n_people"]] if stages == 2 else None,
        nest=True,
        single_cluster=rule,
    )


def _design(name: str) -> SurveyDesign:
    margins = [
        population_targets("group", list(PEOPLE["group"]), GROUPS),
        population_targets("stopped", list(PEOPLE["stopped"]), STOPS),
    ]
    two, one_stage = _sampled(PEOPLE, stages=2), _sampled(PEOPLE, stages=1)
    designs = {
        "two_stage": lambda: two,
        "one_stage": lambda: one_stage,
        "raked": lambda: rake(one_stage, margins),
        "linear": lambda: calibrate_linear(two, margins),
        "logit": lambda: calibrate_logit(one_stage, margins, bounds=(0.3, 3.0)),
        "poststratified": lambda: post_stratify(two, margins[0]),
    }
    return designs[name]()


@pytest.fixture(scope="module", params=CALIBRATED)
def case(request: pytest.FixtureRequest) -> tuple[SurveyDesign, dict[str, Any]]:
    return _design(request.param), EXPECTED[request.param]


Case = tuple[SurveyDesign, dict[str, Any]]
AGE, INCOME = (PEOPLE[name].to_numpy(dtype=float) for name in ("age", "income"))
TRUST, STOPPED = (pd.Categorical(PEOPLE[name]) for name in ("trust", "stopped"))


def _ones(column: pd.Categorical) -> Any:
    codes = np.asarray(column.codes)
    columns = [np.where(codes < 0, np.nan, codes == n) for n in range(len(column.categories))]
    return np.column_stack(columns)


def _same(computed: Any, expected: Any, within: float = CLOSE) -> None:
    assert np.asarray(computed, dtype=float).ravel() == pytest.approx(
        np.asarray(expected, dtype=float).ravel(), rel=within
    )


def _value_and_error(computed: Estimates, expected: dict[str, Any]) -> None:
    _same(computed.values, expected["value"])
    _same(computed.standard_errors, expected["se"])


def test_the_data_are_those_of_the_script() -> None:
    assert (HERE / "people.csv").read_text() == HEADER + "".join(rows())


def test_weights_and_degrees_of_freedom(case: Case) -> None:
    design, expected = case
    assert design.degrees_of_freedom == expected["degf"]
    _same([design.weights.sum()], [expected["weights"]])


def test_means(case: Case) -> None:
    design, expected = case
    age = means(AGE[:, None], design)
    _value_and_error(age, expected["age"])
    _same(age.design_effects, expected["age"]["deff"])
    _same(age.interval(), expected["age"]["ci"])
    both = means(np.column_stack([AGE, INCOME]), design)
    _same(both.values, expected["joint"]["value"])
    _same(both.covariance, expected["joint"]["vcov"])


def test_shares_of_answers(case: Case) -> None:
    design, expected = case
    trust = means(_ones(TRUST), design)
    _value_and_error(trust, expected["trust"])
    _same(trust.design_effects, expected["trust"]["deff"])


def test_totals(case: Case) -> None:
    design, expected = case
    _value_and_error(totals(INCOME[:, None], design), expected["income"])


def test_domains(case: Case) -> None:
    design, expected = case
    groups = [means(AGE[:, None], design, (PEOPLE["group"] == group).to_numpy()) for group in "ABC"]
    _same([estimates.values[0] for estimates in groups], expected["age_by_group"]["value"])
    _same([estimates.standard_errors[0] for estimates in groups], expected["age_by_group"]["se"])


def test_proportions_with_intervals(case: Case) -> None:
    design, expected = case
    agree = _ones(TRUST)[:, 0]
    logit = proportion(agree, design, interval="logit")
    beta = proportion(agree, design, interval="beta")
    _same([logit.value], [expected["agree"]["value"]])
    _same([logit.lower, logit.upper], expected["agree"]["logit"], 1e-6)  # R iterates to 1e-8
    _same([beta.lower, beta.upper], expected["agree"]["beta"], 1e-6)


def test_ratios_variances_and_quantiles(case: Case) -> None:
    design, expected = case
    _value_and_error(ratio(INCOME, AGE, design), expected["ratio"])
    _value_and_error(population_variance(AGE, design), expected["variance"])
    for share, (value, lower, upper, error) in zip((0.25, 0.5), expected["quantiles"], strict=True):
        quantiles = quantile(INCOME, share, design)
        _same([quantiles.value, quantiles.lower, quantiles.upper], [value, lower, upper])
        _same([quantiles.standard_error], [error], 1e-6)


@pytest.mark.parametrize(("kind", "key"), [("F", "f"), ("Chisq", "chisq"), ("Wald", "wald")])
def test_independence(case: Case, kind: Any, key: str) -> None:
    design, expected = case
    test = independence_test(
        np.asarray(TRUST.codes, dtype=np.int64), np.asarray(STOPPED.codes, dtype=np.int64),
        (3, 2), design, statistic=kind,
    )  # fmt: skip
    expected_test = expected[key]
    _same([test.statistic, test.p_value], [expected_test["statistic"], expected_test["p"]], 1e-8)
    _same(test.degrees_of_freedom, expected_test["df"])


@pytest.mark.parametrize("rule", ["adjust", "remove", "certainty", "average"])
def test_a_stratum_with_a_single_cluster(rule: Any) -> None:
    design = _sampled(EVERYBODY, stages=1, rule=rule)
    age, income = (EVERYBODY[name].to_numpy(dtype=float) for name in ("age", "income"))
    _value_and_error(means(age[:, None], design), EXPECTED["single"][rule]["mean"])
    _value_and_error(totals(income[:, None], design), EXPECTED["single"][rule]["total"])


def test_a_contrast_takes_what_means_have_in_common_into_account() -> None:
    design = _design("two_stage")
    both = means(np.column_stack([AGE, INCOME / 1_000]), design)
    apart = contrast(both, np.array([1.0, -1.0]))
    difference = means((AGE - INCOME / 1_000)[:, None], design)
    _same(apart.values, difference.values)
    _same(apart.standard_errors, difference.standard_errors)
