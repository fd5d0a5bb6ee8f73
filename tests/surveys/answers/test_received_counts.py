"""Answers received are counted on Sunday nights only; the response rate waits for the close."""

import errno
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.figures import Audience, Scope
from clayton_review.jobs.models import Job, JobState
from clayton_review.jobs.tasks import run
from surveys.answers import sealing
from surveys.answers.actions import received_counts
from surveys.answers.actions.received_counts import request_count
from surveys.answers.actions.submission import submit
from surveys.answers.models import SealedBox
from surveys.fielding.actions.status import close_survey
from surveys.results.figures.response import response_of
from surveys.survey.models import SampleKind, Survey
from tests.surveys import factories

pytestmark = pytest.mark.django_db

As = Callable[[User], Client]
SATURDAY, SUNDAY_NOON, SUNDAY_NIGHT, MONDAY = (
    datetime(2018, 11, 17, 23, tzinfo=UTC),
    datetime(2018, 11, 18, 18, tzinfo=UTC),
    datetime(2018, 11, 19, 3, tzinfo=UTC),  # 9 p.m. in Clayton
    datetime(2018, 11, 19, 18, tzinfo=UTC),
)


@pytest.fixture
def survey(lead: User) -> Survey:
    return factories.open_survey(by=lead, sample=SampleKind.OPT_IN)


def received(survey: Survey) -> int:
    survey.refresh_from_db()
    return survey.n_received


def count_at(moment: datetime) -> bool:
    """Do what beat and the worker do at this moment; return True if a count was requested."""
    with clock.at(moment):
        is_requested = request_count()
        for job in Job.objects.due():
            run(str(job.pk))
    return is_requested


def test_a_count_that_failed_is_made_up_for_and_told(
    survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit(submission=factories.submission(survey))
    with monkeypatch.context() as broken:
        broken.setattr(received_counts, "_count", disk_is_full)
        count_at(SUNDAY_NIGHT)
        job = Job.objects.get(name=received_counts.COUNT_JOB)
        assert (job.key, job.last_error) == ("2018-11-18", "The disk is full.")
        with clock.at(MONDAY):
            assert Job.objects.late().get() == job
    count_at(MONDAY)

    assert received(survey) == 1
    assert survey.received_on == date(2018, 11, 19)
    assert Job.objects.get(name=received_counts.COUNT_JOB).state == JobState.DONE


@pytest.mark.parametrize(
    ("moment", "n"),
    [
        (datetime(2018, 11, 19, 7, tzinfo=UTC), 1),  # Monday, an hour after midnight
        (datetime(2018, 11, 22, 1, tzinfo=UTC), 1),  # Wednesday, 7 p.m.
        (datetime(2018, 11, 22, 2, tzinfo=UTC), 0),  # an hour later: too near to the next Sunday
        (datetime(2018, 11, 26, 1, tzinfo=UTC), 0),  # the next Sunday, 7 p.m.
        (datetime(2018, 11, 26, 2, tzinfo=UTC), 1),
    ],
)
def test_a_sunday_on_which_nothing_ran_is_made_up_for_once(
    survey: Survey, moment: datetime, n: int
) -> None:
    submit(submission=factories.submission(survey))
    count_at(moment)
    assert received(survey) == n
    submit(submission=factories.submission(survey))
    count_at(moment + timedelta(minutes=30))
    assert received(survey) == n
    if n:
        assert survey.received_on == clock.local(moment).date()


def test_a_failed_count_that_is_tried_again_too_late_is_left_to_the_next_sunday(
    survey: Survey,
) -> None:
    submit(submission=factories.submission(survey))
    with clock.at(datetime(2018, 11, 24, 18, tzinfo=UTC)):
        assert received_counts.count_received(sunday=date(2018, 11, 18)) == 0
    assert received(survey) == 0


def test_answers_that_no_key_opens_are_noticed_on_sunday_long_before_the_close(
    survey: Survey, lead: User, settings: Any
) -> None:
    other = factories.open_survey(by=lead, slug="other", sample=SampleKind.OPT_IN)
    lost = settings.SURVEY_OPENING_KEY
    send(survey, 3)
    send(other, 1)
    settings.SURVEY_SEALING_KEY, settings.SURVEY_OPENING_KEY = sealing.fresh_key_pair()
    send(survey, 2)
    send(other, 1)
    count_at(SUNDAY_NIGHT)
    assert unreadable(survey, other) == [3, 1]
    settings.SURVEY_OPENING_KEY += f",{lost}"
    count_at(SUNDAY_NIGHT + timedelta(days=7))
    assert unreadable(survey, other) == [0, 0]


def test_each_open_survey_keeps_its_own_numbers_of_a_sunday(survey: Survey, lead: User) -> None:
    other = factories.open_survey(by=lead, slug="other", sample=SampleKind.OPT_IN)
    send(survey, 3)
    send(other, 5)
    SealedBox.objects.filter(pk=SealedBox.objects.filter(survey=other)[0].pk).delete()
    with clock.at(SUNDAY_NIGHT):
        assert received_counts.count_received(sunday=date(2018, 11, 11)) == 0
        assert received_counts.count_received(sunday=date(2018, 11, 18)) == 2
        assert received_counts.count_received(sunday=date(2018, 11, 18)) == 0
    numbers = {
        row.slug: (row.n_received, row.n_waiting, row.n_unreadable, row.received_on)
        for row in Survey.objects.all()
    }
    sunday = date(2018, 11, 18)
    assert numbers == {survey.slug: (3, 3, 0, sunday), "other": (5, 4, 0, sunday)}
    send(other, 1)
    with clock.at(SUNDAY_NIGHT + timedelta(days=7)):
        assert received_counts.count_received(sunday=date(2018, 11, 25)) == 2
    other.refresh_from_db()
    assert (other.n_received, other.n_waiting) == (6, 5)


@pytest.mark.parametrize(
    ("hours", "n_days_ago"),
    [(-1, None), (0, 0), (3, 0), (4, 1), (71, 3), (72, None), (167, None), (168, 0)],
)
def test_a_sunday_can_be_counted_from_its_evening_to_wednesdays(
    hours: int, n_days_ago: int | None
) -> None:
    evening = datetime(2018, 11, 18, 20, tzinfo=clock.CLAYTON)
    with clock.at(evening + timedelta(hours=hours)):
        expected = None if n_days_ago is None else clock.today() - timedelta(days=n_days_ago)
        assert received_counts.sunday_to_count() == expected
        assert request_count() == (expected is not None)
        assert not request_count()
    keys = [job.key for job in Job.objects.filter(name=received_counts.COUNT_JOB)]
    assert keys == ([expected.isoformat()] if expected else [])


def send(survey: Survey, n: int) -> None:
    for _ in range(n):
        submit(submission=factories.submission(survey))


def unreadable(*surveys: Survey) -> list[int]:
    return [Survey.objects.get(pk=survey.pk).n_unreadable for survey in surveys]


def disk_is_full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_they_are_counted_on_sunday_night_and_once(survey: Survey, lead: User) -> None:
    closed = factories.open_survey(by=lead, slug="closed", sample=SampleKind.OPT_IN)
    submit(submission=factories.submission(closed))
    close_survey(survey=closed, by=lead)
    submit(submission=factories.submission(survey))
    for moment in (SATURDAY, SUNDAY_NOON, SUNDAY_NIGHT, MONDAY):
        assert count_at(moment) == (moment == SUNDAY_NIGHT)
        assert received(survey) == (moment >= SUNDAY_NIGHT)
    submit(submission=factories.submission(survey))
    assert not count_at(SUNDAY_NIGHT)
    assert received(survey) == 1
    assert received(closed) == 0


def test_answers_can_come_in_while_the_boxes_are_read(survey: Survey) -> None:
    """An answer that is sent waits for the lock of its survey a few seconds at most."""
    submit(submission=factories.submission(survey))
    with CaptureQueriesContext(connection) as queries:
        count_at(SUNDAY_NIGHT)
    texts = [query["sql"] for query in queries]
    reading = [n for n, text in enumerate(texts) if '"surveys_sealedbox"."ciphertext"' in text]
    locking = [
        n for n, text in enumerate(texts) if "FOR NO KEY UPDATE" in text and "survey" in text
    ]
    assert (len(reading), len(locking)) == (1, 1)
    assert reading[0] < locking[0]
    assert received(survey) == 1


def test_a_survey_closed_while_its_boxes_are_read_keeps_its_numbers(
    survey: Survey, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit(submission=factories.submission(survey))

    def read(boxes_of: Survey) -> int:
        close_survey(survey=boxes_of, by=lead)
        return 0

    monkeypatch.setattr(received_counts, "count_unreadable", read)
    count_at(SUNDAY_NIGHT)
    survey.refresh_from_db()
    assert (survey.n_received, survey.received_on) == (0, None)


def test_the_page_tells_no_finer_count(survey: Survey, as_: As, consultant: User) -> None:
    def shown() -> str:
        return str(as_(consultant).get(f"/surveys/{survey.slug}/").content.decode())

    assert "Answers received are counted once a week." in shown()
    submit(submission=factories.submission(survey))
    count_at(SUNDAY_NIGHT)
    submit(submission=factories.submission(survey))
    told = "1 answer had come in by November 18, 2018. They are counted once a week."
    assert told in shown()


def test_there_is_no_response_rate_before_the_close(lead: User, as_: As, consultant: User) -> None:
    survey = factories.open_survey(by=lead, n_invited=400)
    factories.answered(survey, [{"feel_safe": "4", "stopped": "no", "story": None}] * 110)
    scope = Scope(clock.now(), Audience.TEAM)
    running = response_of(survey, scope)
    assert (running.n_sheets, running.rate, running.margin) == (110, None, None)

    def shown() -> str:
        return str(as_(consultant).get(f"/surveys/{survey.slug}/response/").content.decode())

    assert "27.5%" not in shown()
    assert "counted when the survey closes" in shown()
    closed = close_survey(survey=survey, by=lead)
    assert response_of(closed, scope).rate == "27.5"
    assert "27.5%" in shown()
