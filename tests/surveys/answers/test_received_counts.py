"""Answers received are counted on Sunday nights only; the response rate waits for the close."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.figures import Audience, Scope
from surveys.answers.actions.received_counts import count_received
from surveys.answers.actions.submission import submit
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


def test_they_are_counted_on_sunday_night_and_once(survey: Survey, lead: User) -> None:
    closed = factories.open_survey(by=lead, slug="closed", sample=SampleKind.OPT_IN)
    submit(submission=factories.submission(closed))
    close_survey(survey=closed, by=lead)
    submit(submission=factories.submission(survey))
    for moment, n in ((SATURDAY, 0), (SUNDAY_NOON, 0), (SUNDAY_NIGHT, 1), (MONDAY, 0)):
        with clock.at(moment):
            assert count_received() == n
        assert received(survey) == (moment >= SUNDAY_NIGHT)
    submit(submission=factories.submission(survey))
    with clock.at(SUNDAY_NIGHT):
        assert count_received() == 0
    assert received(survey) == 1
    assert received(closed) == 0


def test_the_page_tells_no_finer_count(survey: Survey, as_: As, consultant: User) -> None:
    def shown() -> str:
        return str(as_(consultant).get(f"/surveys/{survey.slug}/").content.decode())

    assert "Answers received are counted on Sundays." in shown()
    submit(submission=factories.submission(survey))
    with clock.at(SUNDAY_NIGHT):
        count_received()
    submit(submission=factories.submission(survey))
    told = "1 answer had come in by November 18, 2018. They are counted on Sundays."
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
