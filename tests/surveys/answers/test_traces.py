"""Residents' pages leave no trace, take no foreign form, and cost next to nothing."""

import re
import time
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from clayton_review.accounts.models import User
from surveys.answers.models import SpentCode
from surveys.answers.views import residents
from surveys.survey.models import SampleKind, Survey
from tests.surveys import factories
from tests.surveys.pages import LANDING, QUESTIONS, filled, text

pytestmark = pytest.mark.django_db


def test_a_get_with_a_code_in_the_address_records_nothing(
    client: Client, survey: Survey, code: str
) -> None:
    page = client.get(f"{QUESTIONS}?code={code}")
    assert page.status_code == 302
    assert page["Location"] == LANDING
    assert not SpentCode.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "null"},
    ],
)
def test_a_form_sent_from_elsewhere_is_refused(
    client: Client, survey: Survey, code: str, headers: dict[str, str]
) -> None:
    sent = filled(client.post(QUESTIONS, {"code": code}), story="Kept")
    for data in (sent, {"code": code}):
        page = client.post(QUESTIONS, data, headers=headers)
        assert page.status_code == 403
        assert "another website" in text(page)
    assert not SpentCode.objects.exists()


def test_without_the_look_at_its_origin_a_foreign_form_would_be_taken(
    client: Client, survey: Survey, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(residents, "came_from_here", lambda request: True)
    sent = filled(client.post(QUESTIONS, {"code": code}))
    client.post(QUESTIONS, sent, headers={"Origin": "https://evil.example"})
    assert SpentCode.objects.count() == 1


def test_a_form_sent_from_our_own_page_is_taken(client: Client, survey: Survey, code: str) -> None:
    sent = filled(client.post(QUESTIONS, {"code": code}))
    headers = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    assert client.post(QUESTIONS, sent, headers=headers).status_code == 200


def bare(response: Any) -> None:
    """No cookie, nothing that varies by one, nothing that a cache may keep."""
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()
    assert "set-cookie" not in {name.lower() for name in response.headers}


def test_no_page_sets_a_cookie_even_for_somebody_signed_in(
    client: Client, survey: Survey, code: str, as_: Any, consultant: User
) -> None:
    n_sessions = Session.objects.count()
    for browser in (client, as_(consultant)):
        n_sessions = Session.objects.count()
        bare(browser.get(LANDING))
        bare(browser.get("/es" + LANDING))
        bare(browser.get("/survey/how-answers-are-protected/"))
        bare(browser.get("/survey/nothing/"))
        bare(browser.post(QUESTIONS, {"code": "wrong"}))
        page = browser.post(QUESTIONS, {"code": code})
        bare(page)
        bare(browser.post(QUESTIONS, filled(page, feel_safe="9")))
        assert "no-store" in page["Cache-Control"]
    assert Session.objects.count() == n_sessions
    bare(client.post(QUESTIONS, filled(page, feel_safe="1")))


def test_a_warm_form_asks_the_database_nothing_and_a_submit_four_times_at_most(
    client: Client, open_link: Survey, django_assert_max_num_queries: Any
) -> None:
    client.get("/survey/open-link/questions/")
    with django_assert_max_num_queries(0):
        client.get("/survey/open-link/")
        page = client.get("/survey/open-link/questions/")
    with django_assert_max_num_queries(4):
        client.post("/survey/open-link/questions/", filled(page, feel_safe="1"))


def test_a_visit_costs_at_most_10_milliseconds_of_processor(client: Client, lead: User) -> None:
    factories.open_survey(by=lead, sample=SampleKind.OPT_IN, notation=factories.long_notation(20))
    answers = {f"q{i}": "4" for i in range(20)}
    spent = []
    for visit in range(25):
        address = f"10.{visit}.0.1"
        started = time.process_time()
        page = client.get(QUESTIONS, REMOTE_ADDR=address)
        page = client.post(QUESTIONS, filled(page, **answers), REMOTE_ADDR=address)
        spent.append(time.process_time() - started)
        assert "We received your answers" in text(page)
    # The least of them: whatever else runs on the machine can only make a visit dearer.
    assert min(spent) <= 0.010, spent


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_twenty_questions_fit_into_25_kilobytes(client: Client, lead: User, prefix: str) -> None:
    factories.open_survey(by=lead, sample=SampleKind.OPT_IN, notation=factories.long_notation(20))
    assert len(client.get(prefix + QUESTIONS).content) <= 25_000


def test_the_page_on_protection_is_honest_and_short(client: Client) -> None:
    for address in ("/survey/how-answers-are-protected/", "/es/survey/how-answers-are-protected/"):
        main = re.search(r"<main.*?</main>", text(client.get(address)), re.DOTALL)
        assert main
        words = re.sub(r"<[^>]+>", " ", main[0]).split()
        assert len(words) <= 175, len(words)
