"""The pages of results: each question with its wording, counts, figure and file."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.figures import Audience, Scope, compute
from surveys.analysis.actions.batches import open_batch
from surveys.fielding.actions.status import close_survey
from surveys.notation.questionnaire_notation import parse
from surveys.questionnaire.questionnaire import Answer
from surveys.survey.models import Survey
from tests.surveys import factories

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
QUESTIONNAIRE = parse(factories.EVERY_TYPE)


@pytest.fixture
def survey(lead: User) -> Survey:
    open_survey = factories.open_survey(by=lead, notation=factories.EVERY_TYPE, n_invited=500)
    open_survey.refresh_from_db()
    return open_survey


SHEET: dict[str, Answer] = {
    "stopped": "yes", "why": "no", "help": ["advice"], "treated": {"heard": "4", "told": None},
    "first": ["foot", "cameras"], "age": "44", "when": "2018-07-07", "word": "Quick",
}  # fmt: skip


@pytest.fixture
def answered(survey: Survey) -> Survey:
    other = {**SHEET, "stopped": "no", "age": "30", "word": None}
    del other["why"]
    factories.answered(survey, [{**SHEET}] * 60 + [{**other}] * 45)
    return survey


def test_each_question_has_a_page_with_wording_counts_and_download(
    answered: Survey, as_: As, consultant: User
) -> None:
    browser, base = as_(consultant), "/surveys/residents-2018/results/"
    for name in SHEET:
        page = browser.get(f"{base}{name}/").content.decode()
        question = QUESTIONNAIRE.question(name)
        assert question.text["en"] in page
        assert question.text["es"] in page
    why = browser.get(f"{base}why/").content.decode()
    assert "Asked only if <code>stopped = yes</code>" in why
    assert "60" in why
    file = browser.get(f"{base}stopped/?format=csv").content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(file)))
    assert [line["Answers"] for line in lines[:2]] == ["60", "45"]
    hidden = browser.get(f"{base}why/?format=csv&audience=public").content.decode()
    assert "hidden" in hidden or "60" in hidden
    assert "Answers given more than once" in browser.get(f"{base}word/").content.decode()
    assert browser.get(f"{base}nothing/").status_code == 404
    assert browser.get("/surveys/nothing/results/stopped/").status_code == 404


def test_a_single_sheet_shows_on_every_page(survey: Survey, as_: As, lead: User) -> None:
    factories.answered(survey, [{**SHEET}])
    close_survey(survey=survey, by=lead)
    open_batch(survey_id=survey.pk)  # a closed survey leaves no sheet waiting for others
    browser, base = as_(lead), "/surveys/residents-2018/"
    questions = [f"results/{name}/" for name in SHEET]
    for address in ("", "crosstab/", "compare/", "results/", *questions):
        assert browser.get(base + address).status_code == 200
    assert "No answer is clearly ahead" in browser.get(f"{base}results/stopped/").content.decode()


def test_others_than_the_team_see_all_channels_together(
    answered: Survey, as_: As, consultant: User
) -> None:
    """Subtracted from all answers, those of one channel would show the rest."""
    address = "/surveys/residents-2018/results/stopped/?channel=opt_in&audience=public"
    page = as_(consultant).get(address)
    assert "Of the 105 residents" in page.content.decode()


def test_the_channel_narrows_and_nonsense_is_left_aside(
    answered: Survey, as_: As, consultant: User
) -> None:
    browser, base = as_(consultant), "/surveys/residents-2018/results/stopped/"
    assert "Of the 105 residents" in browser.get(f"{base}?channel=code").content.decode()
    assert "Too few people answered" in browser.get(f"{base}?channel=opt_in").content.decode()
    for query in ("?audience=<b>&channel=x", "?format=pdf", "?channel=%F0%9F%9A%93"):
        assert "Of the 105 residents" in browser.get(base + query).content.decode()
    early = browser.get(f"{base}?audience=board").content.decode()
    assert "has not closed" in early


def test_results_ask_the_same_number_of_queries_whatever_there_is(
    survey: Survey, as_: As, consultant: User, django_assert_max_num_queries: Any
) -> None:
    browser = as_(consultant)
    for sheets in (1, 120):
        factories.answered(survey, [{**SHEET}] * sheets)
        for address in ("", "age/", "treated/?audience=public", "word/"):
            with django_assert_max_num_queries(9):
                assert browser.get(f"/surveys/residents-2018/results/{address}").status_code == 200


def test_a_question_that_was_not_asked_does_not_make_a_sheet_partial(
    answered: Survey, lead: User
) -> None:
    figure = compute("surveys.response", Scope(as_of=clock.now(), audience=Audience.TEAM))
    assert figure.table.rows[0][4] == "105"  # complete
    close_survey(survey=answered, by=lead)
