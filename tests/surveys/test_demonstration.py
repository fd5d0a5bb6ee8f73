"""The demonstration's questionnaire and its invented residents fit each other."""

from collections.abc import Callable

import pytest
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.demo import fieldwork
from clayton_review.demo.questionnaire import NOTATION, POPULATION
from clayton_review.demo.respondents import sheets
from surveys.analysis import population
from surveys.notation.questionnaire_notation import parse
from surveys.question_types import TYPES
from surveys.questionnaire.steps import is_asked, steps_of
from surveys.survey.models import SampleKind
from tests.surveys import factories
from tests.surveys.pages import QUESTIONS

As = Callable[[User], Client]
QUESTIONNAIRE = parse(NOTATION)


def test_every_type_is_asked_in_both_languages() -> None:
    assert {question.kind for question in QUESTIONNAIRE.questions} == {kind.name for kind in TYPES}
    assert QUESTIONNAIRE.languages == ("en", "es")


def test_each_sheet_answers_exactly_what_was_asked_of_it() -> None:
    for sheet in sheets(300, seed=7):
        asked = {
            question.name
            for step in steps_of(QUESTIONNAIRE)
            for question in step.questions
            if is_asked(step, question, sheet)
        }
        assert asked == set(sheet)


def test_age_is_asked_in_groups() -> None:
    """A year of age, with ward and background, would tell many respondents apart."""
    ages = QUESTIONNAIRE.question("age").offered
    assert [age.label["en"] for age in ages] == ["18 to 34", "35 to 54", "55 to 64", "65 or older"]


def test_the_populations_fit_their_questions_and_each_other() -> None:
    totals = set()
    for name, counts in POPULATION.items():
        lines = population.counts_text(counts)
        assert population.read_counts(lines, QUESTIONNAIRE.question(name)) == list(counts)
        totals.add(sum(n for _group, n in counts))
    assert totals == {17_000}


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/es"])
def test_every_step_and_the_review_fit_into_25_kilobytes(
    client: Client, lead: User, prefix: str
) -> None:
    factories.open_survey(by=lead, sample=SampleKind.OPT_IN, notation=NOTATION)
    sent = {"q_stopped": "yes", "q_contact": "called", "move": "next"}
    for page in range(-1, 5):
        html = client.post(prefix + QUESTIONS, {**sent, "page": str(page)}).content
        assert len(html) <= 25_000, page


@pytest.mark.django_db
def test_a_closed_survey_by_open_link_fills_the_pages_of_results(
    lead: User, consultant: User, as_: As
) -> None:
    fieldwork.survey_after_the_dialogues(by=consultant, lead=lead)
    base, browser = "/surveys/after-the-dialogues/", as_(consultant)
    results = browser.get(f"{base}results/").content.decode()
    assert "143 answer sheets" in results
    assert results.count("Wording, counts and download") == sum(
        bool(question.choices) for question in QUESTIONNAIRE.questions
    )
    table = browser.get(f"{base}crosstab/?rows=trust&columns=ward").content.decode()
    assert "people answered both questions" in table
    groups = browser.get(f"{base}compare/?by=ward&first=0&second=1").content.decode()
    assert "Two groups compared on" in groups
