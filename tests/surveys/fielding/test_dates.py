"""Surveys open and close on their days by themselves, and say what keeps them from it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.jobs.models import Job
from surveys import tasks
from surveys.answers.actions.invitation_codes import mint_codes
from surveys.fielding.actions.questionnaire import publish_questionnaire, write_questionnaire
from surveys.fielding.actions.status import close_survey, open_or_close_when_due
from surveys.fielding.selectors import opening_obstacles, surveys_on_their_day
from surveys.survey.models import SampleKind, Survey, SurveyStatus
from tests.surveys import factories

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


@pytest.fixture
def ready(lead: User) -> Survey:
    """A published draft with codes that opens today."""
    survey = factories.draft_survey(by=lead)
    publish_questionnaire(survey=survey, by=lead)
    mint_codes(survey=survey, n=1, by=lead)
    return on(opens_on=clock.today())


def on(**days: date | None) -> Survey:
    Survey.objects.update(**days)
    return Survey.objects.select_related("version").get()


def day_comes() -> SurveyStatus:
    """Do what beat and the worker do, and return the status of the survey."""
    tasks.look_for_batches()
    for job in Job.objects.filter(name="surveys.open_or_close_when_due"):
        tasks.open_or_close_when_due(job.key)
    return SurveyStatus(Survey.objects.get().status)


def test_a_survey_opens_on_its_day_and_closes_after_its_last(ready: Survey) -> None:
    assert day_comes() == SurveyStatus.OPEN
    assert day_comes() == SurveyStatus.OPEN
    on(closes_on=clock.today(), opens_on=clock.today())
    assert day_comes() == SurveyStatus.OPEN  # all of its last day
    on(closes_on=clock.today() - timedelta(days=1), opens_on=clock.today() - timedelta(days=9))
    assert day_comes() == SurveyStatus.CLOSED
    entries = AuditEntry.objects.filter(verb__in=["opened", "closed"])
    assert list(entries.values_list("who", "verb")) == [
        ("the portal", "opened"),
        ("the portal", "closed"),
    ]


def test_of_many_surveys_those_whose_day_has_come_are_opened_and_closed(lead: User) -> None:
    today = clock.today()
    days = {"none": None, "before": today - timedelta(days=1), "on": today,
            "after": today + timedelta(days=1)}  # fmt: skip
    for name, day in days.items():
        draft(f"opens-{name}", lead, opens_on=day)
        opened = factories.open_survey(by=lead, slug=f"closes-{name}", sample=SampleKind.OPT_IN)
        Survey.objects.filter(pk=opened.pk).update(closes_on=day)
    draft("over", lead, opens_on=days["before"], closes_on=days["before"])
    draft("letters", lead, sample=SampleKind.PROBABILITY, opens_on=today)
    written = draft("rewritten", lead, opens_on=today)
    text = factories.NOTATION.replace("feel safe", "felt safe")
    write_questionnaire(survey=written, text=text, revision=written.revision, by=lead)
    closed = factories.open_survey(by=lead, slug="closed", sample=SampleKind.OPT_IN)
    close_survey(survey=closed, by=lead)
    Survey.objects.filter(pk=closed.pk).update(closes_on=days["before"], opens_on=days["before"])
    found = {survey.slug for survey in surveys_on_their_day(today)}
    assert found == {"opens-before", "opens-on", "closes-before"}


def draft(
    slug: str, by: User, *, sample: SampleKind = SampleKind.OPT_IN, **days: date | None
) -> Survey:
    survey = factories.draft_survey(by=by, slug=slug, sample=sample)
    publish_questionnaire(survey=survey, by=by)
    Survey.objects.filter(pk=survey.pk).update(**days)
    return Survey.objects.select_related("version").get(pk=survey.pk)


def test_a_survey_needs_codes_of_its_own(ready: Survey, lead: User) -> None:
    by_letter = draft("letters", lead, sample=SampleKind.PROBABILITY)
    assert opening_obstacles(by_letter, clock.today()) == [
        "No invitation codes have been created, so no one could answer. Whoever runs the portal "
        "makes them: manage.py mint_codes letters NUMBER."
    ]
    assert opening_obstacles(draft("link", lead), clock.today()) == []
    assert opening_obstacles(ready, clock.today()) == []
    by_letter.closes_on = clock.today()
    mint_codes(survey=by_letter, n=1, by=lead)
    assert opening_obstacles(by_letter, clock.today()) == []


def test_a_questionnaire_that_cannot_be_read_was_changed(lead: User) -> None:
    survey = draft("link", lead)
    survey.notation = "nothing that can be read"
    [sentence] = opening_obstacles(survey, clock.today())
    assert "was changed after it was published" in sentence


def test_no_job_is_requested_before_the_day(ready: Survey) -> None:
    on(opens_on=clock.today() + timedelta(days=1))
    assert day_comes() == SurveyStatus.DRAFT
    assert not Job.objects.filter(name="surveys.open_or_close_when_due").exists()


def test_the_job_is_safe_to_run_twice_and_late(ready: Survey) -> None:
    for _ in range(3):
        open_or_close_when_due(survey_id=ready.pk)
    assert AuditEntry.objects.filter(verb="opened").count() == 1
    on(opens_on=clock.today() + timedelta(days=5))
    open_or_close_when_due(survey_id=ready.pk)  # a job from before the day was moved
    assert Survey.objects.get().status == SurveyStatus.OPEN


def test_a_lead_opens_it_sooner_by_hand(ready: Survey, as_: As, lead: User) -> None:
    on(opens_on=clock.today() + timedelta(days=5))
    assert as_(lead).post("/surveys/residents-2018/open/").status_code == 302
    assert day_comes() == SurveyStatus.OPEN


def test_a_typing_error_in_the_closing_date_does_not_close_an_open_survey(
    ready: Survey, as_: As, lead: User
) -> None:
    open_or_close_when_due(survey_id=ready.pk)
    browser, address = as_(lead), "/surveys/residents-2018/facts/"
    yesterday = clock.today() - timedelta(days=1)
    typed = {
        name: value if value is not None else ""
        for name, value in browser.get(address).context["form"].initial.items()
    }
    answer = browser.post(address, typed | {"closes_on": yesterday.isoformat()})
    assert "has passed, so the survey would close by itself for good" in answer.content.decode()
    assert Survey.objects.get().closes_on is None
    assert browser.post(address, typed | {"closes_on": clock.today()}).status_code == 302


def test_an_open_survey_without_codes_says_so(as_: As, lead: User) -> None:
    factories.open_survey(by=lead)
    page = as_(lead).get("/surveys/residents-2018/").content.decode()
    assert "No invitation codes have been created, so no one could answer." in page
    mint_codes(survey=Survey.objects.get(), n=1, by=lead)
    assert "No invitation codes" not in as_(lead).get("/surveys/residents-2018/").content.decode()


def test_what_is_missing_keeps_it_closed_and_is_told(lead: User, as_: As, settings: Any) -> None:
    survey = factories.draft_survey(by=lead)
    on(opens_on=clock.today())
    page = as_(lead).get("/surveys/residents-2018/").content.decode()
    assert "has not been published" in page
    assert "No invitation codes" in page
    assert day_comes() == SurveyStatus.DRAFT
    publish_questionnaire(survey=survey, by=lead)
    assert day_comes() == SurveyStatus.DRAFT
    mint_codes(survey=survey, n=1, by=lead)
    survey.refresh_from_db()
    changed = factories.NOTATION.replace("feel safe", "felt safe")
    write_questionnaire(survey=survey, text=changed, revision=survey.revision, by=lead)
    assert day_comes() == SurveyStatus.DRAFT
    assert (
        "changed after it was published"
        in as_(lead).get("/surveys/residents-2018/").content.decode()
    )
    publish_questionnaire(survey=survey, by=lead)
    settings.SURVEY_SEALING_KEY = ""
    assert day_comes() == SurveyStatus.DRAFT
    yesterday = clock.today() - timedelta(days=1)
    obstacles = opening_obstacles(on(opens_on=yesterday, closes_on=yesterday), clock.today())
    assert len(obstacles) == 2
    assert "has passed" in obstacles[0]


def test_sabotage_without_the_look_at_what_is_missing_it_would_open(
    lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = factories.draft_survey(by=lead)
    publish_questionnaire(survey=survey, by=lead)
    on(opens_on=clock.today())
    monkeypatch.setattr("surveys.fielding.selectors.opening_obstacles", lambda *_: [])
    assert day_comes() == SurveyStatus.OPEN
