"""Tests of how the stored report of a weighting is told on its page."""

from typing import Any

import pytest

from clayton_review.accounts.models import User
from surveys.analysis.models import Weighting
from surveys.analysis.selectors.weighting import weighting_summary
from surveys.survey.models import Survey
from tests.surveys import factories

pytestmark = pytest.mark.django_db
FINAL = {"minimum": 1.0, "lower_quartile": 2.0, "median": 3.0, "upper_quartile": 5.0, "maximum": 8}


def row(variable: str, category: str, population: float | None) -> dict[str, Any]:
    return {
        "variable": variable, "category": category, "n": 30, "population": population,
        "before": 0.25, "after": 0.5,
    }  # fmt: skip


def report(**changes: Any) -> dict[str, Any]:
    known = {
        "steps": ["First."], "design_effect": 1.5, "n_effective": 80.0, "weighed": 13_000.0,
        "final": FINAL, "mean": 2.0, "n": 1_200, "n_trimmed": 1_100, "trimmed": 0.0312,
        "n_cycles": 7, "largest_remaining": {"remaining": -1_234.0},
        "categories": [row("stopped", "Yes", 0.125), row("stopped", "No answer", None),
                       row("feel_safe", "Agree", 0.5)],
    }  # fmt: skip
    return known | changes


@pytest.fixture
def survey(lead: User) -> Survey:
    factories.open_survey(by=lead, slug="other")
    survey = factories.open_survey(by=lead)
    return Survey.objects.with_questionnaire().get(pk=survey.pk)


def told(survey: Survey, **changes: Any) -> dict[str, str]:
    weighting = Weighting(questions=["stopped"], report=report(**changes))
    return dict(weighting_summary(weighting, survey).details)


def test_groups_are_told_in_percent_for_their_own_question(survey: Survey) -> None:
    weighting = Weighting(questions=["feel_safe", "stopped"], report=report())
    summary = weighting_summary(weighting, survey)
    assert (summary.steps, summary.design_effect, summary.n_effective) == (["First."], 1.5, 80.0)
    first, second = summary.compared
    assert first.text == "I feel safe in Clayton."
    assert second.text == "Were you stopped by an officer?"
    assert (first.source, second.source) == ("", "")
    assert [vars(group) for group in second.groups] == [
        {"label": "Yes", "n": 30, "population": 12.5, "before": 25.0, "after": 50.0},
        {"label": "No answer", "n": 30, "population": None, "before": 25.0, "after": 50.0},
    ]
    assert [group.label for group in first.groups] == ["Agree"]


def test_weights_are_told_as_parts_of_their_mean(survey: Survey) -> None:
    assert told(survey) == {
        "People in the counts": "13,000",
        "Smallest weight": "0.50 of the mean",
        "A quarter are below": "1.00 of the mean",
        "Half are below": "1.50 of the mean",
        "Three quarters are below": "2.50 of the mean",
        "Largest weight": "4.00 of the mean",
        "At the limit": "1,100 of 1,200 sheets",
        "Weight cut off": "3.1%",
        "Cycles of raking": "7",
        "Largest difference left": "1,234 people",
    }


@pytest.mark.parametrize(
    ("weighed", "size", "is_told"),
    [
        (13_130.0, 13_000, False),
        (13_131.0, 13_000, True),
        (12_870.0, 13_000, False),
        (12_869.0, 13_000, True),
        (50.0, None, False),
    ],
)
def test_another_population_is_told_from_one_percent_on(
    survey: Survey, weighed: float, size: int | None, is_told: bool
) -> None:
    survey.population_size = size
    people = told(survey, weighed=weighed)["People in the counts"]
    more = f"; the survey’s population is {size or 0:,}, correct one of them"
    assert people == f"{weighed:,.0f}{more if is_told else ''}"


@pytest.mark.parametrize(
    ("remaining", "words"),
    [(0.99, "Less than 1 person"), (-0.99, "Less than 1 person"), (1.0, "1 person"),
     (-2.0, "2 people")],
)  # fmt: skip
def test_a_small_difference_is_less_than_a_person(
    survey: Survey, remaining: float, words: str
) -> None:
    details = told(survey, largest_remaining={"remaining": remaining})
    assert details["Largest difference left"] == words
