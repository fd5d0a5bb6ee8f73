"""A resident answers without account, cookie or JavaScript, and loses nothing on the way."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from clayton_review.accounts.models import User
from surveys.answers.actions.invitation_codes import mint_codes
from surveys.answers.codes import printed_code
from surveys.answers.models import SealedBox, SpentCode
from surveys.fielding.actions.questionnaire import publish_questionnaire
from surveys.fielding.actions.status import close_survey, open_survey
from surveys.survey import selectors
from surveys.survey.models import SampleKind, Survey
from tests.surveys import factories
from tests.surveys.pages import LANDING, QUESTIONS, Sent, filled, hidden, only_answers, text

pytestmark = pytest.mark.django_db


def test_a_resident_types_the_code_answers_and_is_thanked(
    client: Client, survey: Survey, code: str
) -> None:
    assert "About 5 minutes" in text(client.get(LANDING))
    page = client.post(QUESTIONS, {"code": printed_code(code).lower()})
    assert page.status_code == 200
    assert "I feel safe in Clayton." in text(page)
    thanks = client.post(
        QUESTIONS, filled(page, feel_safe="4", stopped="dont_know", story="Hi\r\nyou")
    )
    assert thanks.status_code == 200
    assert "We received your answers" in text(thanks)
    assert only_answers() == {"feel_safe": "4", "stopped": "dont_know", "story": "Hi\nyou"}


@pytest.mark.parametrize(
    ("prefix", "kept", "remaining"),
    [
        (
            "",
            "No name or code is kept with your answers.",
            "Someone who knows your age, ward and background might still recognize them.",
        ),
        (
            "/es",
            "No guardamos ningún nombre ni código con sus respuestas.",
            "Alguien que conozca su edad, su distrito y su origen aún podría reconocerlas.",
        ),
    ],
    ids=["English", "Spanish"],
)
def test_the_promise_is_said_with_what_remains(
    client: Client, open_link: Survey, prefix: str, kept: str, remaining: str
) -> None:
    for path in ("/survey/open-link/", "/survey/open-link/questions/"):
        assert f"{kept} {remaining}" in text(client.get(prefix + path))


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
    assert ["We received your answers" in text(answer) for answer in answers] == [True, True]
    assert SealedBox.objects.count() == 1


def test_a_spent_code_is_told_before_anything_is_answered(
    client: Client, survey: Survey, code: str
) -> None:
    client.post(QUESTIONS, filled(client.post(QUESTIONS, {"code": code})))
    again = client.post(QUESTIONS, {"code": code})
    assert again.status_code == 422
    assert "already been used" in text(again)
    assert "If you have not sent any, call us." in text(again)


def test_what_is_typed_as_a_code_stays_text(client: Client, survey: Survey) -> None:
    sent = {"page": "0", "move": "back", "code": 'AB"><B>XYZ12'}
    page = text(client.post(QUESTIONS, sent))
    assert "AB&quot;" in page
    assert "<B>" not in page


@pytest.mark.parametrize("typed", ["", "nonsense", "0" * 11 + "1", "\0" * 12, "x" * 5_000, "<b>🚓"])
def test_a_wrong_code_is_told_and_stays_in_the_field(
    client: Client, survey: Survey, typed: str
) -> None:
    page = client.post(QUESTIONS, {"code": typed})
    assert page.status_code == 422
    assert 'id="code"' in text(page)
    assert "<b>🚓" not in text(page)


def test_a_code_of_the_wrong_form_is_told_apart_from_an_unknown_one(
    client: Client, survey: Survey, code: str, lead: User
) -> None:
    other = factories.open_survey(by=lead, slug="other", n_invited=5)
    (foreign,) = mint_codes(survey=other, n=1, by=lead)
    for typed in (code[:-1], code[:-1] + ("0" if code[-1] != "0" else "1"), "nonsense"):
        assert "missing or wrong" in text(client.post(QUESTIONS, {"code": typed}))
    assert "not for this survey" in text(client.post(QUESTIONS, {"code": foreign}))
    sent = filled(client.post(QUESTIONS, {"code": code}), story="Kept")
    assert "missing or wrong" in text(client.post(QUESTIONS, {**sent, "code": code[1:]}))
    assert "not for this survey" in text(client.post(QUESTIONS, {**sent, "code": foreign}))


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_a_form_without_answers_spends_no_code_before_it_is_asked(
    client: Client, survey: Survey, code: str, prefix: str
) -> None:
    page = client.post(prefix + QUESTIONS, {"code": code})
    sent = filled(page, story=" ") | {"move": "send"}
    asked = client.post(prefix + QUESTIONS, sent)
    assert asked.status_code == 422
    assert ("no ha respondido ninguna" if prefix else "have not answered any question") in text(
        asked
    )
    assert not SpentCode.objects.exists()
    back = client.post(prefix + QUESTIONS, sent | {"move": "to-0"})
    assert back.status_code == 200
    assert client.post(prefix + QUESTIONS, sent | {"move": "send-empty"}).status_code == 200
    assert SpentCode.objects.count() == 1


def test_dont_know_is_an_answer_and_sent_without_a_question(
    client: Client, survey: Survey, code: str
) -> None:
    sent = filled(client.post(QUESTIONS, {"code": code}), stopped="dont_know")
    assert "We received your answers" in text(client.post(QUESTIONS, sent))


def test_a_closed_survey_leads_to_open_surveys_and_to_no_results_before_a_report(
    client: Client, lead: User
) -> None:
    over = factories.open_survey(by=lead)
    close_survey(survey=over, by=lead)
    factories.open_survey(by=lead, slug="now", sample=SampleKind.OPT_IN)
    factories.open_survey(by=lead, slug="letters", n_invited=5)
    page = text(client.get(LANDING))
    assert 'href="/survey/now/"' in page
    assert 'href="/survey/letters/"' in page
    assert "/results/residents-2018/" not in page
    Survey.objects.filter(pk=over.pk).update(published_on=over.opens_on or date(2018, 12, 1))
    assert "/results/residents-2018/" not in text(client.get(LANDING))  # no report has issued them


def test_a_code_spent_meanwhile_keeps_everything_typed(
    client: Client, survey: Survey, code: str
) -> None:
    first, second = (client.post(QUESTIONS, {"code": code}) for _ in range(2))
    client.post(QUESTIONS, filled(first, feel_safe="1"))
    page = client.post(QUESTIONS, filled(second, feel_safe="5", story="My long <story>"))
    assert page.status_code == 422
    assert "already been used" in text(page)
    assert "Nothing has been sent yet" not in text(page)  # it may have been, from this very page
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


def test_without_a_key_to_lock_them_answers_stay_on_the_page(
    client: Client, survey: Survey, code: str, settings: Any
) -> None:
    sent = filled(client.post(QUESTIONS, {"code": code}), feel_safe="5", story="My long <story>")
    key, settings.SURVEY_SEALING_KEY = settings.SURVEY_SEALING_KEY, ""
    page = client.post(QUESTIONS, sent)
    assert page.status_code == 503
    assert "Everything you answered is still here." in text(page)
    assert "Something on our side is not working" in text(page)
    assert "My long &lt;story&gt;" in text(page)
    assert 'value="5" checked' in text(page)
    assert not SealedBox.objects.exists()
    settings.SURVEY_SEALING_KEY = key
    assert "We received your answers" in text(client.post(QUESTIONS, sent))


def test_a_survey_closed_while_answering_says_so_and_keeps_everything(
    client: Client, survey: Survey, code: str, lead: User
) -> None:
    page = client.post(QUESTIONS, {"code": code})
    remembered = dict(selectors._published)
    close_survey(survey=survey, by=lead)
    for cache in (remembered, {}):  # this process knows it or not
        selectors._published.clear()
        selectors._published.update(cache)
        late = client.post(QUESTIONS, filled(page, story="Too late"))
        assert late.status_code == 422
        assert "has closed" in text(late)
        assert "Too late" in text(late)
        assert f'href="{LANDING}">Leave this survey</a>' in text(late)
        assert 'value="next"' not in text(late)
    blank = text(client.post(QUESTIONS, filled(page) | {"move": "send"}))
    assert "has closed" in blank
    assert "send-empty" not in blank
    review = text(client.post(QUESTIONS, filled(page, story="Too late") | {"move": "next"}))
    assert f'href="{LANDING}">Leave this survey</a>' in review
    assert "Too late" in review
    assert 'value="send"' not in review
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
    assert "Choose only one answer" in text(client.post(QUESTIONS, sent))


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
    assert client.post(QUESTIONS, sent).status_code in {200, 422}  # a page, and nothing recorded
    assert not SealedBox.objects.exists()


def test_more_than_the_server_takes_is_a_413(client: Client, survey: Survey) -> None:
    assert client.post(QUESTIONS, {"page": "0", "q_story": "x" * 3_000_000}).status_code == 413


def test_pages_carry_earlier_answers_along_and_check_them_again(client: Client, lead: User) -> None:
    factories.open_survey(by=lead, sample=SampleKind.OPT_IN, notation=factories.TWO_PAGES)
    first = client.get(QUESTIONS)
    assert "Step 1 of 3" in text(first)
    second = client.post(QUESTIONS, filled(first, feel_safe="2", story="A & B"))
    assert "Step 2 of 3" in text(second)
    assert 'name="q_story" value="A &amp; B"' in text(second)
    back = client.post(QUESTIONS, filled(second, feel_safe="2", story="A & B") | {"move": "back"})
    assert 'value="2" checked' in text(back)
    tampered = client.post(QUESTIONS, filled(second, feel_safe="9", trust="4"))
    assert tampered.status_code == 422
    assert "Step 1 of 3" in text(tampered)
    done = client.post(QUESTIONS, filled(second, feel_safe="2", story="A & B", trust="4"))
    assert "We received your answers" in text(done)
    assert only_answers() == {"feel_safe": "2", "stopped": None, "story": "A & B", "trust": "4"}


def test_spanish_pages_speak_spanish(client: Client, open_link: Survey) -> None:
    page = client.get("/es/survey/open-link/questions/")
    assert '<html lang="es"' in text(page)
    for words in ("Me siento seguro en Clayton.", "Totalmente de acuerdo", "No sé", "Revisar"):
        assert words in text(page)
    assert "Send my answers" not in text(page)
    assert 'formaction="/survey/open-link/questions/"' in text(page)
    assert 'href="/es/survey/open-link/"' in text(client.get("/survey/open-link/"))
    refused = client.post("/es/survey/open-link/questions/", filled(page, feel_safe="9"))
    assert "Hay un problema" in text(refused)


def test_the_other_language_keeps_what_was_answered(client: Client, open_link: Survey) -> None:
    page = client.get("/survey/open-link/questions/")
    sent = filled(page, feel_safe="2", story="A & B") | {"move": "stay"}
    spanish = client.post("/es/survey/open-link/questions/", sent)
    assert "Me siento seguro en Clayton." in text(spanish)
    assert 'value="2" checked' in text(spanish)
    assert "A &amp; B" in text(spanish)
    assert not SealedBox.objects.exists()


def test_an_open_surveys_page_on_protection_knows_no_codes(
    client: Client, open_link: Survey, survey: Survey
) -> None:
    page = text(client.get("/survey/open-link/how-answers-are-protected/"))
    for words in ("code", "letter", "company"):
        assert words not in page.lower().replace("letters and", "")
    assert "Codes are only marked as used" in text(
        client.get("/survey/residents-2018/how-answers-are-protected/")
    )
    assert "/survey/open-link/how-answers-are-protected/" in text(client.get("/survey/open-link/"))
    assert client.get("/survey/none/how-answers-are-protected/").status_code == 404


@pytest.mark.parametrize("of", ["", "open-link/", "residents-2018/"])
def test_the_page_on_protection_has_at_most_150_words(
    client: Client, open_link: Survey, survey: Survey, of: str
) -> None:
    page = text(client.get(f"/survey/{of}how-answers-are-protected/"))
    main = page[page.index("<main") : page.index("</main>")]
    words = re.sub(r"<[^>]+>", " ", main).split()
    assert 100 < len(words) <= 150, " ".join(words)


def test_surveys_that_are_not_open_or_not_there_say_so(client: Client, lead: User) -> None:
    survey = factories.draft_survey(by=lead)
    assert client.get(LANDING).status_code == 404
    publish_questionnaire(survey=survey, by=lead)
    waiting = text(client.get(LANDING))
    assert "has not opened yet" in waiting
    assert "monthly reports" in waiting
    asked = text(client.post(QUESTIONS, {"page": "0", "move": "back"}))
    assert "has not opened yet" in asked
    assert "feel_safe" not in asked
    Survey.objects.update(opens_on=date(2018, 11, 12), closes_on=date(2018, 12, 14))
    selectors.forget_published()
    assert "This survey opens on November 12, 2018" in text(client.get(LANDING))
    assert "abre el 12 de noviembre de 2018" in text(client.get("/es" + LANDING))
    survey = open_survey(survey=survey, by=lead)
    close_survey(survey=survey, by=lead)
    assert "has closed" in text(client.get(LANDING))
    assert "has closed" in text(client.get(QUESTIONS))
    assert 'href="/reports/"' in text(client.get(QUESTIONS))
    assert "There is no survey" in text(client.get("/survey/nothing/"))
    assert client.post("/survey/nothing/questions/", {}).status_code == 404
