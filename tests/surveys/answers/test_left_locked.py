"""Answers that stay locked: the pages say which can be read, and while a survey runs no number."""

import csv
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.jobs.actions import request_run
from clayton_review.jobs.models import Job, JobState
from surveys import tasks
from surveys.analysis.actions.batches import open_batch
from surveys.answers.actions.given_up import give_up_answers
from surveys.answers.actions.opening import OPENING_JOB
from surveys.answers.actions.submission import submit
from surveys.answers.models import SealedBox
from surveys.fielding.actions.gap import announce_gap
from surveys.results.policies import publishing_obstacles
from surveys.survey.models import SampleKind, Survey
from tests.surveys import factories
from tests.surveys.answers.boxes import close, put, spoil, spoiled_and_closed

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
PAGE = "/surveys/residents-2018/"
GIVE_UP = f"{PAGE}give-up-answers/"
SUNDAY_NIGHT = datetime(2018, 11, 19, 3, tzinfo=UTC)  # 9 p.m. in Clayton
MORE_NEEDED = "survey that needs more answers to open those that wait"
ONLY_DIFFERENCE = "can be read, but would be the only difference between two results"


def shown(browser: Client, address: str = PAGE) -> str:
    return re.sub(r"\s+", " ", browser.get(address).content.decode())


def with_a_batch(lead: User) -> Survey:
    """Return a running survey of which a batch was opened; 120 boxes wait."""
    survey = factories.open_survey(by=lead, n_invited=500)
    put(survey, 220)
    assert open_batch(survey_id=survey.pk) == 100
    return survey


def restored(lead: User, *, n_later: int) -> Survey:
    """Return a running survey as a restore leaves it, without boxes, and later answers."""
    survey = with_a_batch(lead)
    SealedBox.objects.all().delete()
    put(survey, n_later)
    return survey


def test_those_that_can_be_read_are_told_from_those_that_cannot(as_: As, lead: User) -> None:
    survey = with_a_batch(lead)
    spoil(survey, 21)
    survey = close(survey, by=lead)
    assert (survey.sheets.count(), survey.n_left_locked) == (100, 120)
    browser = as_(lead)
    for page in (shown(browser), shown(browser, GIVE_UP), shown(browser, f"{PAGE}methodology/")):
        assert "21 answers could not be read" in page
        assert f"99 answers {ONLY_DIFFERENCE}" in page
    assert "If 1 more could be read, all that can be read would be opened." in shown(
        browser, GIVE_UP
    )


def test_after_a_restore_the_words_are_true_of_answers_that_can_be_read(
    as_: As, lead: User
) -> None:
    survey = close(restored(lead, n_later=60), by=lead)
    assert (survey.sheets.count(), survey.n_unreadable, survey.n_left_locked) == (100, 0, 60)
    browser = as_(lead)
    for page in (shown(browser), shown(browser, GIVE_UP), " ".join(publishing_obstacles(survey))):
        assert f"60 answers {ONLY_DIFFERENCE}" in page
        assert "could not be" not in page
    assert "Give up 60 answers" in shown(browser, GIVE_UP)
    assert "survey with answers that stay locked" in shown(browser, "/start/")
    tasks.look_for_batches()
    assert not Job.objects.filter(name=OPENING_JOB, state=JobState.WAITING).exists()


def test_a_hundred_after_a_restore_are_opened(lead: User) -> None:
    survey = close(restored(lead, n_later=100), by=lead)
    assert (survey.sheets.count(), survey.n_left_locked) == (200, 0)


def test_the_lead_reads_on_sundays_how_many_more_are_needed(as_: As, lead: User) -> None:
    survey = restored(lead, n_later=60)
    spoil(survey, 2)
    needed = "At the close they are opened only if 100 can be read"
    assert needed not in shown(as_(lead))
    with clock.at(SUNDAY_NIGHT):
        tasks.count_received("2018-11-18")
    sentence = f"58 that can be read waited on November 18, 2018. {needed}: 42 more."
    for address in (PAGE, f"{PAGE}closing/"):
        assert sentence in shown(as_(lead), address)
    put(survey, 5)
    assert sentence in shown(as_(lead))
    assert MORE_NEEDED in shown(as_(lead), "/start/")


def test_enough_answers_need_no_more(as_: As, lead: User) -> None:
    with_a_batch(lead)
    with clock.at(SUNDAY_NIGHT):
        tasks.count_received("2018-11-18")
    assert "At the close they are opened only if" not in shown(as_(lead))
    assert MORE_NEEDED not in shown(as_(lead), "/start/")


def test_a_batch_makes_the_number_of_the_sunday_before_it_void(as_: As, lead: User) -> None:
    survey = factories.open_survey(by=lead, n_invited=500)
    put(survey, 60)
    with clock.at(SUNDAY_NIGHT):
        tasks.count_received("2018-11-18")
    put(survey, 160)
    assert open_batch(survey_id=survey.pk) == 100
    assert "At the close they are opened only if" not in shown(as_(lead))


def test_the_page_says_what_a_restore_means_before_the_first_sunday(as_: As, lead: User) -> None:
    survey = restored(lead, n_later=5)
    today = clock.today()
    announce_gap(survey=survey, first=today, last=today, until=today, by=None)
    sentence = "What came after is opened only if 100 that can be read wait at the close."
    assert sentence in shown(as_(lead))
    close(survey, by=lead)
    assert sentence not in shown(as_(lead))


def test_a_later_look_of_the_worker_does_not_hide_them(as_: As, lead: User) -> None:
    survey, _right = spoiled_and_closed(lead, n=123, n_spoiled=3)
    request_run(OPENING_JOB, str(survey.pk), is_by_clock=True)
    browser = as_(lead)
    assert "3 answers could not be read" in shown(browser)
    assert browser.get(GIVE_UP).status_code == 200
    assert give_up_answers(survey=survey, reason="The key is lost.", by=lead) == 3


def test_they_can_be_given_up_when_a_restore_has_lost_them(lead: User) -> None:
    survey, _right = spoiled_and_closed(lead, n=123, n_spoiled=3)
    SealedBox.objects.all().delete()
    assert give_up_answers(survey=survey, reason="The computer failed.", by=lead) == 3
    survey.refresh_from_db()
    assert (survey.n_lost, survey.n_left_locked) == (3, 0)


def test_while_a_survey_runs_no_page_tells_a_number_of_those_that_wait(as_: As, lead: User) -> None:
    """A person who looked after each answer would see when it came."""
    survey = factories.open_survey(by=lead, n_invited=500)
    browser, addresses = as_(lead), (PAGE, "/late/", "/surveys/")
    pages = []
    for n in (3, 1):
        put(survey, n)
        spoil(survey, 4)
        open_batch(survey_id=survey.pk)
        pages.append([without_token(shown(browser, address)) for address in addresses])
    survey.refresh_from_db()
    assert survey.n_unreadable == 4
    assert "some cannot be read" in pages[0][0]
    assert "Some answers do not open with any key" in pages[0][1]
    assert ">Locked answers</h2>" in pages[0][1]
    assert pages[0] == pages[1]


def without_token(page: str) -> str:
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", page)


def test_the_list_counts_opened_sheets_as_the_pages_do(as_: As, lead: User) -> None:
    survey = factories.open_survey(by=lead, sample=SampleKind.OPT_IN)
    for is_by_program in [False] * 12 + [True] * 5:
        submit(submission=replace(factories.submission(survey), is_by_program=is_by_program))
    close(survey, by=lead)
    browser = as_(lead)
    assert "12 answer sheets have been opened." in shown(browser)
    [row] = csv.DictReader(
        StringIO(browser.get("/surveys/?format=csv").content.decode("utf-8-sig"))
    )
    assert row["Opened answer sheets"] == "12"


def test_a_few_people_beside_unreadable_answers_are_told_apart(as_: As, lead: User) -> None:
    spoiled_and_closed(lead, n=12, n_spoiled=3)
    for page in (shown(as_(lead)), shown(as_(lead), GIVE_UP)):
        assert "3 answers could not be read" in page
        assert "9 answers can be read, but fewer than 10 people sent them" in page
        assert "The other answers have been opened" not in page
