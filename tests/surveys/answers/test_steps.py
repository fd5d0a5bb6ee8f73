"""A questionnaire of every type, step by step: conditions, review, hostile sends, phones."""

from html import unescape
from typing import Any

import pytest
from django.test import Client

from clayton_review.accounts.models import User
from surveys.answers.models import SealedBox
from surveys.answers.views import residents
from surveys.survey.models import SampleKind, Survey
from tests.surveys import factories
from tests.surveys.pages import QUESTIONS, Sent, hidden, only_answers, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(lead: User) -> Survey:
    return factories.open_survey(by=lead, sample=SampleKind.OPT_IN, notation=factories.EVERY_TYPE)


def press(client: Client, page: Any, move: str, **fields: Any) -> Any:
    """Press a button of this page with its hidden fields and these typed ones."""
    sent: Sent = {name: hidden(page, name) for name in ("submission", "page", "seen")}
    for line in text(page).split("<input")[1:]:
        if 'type="hidden" name="q_' in line:
            name, value = (line.split(f'{part}="')[1].split('"')[0] for part in ("name", "value"))
            sent.setdefault(name, []).append(unescape(value))
    typed = {f"q_{name.replace('__', '-')}": value for name, value in fields.items()}
    return client.post(QUESTIONS, {**sent, "move": move, **typed})


def test_every_type_goes_from_the_first_step_to_the_sheet(client: Client, survey: Survey) -> None:
    first = client.get(QUESTIONS)
    assert "Step 1 of 4" in text(first)
    second = press(client, first, "next", stopped="yes")
    assert "Did the officer say why?" in text(second)
    third = press(
        client, second, "next", why="no", help=["report", "advice"],
        treated__heard="4", treated__told="prefer_not",
    )  # fmt: skip
    assert "Step 3 of 4" in text(third)
    review = press(
        client, third, "next", first__1="foot", first__2="cameras", age="44",
        when__month="7", when__day="7", when__year="2018", word="quick",
    )  # fmt: skip
    for words in ("1. Foot patrols", "44 years", "July 7, 2018", "listened to me: Agree", "quick"):
        assert words in text(review)
    assert not SealedBox.objects.exists()
    assert "We received your answers" in text(press(client, review, "send"))
    assert only_answers() == {
        "stopped": "yes",
        "why": "no",
        "help": ["advice", "report"],
        "treated": {"heard": "4", "told": "prefer_not"},
        "first": ["foot", "cameras"],
        "age": "44",
        "when": "2018-07-07",
        "word": "quick",
    }


def test_what_is_not_relevant_is_not_asked_and_not_kept_even_when_sent(
    client: Client, survey: Survey
) -> None:
    second = press(client, client.get(QUESTIONS), "next", stopped="no")
    assert "Did the officer say why?" not in text(second)
    third = press(client, second, "next", why="yes", help="none")  # a hostile browser
    review = press(client, third, "next", age="dont_know")
    assert "Did the officer say why?" not in text(review)
    press(client, review, "send")
    answers = only_answers()
    assert "why" not in answers
    assert answers["help"] == ["none"]
    assert answers["age"] == "dont_know"
    assert answers["first"] is None


def test_a_change_on_the_review_asks_what_became_relevant_and_returns(
    client: Client, survey: Survey
) -> None:
    second = press(client, client.get(QUESTIONS), "next", stopped="no")
    review = press(client, press(client, second, "next", help="advice"), "next", age="30")
    first = press(client, review, "to-0")
    assert 'value="no" checked' in text(first)
    assert "Save and check my answers" in text(first)
    why = press(client, first, "next", stopped="yes")
    assert "Did the officer say why?" in text(why)
    assert "Step 2 of 4" in text(why)
    done = press(client, why, "next", why="yes", help="advice")
    assert "Check your answers" in text(done)
    assert "30 years" in text(done)
    press(client, done, "send")
    assert only_answers()["why"] == "yes"


def test_a_step_nobody_has_seen_comes_before_the_review(client: Client, lead: User) -> None:
    notation = factories.HEAD + (
        "? a choice: A? | A?\n- yes: Y | S\n- no: N | N\n"
        "== Only then | Solo entonces\nif: a = yes\n? b line: B? | B?\n"
    )
    factories.open_survey(by=lead, sample=SampleKind.OPT_IN, notation=notation)
    review = press(client, client.get(QUESTIONS), "next", a="no")
    assert "Check your answers" in text(review)
    assert "Step 3 of 3" in text(review)
    assert "A?" in text(press(client, review, "back"))
    later = press(client, press(client, review, "to-0"), "next", a="yes")
    assert "B?" in text(later)
    assert "Check your answers" not in text(later)
    press(client, press(client, later, "next", b="x"), "send")
    assert only_answers() == {"a": "yes", "b": "x"}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("age", "17", "Enter a number from 18 to 110."),
        ("when-day", "31", "Enter at least the month and the year"),
        ("first-2", "foot", "Fill in the places in order"),
        ("word", "x" * 201, "Shorten your text"),
        ("age", "1" * 1_000_000, "Enter the number in digits"),
        ("age", "<script>", "Enter the number in digits"),
        ("word", "a\0b", "NUL"),
        ("when-year", "٢٠١٨", "Enter at least the month and the year"),
    ],
)
def test_an_error_names_its_field_and_keeps_what_was_typed(
    client: Client, survey: Survey, field: str, value: str, words: str
) -> None:
    second = press(client, client.get(QUESTIONS), "next", stopped="no")
    third = press(client, second, "next", help="advice")
    page = press(client, third, "next", **{field.replace("-", "__"): value})
    assert page.status_code == 422
    assert "<title>Error: Step 3 of 4" in text(page)
    assert words in text(page)
    name = field.partition("-")[0]
    assert f'href="#{name}"' in text(page)
    assert f'id="{name}"' in text(page)
    assert "<script>" not in text(page).replace("<script type", "")
    back = press(client, page, "back", **{field.replace("-", "__"): value})
    assert back.status_code == 200
    again = press(client, back, "next", help="advice")
    if len(value) < 300 and "\0" not in value:
        shown = "&lt;script&gt;" if "<" in value else value
        assert f'value="{shown}"' in text(again)


@pytest.mark.parametrize(
    "sent",
    [
        {"page": "3", "move": "to-99", "seen": "0 1 x 999 \0"},
        {"page": "3", "move": "to-", "seen": "9" * 5_000},
        {"page": "3", "move": "to--1", "q_treated-heard": ["1", "2"]},
        {"page": "2", "move": "back", "q_first-1": "\0", "q_when-year": "🚓"},
        {"page": "0", "move": "send", "q_treated": "{}", "q_treated-": "1", "q_-": "x"},
        {"page": "1", "move": "next", "q_help": ["advice"] * 500, "q_age": "\u202e44"},
    ],
)
def test_hostile_sends_get_a_page_and_leave_nothing(
    client: Client, survey: Survey, sent: Sent
) -> None:
    assert client.post(QUESTIONS, sent).status_code in {200, 422}
    assert not SealedBox.objects.exists()


def test_a_tampered_review_goes_back_to_the_step_in_error(client: Client, survey: Survey) -> None:
    page = client.post(QUESTIONS, {"page": "3", "move": "send", "q_stopped": "no", "q_age": "5"})
    assert page.status_code == 422
    assert "Step 3 of 4" in text(page)
    assert not SealedBox.objects.exists()


def test_the_way_through_is_in_spanish(client: Client, survey: Survey) -> None:
    address = "/es" + QUESTIONS
    page = client.post(address, {"page": "2", "move": "next", "q_stopped": "no", "q_age": "44"})
    for words in ("Revise sus respuestas", "44 años", "Paso 4 de 4", "Cambiar", "Sin contestar"):
        assert words in text(page)
    wrong = client.post(address, {"page": "2", "move": "next", "q_age": "5"})
    assert "Escriba un número del 18 al 110." in text(wrong)
    assert "<title>Error:" in text(wrong)
    assert "1.ª prioridad" in text(wrong)
    assert "julio" in text(wrong)


def test_no_page_of_the_way_asks_the_database_and_sending_four_times_at_most(
    client: Client, survey: Survey, django_assert_max_num_queries: Any
) -> None:
    page = client.get(QUESTIONS)
    with django_assert_max_num_queries(0):
        page = press(client, client.get(QUESTIONS), "next", stopped="no")
        page = press(client, press(client, page, "next"), "next", age="30")
        press(client, page, "to-1")
    with django_assert_max_num_queries(4):
        assert "We received your answers" in text(press(client, page, "send"))


def test_sabotage_answers_that_are_not_relevant_would_be_kept(
    client: Client, survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("surveys.answers.forms.is_asked", lambda *_: True)
    page = client.post(QUESTIONS, {"page": "2", "move": "next", "q_stopped": "no", "q_why": "yes"})
    assert "Did the officer say why?" in text(page)


def test_sabotage_without_the_second_check_a_tampered_answer_would_be_taken(
    client: Client, survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(residents, "first_page_with_error", lambda *_, **__: None)
    sent = {"page": "3", "move": "send", "q_stopped": "no", "q_age": "5"}
    assert "We received your answers" in text(client.post(QUESTIONS, sent))
