"""Answers that no key opens hold the results back until a lead gives them up."""

import json
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.figures import Audience, Scope, compute
from clayton_review.jobs.models import Job, JobState
from clayton_review.jobs.tasks import run
from clayton_review.refusals import Refused
from surveys import tasks
from surveys.analysis.actions.batches import open_batch
from surveys.analysis.selectors.columns import read_columns
from surveys.answers import sealing
from surveys.answers.actions.given_up import give_up_answers
from surveys.answers.actions.opening import OPENING_JOB
from surveys.answers.actions.sweep import SWEEP_JOB
from surveys.answers.models import SealedBox
from surveys.fielding.actions.status import close_survey
from surveys.results.actions import publish_results
from surveys.results.selectors.outcomes import count_outcomes
from tests.surveys import factories
from tests.surveys.answers.boxes import close, put, restore, spoil, spoiled_and_closed

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
PAGE = "/surveys/residents-2018/"
GIVE_UP = f"{PAGE}give-up-answers/"


def test_they_hold_the_results_back_until_a_lead_gives_them_up(lead: User) -> None:
    survey, _right = spoiled_and_closed(lead, n=123, n_spoiled=3)
    assert (survey.sheets.count(), survey.n_unreadable, survey.n_left_locked) == (120, 3, 3)
    factories.stated(survey, by=lead)
    with pytest.raises(Refused, match="3 answers could not be read"):
        publish_results(survey=survey, by=lead)

    give_up_answers(survey=survey, reason="The key is lost.", by=lead)

    survey.refresh_from_db()
    assert (survey.n_lost, survey.n_unreadable, survey.sheets.count()) == (3, 0, 120)
    assert not SealedBox.objects.exists()
    assert Job.objects.filter(name=SWEEP_JOB).exists()
    entry = AuditEntry.objects.get(verb="gave up locked answers of")
    assert (entry.reason, json.loads(entry.payload)["n"]) == ("The key is lost.", 3)
    assert publish_results(survey=survey, by=lead).published_on


def test_the_answers_of_another_survey_stay(lead: User) -> None:
    survey, _right = spoiled_and_closed(lead, n=20, n_spoiled=2)
    other, _right = spoiled_and_closed(lead, n=30, n_spoiled=4, slug="other")
    give_up_answers(survey=survey, reason="Lost.", by=lead)
    other.refresh_from_db()
    assert (other.n_lost, other.n_unreadable, other.n_left_locked) == (0, 4, 4)
    assert SealedBox.objects.filter(survey=other).count() == 4
    assert not SealedBox.objects.filter(survey=survey).exists()


def test_one_that_can_be_read_again_stays_out_of_results_that_somebody_has_seen(lead: User) -> None:
    survey, right = spoiled_and_closed(lead, n=123, n_spoiled=3)
    restore(right)
    tasks.look_for_batches()
    assert not Job.objects.filter(name=OPENING_JOB, state=JobState.WAITING).exists()
    assert open_batch(survey_id=survey.pk) == 0
    survey.refresh_from_db()
    assert (survey.sheets.count(), survey.n_left_locked) == (120, 3)
    assert give_up_answers(survey=survey, reason="Found too late.", by=lead) == 3


def test_a_hundred_that_can_be_read_again_are_opened_together(lead: User) -> None:
    survey, right = spoiled_and_closed(lead, n=250, n_spoiled=100)
    assert survey.sheets.count() == 150
    restore(right)
    tasks.look_for_batches()
    [job] = Job.objects.filter(name=OPENING_JOB, state=JobState.WAITING)
    run(str(job.pk))
    assert survey.sheets.count() == 250


def test_nothing_is_opened_once_results_are_published(lead: User) -> None:
    survey, right = spoiled_and_closed(lead, n=250, n_spoiled=100)
    factories.stated(survey, by=lead)
    give_up_answers(survey=survey, reason="Lost.", by=lead)
    publish_results(survey=survey, by=lead)
    for box_id, ciphertext in right.items():  # a backup brought them back
        SealedBox.objects.create(id=box_id, survey=survey, ciphertext=ciphertext)
    assert open_batch(survey_id=survey.pk) == 0
    assert survey.sheets.count() == 150


def test_before_anything_is_opened_they_wait_with_the_others(lead: User) -> None:
    survey, right = spoiled_and_closed(lead, n=13, n_spoiled=8)
    assert survey.sheets.count() == 0  # five alone would be too few
    restore(right)
    tasks.look_for_batches()
    [job] = Job.objects.filter(name=OPENING_JOB, state=JobState.WAITING)
    run(str(job.pk))
    assert survey.sheets.count() == 13


@pytest.mark.parametrize("content", ["[]", "{}", '{"version": "1", "channel": "code"}', "no JSON"])
def test_a_box_that_holds_no_sheet_keeps_no_other_locked(
    lead: User, content: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = factories.open_survey(by=lead, n_invited=500)
    put(survey, 20)
    box_id = uuid4()
    monkeypatch.setattr(sealing, "content_bytes", lambda _content: content.encode())
    sealed = sealing.seal({}, n_bytes=survey.box_bytes, survey_id=survey.pk, box_id=box_id)
    SealedBox.objects.create(id=box_id, survey=survey, ciphertext=sealed)
    SealedBox.objects.create(survey=survey, ciphertext=b"short")
    survey = close(survey, by=lead)
    assert (survey.sheets.count(), survey.n_unreadable) == (20, 2)


def test_nothing_is_given_up_while_it_may_still_be_opened(lead: User) -> None:
    survey = factories.open_survey(by=lead, n_invited=500)
    put(survey, 30)
    spoil(survey, 3)
    open_batch(survey_id=survey.pk)
    with pytest.raises(Refused, match="This survey has no locked answers"):
        give_up_answers(survey=survey, reason="Open.", by=lead)
    survey = close_survey(survey=survey, by=lead)  # the worker has not come to it
    with pytest.raises(Refused, match="This survey has no locked answers"):
        give_up_answers(survey=survey, reason="Too early.", by=lead)
    assert SealedBox.objects.count() == 30


def test_the_lead_alone_gives_them_up_on_a_page(as_: As, lead: User, consultant: User) -> None:
    spoiled_and_closed(lead, n=123, n_spoiled=3)
    assert GIVE_UP not in as_(consultant).get(PAGE).content.decode()
    assert as_(consultant).post(GIVE_UP, {"reason": "x"}).status_code == 403
    browser = as_(lead)
    assert GIVE_UP in browser.get(PAGE).content.decode()
    assert "Give up 3 answers" in browser.get(GIVE_UP).content.decode()
    assert browser.post(GIVE_UP, {"reason": " "}).status_code == 422
    page = browser.post(GIVE_UP, {"reason": "The key is lost."}, follow=True).content.decode()
    assert "Given up: 3 answers." in page
    assert "3, given up on" in page
    assert "The key is lost." in page
    assert browser.get(GIVE_UP).status_code == 404


def test_they_stand_on_the_start_page_of_a_lead(as_: As, lead: User, consultant: User) -> None:
    spoiled_and_closed(lead, n=123, n_spoiled=3)
    sentence = "survey with answers that stay locked"
    assert sentence in as_(lead).get("/start/").content.decode()
    assert sentence not in as_(consultant).get("/start/").content.decode()


def test_the_method_says_how_many_were_lost(lead: User) -> None:
    survey, _right = spoiled_and_closed(lead, n=123, n_spoiled=3)
    give_up_answers(survey=survey, reason="The key is lost.", by=lead)
    factories.published(survey, by=lead)
    scope = Scope(as_of=clock.now(), audience=Audience.PUBLIC)
    rows = compute("surveys.methodology/residents-2018", scope).table.rows
    lost = (
        "On record: lost answers",
        "3 answers were sent but never opened. They are in no result.",
    )
    assert lost in rows


def test_people_whose_answers_are_lost_are_not_among_those_never_heard_from(
    as_: As, lead: User
) -> None:
    survey, _right = spoiled_and_closed(lead, n=123, n_spoiled=3)
    before = count_outcomes(survey, read_columns(survey))
    give_up_answers(survey=survey, reason="The key is lost.", by=lead)
    survey.refresh_from_db()
    outcomes = count_outcomes(survey, read_columns(survey))
    assert (outcomes.not_opened, outcomes.unaccounted, outcomes.base) == (3, 377, 500)
    assert outcomes.dispositions().n_other == 3
    assert before == outcomes
    browser = as_(lead)
    page = browser.get(f"{PAGE}response/").content.decode()
    assert "Answered, but not opened" in page
    assert "0 noted by the team, 377 not accounted for" in page
    assert "377, counted as unknown households" in browser.get(PAGE).content.decode()


def test_the_page_of_the_method_tells_the_team_too(as_: As, lead: User) -> None:
    survey, _right = spoiled_and_closed(lead, n=123, n_spoiled=3)
    give_up_answers(survey=survey, reason="The key is lost.", by=lead)
    page = as_(lead).get(f"{PAGE}methodology/").content.decode()
    assert "3 answers were sent but never opened. Given up by a lead on" in page
    assert "The key is lost." in page
