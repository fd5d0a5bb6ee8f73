"""Health says yes or no about sealed answers, and shows nobody when someone answered."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.jobs.models import Job, JobState
from clayton_review.web import views
from findings.stories import tasks as story_tasks
from surveys import tasks
from surveys.answers.actions.opening import OPENING_JOB, open_boxes
from surveys.fielding.actions.status import close_survey
from surveys.fielding.worklist import locked_answers
from tests.findings import story_factories as stories
from tests.surveys import factories
from tests.surveys.answers.boxes import put, spoil

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
TOMORROW = timedelta(days=1)


def health() -> dict[str, bool | None]:
    answer = Client().get("/healthz")
    assert answer.status_code == 200
    return dict(answer.json())


def test_a_running_batch_is_due_from_the_next_day_on(lead: User) -> None:
    survey = factories.open_survey(by=lead, n_invited=500)
    put(survey, 220)
    tasks.look_for_batches()
    assert Job.objects.filter(name=OPENING_JOB, state=JobState.WAITING).exists()
    assert health()["batch_due"] is False  # somebody answered a moment ago: nobody is to see when
    with clock.at(clock.now() + TOMORROW):
        assert health()["batch_due"] is True
    open_boxes(survey_id=survey.pk)
    Job.objects.update(state=JobState.DONE)
    with clock.at(clock.now() + TOMORROW):
        assert health()["batch_due"] is False


def test_an_opening_that_is_late_is_told_on_the_next_day_without_times(as_: As, lead: User) -> None:
    """A look every minute would show when the answer came that made a batch full."""
    survey = factories.open_survey(by=lead, n_invited=500)
    put(survey, 220)
    noon = clock.now().replace(hour=18)
    with clock.at(noon):
        tasks.look_for_batches()
        Job.objects.exclude(name=OPENING_JOB).delete()
    for state in (JobState.WAITING, JobState.FAILED):
        Job.objects.update(state=state, attempt=7)
        with clock.at(noon + timedelta(hours=5)):
            assert not late_opening(as_, lead)
        with clock.at(noon + TOMORROW):
            assert late_opening(as_, lead)


def late_opening(as_: As, lead: User) -> bool:
    """Return whether it is said to be late, everywhere alike and nowhere with its moment."""
    client, title = as_(lead), "Opening of sealed survey answers"
    pages = [client.get(address).content.decode() for address in ("/start/", "/late/")]
    answers = {title in page for page in pages} | {not health()["work_on_time"]}
    assert len(answers) == 1, answers
    shown = re.search(rf"<strong>{title}.*?</li>", pages[1], re.DOTALL)
    assert not shown or not re.search(r"[ap]\.m\.|\d attempt", shown[0])
    return answers.pop()


def test_after_the_close_a_batch_is_due_at_once(lead: User) -> None:
    survey = factories.open_survey(by=lead)
    other = factories.open_survey(by=lead, slug="other", n_invited=500)
    put(survey, 12)
    put(other, 220)
    tasks.look_for_batches()
    assert health()["batch_due"] is False
    close_survey(survey=survey, by=lead)
    assert health()["batch_due"] is True


def test_stories_are_due_when_their_week_is_over() -> None:
    stories.tell()
    story_tasks.look_for_notes()
    assert health()["batch_due"] is False
    with stories.next_week():
        story_tasks.look_for_notes()
        assert health()["batch_due"] is True


def test_unreadable_answers_are_told_without_a_number(as_: As, lead: User) -> None:
    assert health()["answers_unreadable"] is False
    survey = factories.open_survey(by=lead, n_invited=500)
    put(survey, 203)
    spoil(survey, 2)
    open_boxes(survey_id=survey.pk)
    assert health()["answers_unreadable"] is True
    late = as_(lead).get("/late/").content.decode()
    assert "Some answers do not open with any key that the workers have." in late
    assert f"/surveys/{survey.slug}/" in late


def test_what_cannot_be_read_makes_health_neither_fail_nor_claim(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail() -> Any:
        raise OperationalError

    monkeypatch.setattr(locked_answers, "is_opened_by_workers", fail)
    assert health()["sealing_key_unfit"] is None
    monkeypatch.setattr(views, "_database_answers", lambda: False)
    answer = Client().get("/healthz")
    assert answer.status_code == 503
    readings = {name: answer.json()[name] for name in ("batch_due", "answers_unreadable")}
    assert readings == {"batch_due": None, "answers_unreadable": None}


def test_health_asks_little(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(9):
        health()
