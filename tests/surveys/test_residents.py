"""A resident answers without account, cookie or JavaScript, and loses nothing on the way."""

import re
import statistics
import time
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from clayton_review.accounts.models import User
from surveys import actions, selectors
from surveys.codes import grouped
from surveys.models import Sample, SealedBox, SpentCode, Survey
from surveys.views import residents
from tests.surveys import factories

pytestmark = pytest.mark.django_db

LANDING = "/survey/residents-2018/"
QUESTIONS = LANDING + "questions/"
Sent = dict[str, Any]


@pytest.fixture
def survey(lead: User) -> Survey:
    return factories.open_survey(by=lead)


@pytest.fixture
def open_link(lead: User) -> Survey:
    return factories.open_survey(by=lead, slug="open-link", sample=Sample.OPT_IN)


@pytest.fixture
def code(survey: Survey, lead: User) -> str:
    return actions.mint_codes(survey=survey, n=1, by=lead)[0]


def text(response: Any) -> str:
    content: str = response.content.decode()
    return content


def hidden(response: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', text(response))
    assert found, f"no field {name}"
    return found[1]


def filled(page: Any, **answers: Any) -> Sent:
    """What a browser sends from this page."""
    sent: Sent = {"submission": hidden(page, "submission"), "page": hidden(page, "page")}
    if 'name="code"' in text(page):
        sent["code"] = hidden(page, "code")
    return {**sent, "move": "send", **{f"q_{name}": value for name, value in answers.items()}}


def only_answers() -> dict[str, Any]:
    """Close the only survey and look into its one sheet."""
    survey = Survey.objects.get()
    actions.close_survey(survey=survey, by=None)
    actions.open_boxes(survey_id=survey.pk)
    answers: dict[str, Any] = survey.sheets.get().answers
    return answers


def test_a_resident_types_the_code_answers_and_is_thanked(
    client: Client, survey: Survey, code: str
) -> None:
    assert "About 5 minutes" in text(client.get(LANDING))
    page = client.post(QUESTIONS, {"code": grouped(code).lower()})
    assert page.status_code == 200
    assert "I feel safe in Clayton." in text(page)
    thanks = client.post(
        QUESTIONS, filled(page, feel_safe="4", stopped="dont_know", story="Hi\r\nyou")
    )
    assert thanks.status_code == 200
    assert "Your answers have arrived" in text(thanks)
    assert only_answers() == {"feel_safe": "4", "stopped": "dont_know", "story": "Hi\nyou"}


def test_skipped_questions_are_null_and_not_missing(
    client: Client, survey: Survey, code: str
) -> None:
    client.post(QUESTIONS, filled(client.post(QUESTIONS, {"code": code}), story="   "))
    assert only_answers() == {"feel_safe": None, "stopped": None, "story": None}


def test_the_open_link_needs_no_code_and_a_second_send_counts_once(
    client: Client, open_link: Survey
) -> None:
    page = client.get("/survey/open-link/questions/")
    sent = filled(page, feel_safe="1")
    for _ in range(2):
        assert client.post("/survey/open-link/questions/", sent).status_code == 200
    assert SealedBox.objects.count() == 1


def test_every_visit_gets_a_submission_id_of_its_own(client: Client, open_link: Survey) -> None:
    pages = [client.get("/survey/open-link/questions/") for _ in range(3)]
    assert len({hidden(page, "submission") for page in pages}) == 3


def test_a_double_click_with_a_code_is_thanked_twice_and_counted_once(
    client: Client, survey: Survey, code: str
) -> None:
    sent = filled(client.post(QUESTIONS, {"code": code}), feel_safe="1")
    answers = [client.post(QUESTIONS, sent) for _ in range(2)]
    assert ["Your answers have arrived" in text(answer) for answer in answers] == [True, True]
    assert SealedBox.objects.count() == 1


def test_a_spent_code_is_told_before_anything_is_answered(
    client: Client, survey: Survey, code: str
) -> None:
    client.post(QUESTIONS, filled(client.post(QUESTIONS, {"code": code})))
    again = client.post(QUESTIONS, {"code": code})
    assert again.status_code == 422
    assert "already been used" in text(again)


@pytest.mark.parametrize("typed", ["", "nonsense", "0" * 11 + "1", "\0" * 12, "x" * 5_000, "<b>🚓"])
def test_a_wrong_code_is_told_and_stays_in_the_field(
    client: Client, survey: Survey, typed: str
) -> None:
    page = client.post(QUESTIONS, {"code": typed})
    assert page.status_code == 422
    assert 'id="code"' in text(page)
    assert "<b>🚓" not in text(page)


def test_a_code_spent_meanwhile_keeps_everything_typed(
    client: Client, survey: Survey, code: str
) -> None:
    first, second = (client.post(QUESTIONS, {"code": code}) for _ in range(2))
    client.post(QUESTIONS, filled(first, feel_safe="1"))
    page = client.post(QUESTIONS, filled(second, feel_safe="5", story="My long <story>"))
    assert page.status_code == 422
    assert "already been used" in text(page)
    assert "My long &lt;story&gt;" in text(page)
    assert 'value="5" checked' in text(page)
    assert SealedBox.objects.count() == 1


def test_a_wrong_code_sent_with_answers_asks_for_the_code_and_keeps_them(
    client: Client, survey: Survey, code: str
) -> None:
    sent = filled(client.post(QUESTIONS, {"code": code}), story="Kept")
    page = client.post(QUESTIONS, {**sent, "code": "wrong"})
    assert page.status_code == 422
    assert "Kept" in text(page)
    assert 'id="code"' in text(page)
    assert client.post(QUESTIONS, {**sent, "code": code}).status_code == 200


def test_a_survey_closed_while_answering_says_so_and_keeps_everything(
    client: Client, survey: Survey, code: str, lead: User
) -> None:
    page = client.post(QUESTIONS, {"code": code})
    remembered = dict(selectors._published)
    actions.close_survey(survey=survey, by=lead)
    for cache in (remembered, {}):  # this process knows it or not
        selectors._published.clear()
        selectors._published.update(cache)
        late = client.post(QUESTIONS, filled(page, story="Too late"))
        assert late.status_code == 422
        assert "has closed" in text(late)
        assert "Too late" in text(late)
    assert not SpentCode.objects.exists()


@pytest.mark.parametrize("bad", ["6", "yes", "", "DROP TABLE", "4\0"])
def test_an_unknown_choice_is_refused_beside_its_question(
    client: Client, survey: Survey, code: str, bad: str
) -> None:
    sent = filled(client.post(QUESTIONS, {"code": code}), feel_safe=bad, story="Kept")
    page = client.post(QUESTIONS, sent)
    if bad:
        assert page.status_code == 422
        assert 'id="feel_safe-error"' in text(page)
        assert "Kept" in text(page)
        assert not SpentCode.objects.exists()
    else:
        assert page.status_code == 200


def test_two_values_for_one_choice_are_refused(client: Client, survey: Survey, code: str) -> None:
    sent = filled(client.post(QUESTIONS, {"code": code}), feel_safe=["1", "5"])
    assert "Choose one answer only" in text(client.post(QUESTIONS, sent))


@pytest.mark.parametrize("bad", ["a\0b", "x" * 4_001, "x" * 1_000_000])
def test_a_text_that_cannot_be_kept_is_explained_and_stays(
    client: Client, survey: Survey, code: str, bad: str
) -> None:
    page = client.post(QUESTIONS, filled(client.post(QUESTIONS, {"code": code}), story=bad))
    assert page.status_code == 422
    assert 'id="story-error"' in text(page)
    assert not SpentCode.objects.exists()


@pytest.mark.parametrize(
    "words", ["<script>x</script>", "'; DROP--", "🚓🙂", "שלום עולם", "\ud7ff"]
)
def test_any_words_are_an_answer(client: Client, survey: Survey, code: str, words: str) -> None:
    sent = filled(client.post(QUESTIONS, {"code": code}), story=words)
    assert client.post(QUESTIONS, sent).status_code == 200
    assert only_answers()["story"] == words


@pytest.mark.parametrize(
    "sent",
    [
        {"page": "0"},
        {"page": "-1"},
        {"page": "999999999999999999"},
        {"page": "x", "submission": "x", "move": "x", "q_unknown": "1"},
        {"page": ["0", "1"], "submission": "\0", "code": ["a", "b"]},
    ],
)
def test_a_malformed_post_is_answered_with_a_page(
    client: Client, survey: Survey, sent: Sent
) -> None:
    assert client.post(QUESTIONS, sent).status_code == 422
    assert not SealedBox.objects.exists()


def test_more_than_the_server_takes_is_a_400(client: Client, survey: Survey) -> None:
    assert client.post(QUESTIONS, {"page": "0", "q_story": "x" * 3_000_000}).status_code == 400


def test_pages_carry_earlier_answers_along_and_check_them_again(client: Client, lead: User) -> None:
    factories.open_survey(by=lead, sample=Sample.OPT_IN, notation=factories.TWO_PAGES)
    first = client.get(QUESTIONS)
    assert "Page 1 of 2" in text(first)
    second = client.post(QUESTIONS, filled(first, feel_safe="2", story="A & B"))
    assert "Page 2 of 2" in text(second)
    assert 'name="q_story" value="A &amp; B"' in text(second)
    back = client.post(QUESTIONS, filled(second, feel_safe="2", story="A & B") | {"move": "back"})
    assert 'value="2" checked' in text(back)
    tampered = client.post(QUESTIONS, filled(second, feel_safe="9", trust="4"))
    assert tampered.status_code == 422
    assert "Page 1 of 2" in text(tampered)
    done = client.post(QUESTIONS, filled(second, feel_safe="2", story="A & B", trust="4"))
    assert "Your answers have arrived" in text(done)
    assert only_answers() == {"feel_safe": "2", "stopped": None, "story": "A & B", "trust": "4"}


def test_spanish_pages_speak_spanish(client: Client, open_link: Survey) -> None:
    page = client.get("/es/survey/open-link/questions/")
    assert '<html lang="es"' in text(page)
    for words in ("Me siento seguro en Clayton.", "Totalmente de acuerdo", "No sé", "Enviar"):
        assert words in text(page)
    assert "Send my answers" not in text(page)
    assert 'href="/survey/open-link/"' in text(page)
    assert 'href="/es/survey/open-link/"' in text(client.get("/survey/open-link/questions/"))
    refused = client.post("/es/survey/open-link/questions/", filled(page, feel_safe="9"))
    assert "Hay un problema" in text(refused)


def test_surveys_that_are_not_open_or_not_there_say_so(client: Client, lead: User) -> None:
    survey = factories.draft_survey(by=lead)
    assert client.get(LANDING).status_code == 404
    actions.publish_questionnaire(survey=survey, by=lead)
    assert "has not opened yet" in text(client.get(LANDING))
    survey = actions.open_survey(survey=survey, by=lead)
    actions.close_survey(survey=survey, by=lead)
    assert "has closed" in text(client.get(LANDING))
    assert "has closed" in text(client.get(QUESTIONS))
    assert "There is no survey" in text(client.get("/survey/nothing/"))
    assert client.post("/survey/nothing/questions/", {}).status_code == 404


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
    factories.open_survey(by=lead, sample=Sample.OPT_IN, notation=factories.long_notation(20))
    answers = {f"q{i}": "4" for i in range(20)}
    spent = []
    for _ in range(25):
        started = time.process_time()
        client.post(QUESTIONS, filled(client.get(QUESTIONS), **answers))
        spent.append(time.process_time() - started)
    assert statistics.median(spent) <= 0.010


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_twenty_questions_fit_into_25_kilobytes(client: Client, lead: User, prefix: str) -> None:
    factories.open_survey(by=lead, sample=Sample.OPT_IN, notation=factories.long_notation(20))
    assert len(client.get(prefix + QUESTIONS).content) <= 25_000


def test_the_page_on_protection_is_honest_and_short(client: Client) -> None:
    for address in ("/survey/how-answers-are-protected/", "/es/survey/how-answers-are-protected/"):
        main = re.search(r"<main.*?</main>", text(client.get(address)), re.DOTALL)
        assert main
        words = re.sub(r"<[^>]+>", " ", main[0]).split()
        assert len(words) <= 150, len(words)
