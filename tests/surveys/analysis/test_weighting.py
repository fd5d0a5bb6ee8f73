"""Sheets are weighted to the population, and whoever reads a share is told."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import translation

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.figures import Audience, Scope, compute
from clayton_review.refusals import Refused
from surveys.analysis.actions.population import (
    TargetInput,
    add_target,
    revise_target,
    withdraw_target,
)
from surveys.analysis.actions.weighting import add_weighting, recompute_weights
from surveys.analysis.models import Weighting
from surveys.analysis.selectors.columns import sample_of, weighting_text
from surveys.analysis.selectors.weighting import _groups, _people
from surveys.analysis.weights import WeightingInput
from surveys.questionnaire.questionnaire import Answer
from surveys.results.selectors.methodology import methodology_on_record
from surveys.survey.models import Survey
from tests.surveys import factories

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
BASE = "/surveys/residents-2018/weighting/"
AGES = TargetInput("age", [["18-34", 6_000], ["35+", 4_000]], "Census", "2013-2017")
VALUES = WeightingInput(["age"], "", 4, 20, [], None)
STOPPED = "surveys.answers/residents-2018.stopped"


@pytest.fixture
def survey(lead: User) -> Survey:
    """30 young people of whom 15 were stopped, 70 older ones of whom 7 were."""
    open_survey = factories.open_survey(
        by=lead, notation=factories.EVERY_TYPE, population_size=10_000
    )
    young: list[dict[str, Answer]] = [{"age": "20", "stopped": answer} for answer in ("yes", "no")]
    old: list[dict[str, Answer]] = [{"age": "50", "stopped": "yes"}]
    old += [{"age": "50", "stopped": "no"}] * 9
    factories.answered(open_survey, young * 15 + old * 7)
    add_target(record_id=uuid4(), survey=open_survey, values=AGES, by=lead)
    return Survey.objects.with_questionnaire().get(pk=open_survey.pk)


def weighted(survey: Survey, by: User, values: WeightingInput = VALUES) -> Weighting:
    return add_weighting(record_id=uuid4(), survey=survey, values=values, by=by)


def stopped(label: str = "Yes") -> tuple[str | None, ...]:
    figure = compute(STOPPED, Scope(as_of=clock.now(), audience=Audience.TEAM))
    return next(row[1:] for row in figure.table.rows if row[0] == label)


def test_shares_move_to_the_population_and_counts_stay(survey: Survey, lead: User) -> None:
    assert stopped()[:2] == ("22", "22.0")
    weighted(survey, lead)
    assert stopped()[:2] == ("22", "34.0")  # .6 × 50 % + .4 × 10 %
    figure = compute(STOPPED, Scope(as_of=clock.now(), audience=Audience.TEAM))
    assert (figure.n, figure.n_weighted) == ("100", "10000")
    assert "weighted by the population by age" in figure.method
    # R: svyciprop(~I(stopped == "yes"), rake(...), method = "wilson") gives 24.18 to 45.46
    assert float(figure.table.rows[0][3] or 0) == pytest.approx(24.2, abs=0.3)


def test_a_question_without_words_of_its_own_is_named_by_its_name() -> None:
    weighting = Weighting(questions=["ward", "home_type"], household="")
    assert weighting_text(weighting) == "the population by ward and home type"
    with translation.override("es"):
        assert weighting_text(Weighting(questions=["ward"])) == "la población por distrito"


def test_the_margin_carries_the_design_effect(survey: Survey, lead: User) -> None:
    scope = Scope(as_of=clock.now(), audience=Audience.TEAM)
    before = compute("surveys.response", scope).table.rows[0][7]
    weighted(survey, lead)
    # Kish: 100 · (30·200² + 70·57.14²) / 10,000² = 1.4286
    after = compute("surveys.response", scope).table.rows[0][7]
    assert float(after or 0) == pytest.approx(float(before or 0) * 1.4286**0.5, abs=0.06)


def test_a_double_click_makes_one_and_a_second_weighting_is_refused(
    survey: Survey, lead: User
) -> None:
    key = uuid4()
    for _ in range(2):
        add_weighting(record_id=key, survey=survey, values=VALUES, by=lead)
    with pytest.raises(Refused, match="already weighted"):
        weighted(survey, lead)
    assert Weighting.objects.count() == 1


def test_a_thin_group_is_named_and_nothing_is_kept(survey: Survey, lead: User) -> None:
    with pytest.raises(Refused, match="18–34"):
        weighted(survey, lead, replace(VALUES, least_in_group=40))
    assert not Weighting.objects.exists()


def test_a_new_batch_and_a_new_population_are_weighted_anew(survey: Survey, lead: User) -> None:
    weighting = weighted(survey, lead)
    factories.answered(survey, [{"age": "20", "stopped": "yes"}] * 100)
    weighting.refresh_from_db()
    assert weighting.n_sheets == 200
    target = survey.targets.get()
    values = replace(AGES, counts=[["18-34", 5_000], ["35+", 5_000]])
    revise_target(target=target, values=values, revision=1, by=lead)
    weighting.refresh_from_db()
    young = next(row for row in weighting.report["categories"] if row["category"] == "18–34")
    assert young["after"] == pytest.approx(0.5)
    with pytest.raises(Refused, match="weighted to this population"):
        withdraw_target(target=target, revision=2, reason="Old.", by=lead)


def test_sheets_that_no_longer_fit_count_the_same_and_the_page_says_why(
    survey: Survey, as_: As, lead: User
) -> None:
    weighting = weighted(survey, lead)
    Weighting.objects.update(least_in_group=90)
    recompute_weights(survey=survey)
    weighting.refresh_from_db()
    assert "no neighbor" in weighting.problem
    assert stopped()[1] == "22.0"
    page = as_(lead).get(BASE).content.decode()
    assert "The weights could not be calculated" in page
    assert "no neighbor" in page


def sent(**changes: Any) -> dict[str, Any]:
    return {
        "record_id": str(uuid4()), "questions": ["age"], "household": "", "most_adults": "4",
        "least_in_group": "20", "merges": "", "trim_at": "3",
    } | changes  # fmt: skip


def test_the_page_leads_from_nothing_to_every_step(
    survey: Survey, as_: As, consultant: User
) -> None:
    browser = as_(consultant)
    assert "The sheets are not weighted" in browser.get(BASE).content.decode()
    assert browser.post(f"{BASE}new/", sent()).status_code == 302
    page = browser.get(BASE).content.decode()
    assert "are as precise as 70 unweighted ones" in page
    assert "Raked to age" in page
    assert "60.0%" in page  # the population, and after
    assert "30.0%" in page  # before
    weighting = Weighting.objects.get()
    assert weighting.trim_at == Decimal("3")
    edit = f"{BASE}{weighting.pk}/edit/"
    assert browser.post(edit, sent(revision="1", trim_at="")).status_code == 302
    late = browser.post(edit, sent(revision="1", trim_at="2"))
    assert late.status_code == 422
    response = browser.post(
        f"{BASE}{weighting.pk}/withdraw/", {"revision": "2", "reason": "Too few."}
    )
    assert response.status_code == 302
    assert stopped()[1] == "22.0"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"questions": []}, "required"),
        ({"merges": "age 18-34 to 35+"}, "write a question, a group and its neighbor"),
        ({"merges": "age: 35+ -> 18-34\n" * 41}, "Write at most 40 lines"),
        ({"merges": "age: 18-34 -> 90+"}, "is not a group of “age”. Its groups are 18-34, 35+"),
        ({"merges": "ward: a -> b"}, "Its groups are none with a population"),
        ({"merges": "age: 35+ -> 35+"}, "cannot be its own neighbor"),
        ({"merges": "age: 35+ -> 18-34\nage: 35+ > 18-34"}, "“age: 35+” is on two lines"),
        ({"trim_at": "0.5"}, "1.1"),
        ({"least_in_group": "40"}, "no neighbor"),
        ({"questions": ["first"]}, "Choose from the list"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    survey: Survey, as_: As, consultant: User, changes: dict[str, Any], words: str
) -> None:
    page = as_(consultant).post(f"{BASE}new/", sent(**changes))
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not Weighting.objects.exists()


def test_counts_that_are_not_the_survey_s_population_are_told(
    survey: Survey, as_: As, lead: User
) -> None:
    weighted(survey, lead)
    assert "correct one of them" not in as_(lead).get(BASE).content.decode()
    Survey.objects.update(population_size=12_000)
    page = as_(lead).get(BASE).content.decode()
    assert "10,000; the survey’s population is 12,000, correct one of them" in page


@pytest.mark.parametrize(("weighed", "is_told"), [(10_100, False), (10_101, True), (9_900, False)])
def test_a_hundredth_more_or_less_is_not_told(weighed: int, *, is_told: bool) -> None:
    people = _people({"weighed": weighed}, Survey(population_size=10_000))[1]
    assert ("correct one of them" in people) == is_told


def test_a_group_says_its_shares_of_the_population_and_of_the_sheets(
    survey: Survey, lead: User
) -> None:
    young = _groups(weighted(survey, lead).report, "age")[0]
    assert (young.label, young.n, young.population) == ("18–34", 30, 60)
    assert (round(young.before), round(young.after)) == (30, 60)


def test_the_method_says_whether_sheets_are_weighted(survey: Survey, lead: User) -> None:
    assert methodology_on_record(survey, clock.today())["weighting"].startswith("Not weighted")
    weighted(survey, lead)
    assert methodology_on_record(survey, clock.today())["weighting"].startswith("Weighted by")


def test_neighbors_in_a_population_that_is_not_ticked_are_refused(
    survey: Survey, as_: As, consultant: User, lead: User
) -> None:
    contact = TargetInput("stopped", [["yes", 3_000], ["no", 7_000]], "Census", "2017")
    add_target(record_id=uuid4(), survey=survey, values=contact, by=lead)
    lines = "age: 35+ -> 18-34\nstopped: yes -> no"
    page = as_(consultant).post(f"{BASE}new/", sent(merges=lines))
    assert page.status_code == 422
    assert "“stopped” is not among the populations you chose" in page.content.decode()
    assert not Weighting.objects.exists()
    both = sent(merges=lines, questions=["age", "stopped"])
    assert as_(consultant).post(f"{BASE}new/", both).status_code == 302


def test_the_channel_nobody_came_by_has_a_page_too(survey: Survey, as_: As, lead: User) -> None:
    weighted(survey, lead)
    for page in ("", "stopped/"):
        address = f"/surveys/residents-2018/results/{page}?channel=opt_in"
        assert as_(lead).get(address).status_code == 200


def test_without_a_population_the_way_leads_to_it(lead: User, as_: As, consultant: User) -> None:
    factories.open_survey(by=lead)
    page = as_(consultant).get(f"{BASE}new/", follow=True)
    assert page.redirect_chain[-1][0] == "/surveys/residents-2018/population/"
    (message,) = page.context["messages"]
    assert "Add the population first" in message.message
    assert message.level_tag == "error"


def test_selection_in_the_household_comes_first(lead: User) -> None:
    survey = factories.open_survey(by=lead, notation=factories.EVERY_TYPE + HOUSEHOLD)
    alone: dict[str, Answer] = {"age": "50", "stopped": "yes", "adults": "1"}
    together: dict[str, Answer] = {"age": "50", "stopped": "no", "adults": "3"}
    young: dict[str, Answer] = {"age": "20", "stopped": "no", "adults": "1"}
    factories.answered(survey, [alone] * 30 + [together] * 30 + [young] * 40)
    add_target(record_id=uuid4(), survey=survey, values=AGES, by=lead)
    weighted(survey, lead, replace(VALUES, household="adults"))
    assert stopped()[1] == "10.0"  # .4 of all are older, and a quarter of their weight lives alone
    sample = sample_of(Survey.objects.with_questionnaire().get())
    assert "the number of adults in the household" in sample.weighted_by


HOUSEHOLD = """
? adults number: How many adults live with you? | ¿Cuántos adultos viven con usted?
min: 1
"""
