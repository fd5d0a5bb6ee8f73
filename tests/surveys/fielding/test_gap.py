"""After a restore the survey's page says, until a day, whose answers may be lost."""

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from surveys.answers.actions.invitation_codes import mint_codes
from surveys.answers.actions.submission import submit
from surveys.fielding.actions.status import close_survey
from surveys.survey.models import SampleKind, Survey
from surveys.survey.selectors import forget_published
from tests.surveys import factories

pytestmark = pytest.mark.django_db
PAGE = "/survey/residents-2018/"
LOST = "we may not have them. A computer failed"


@pytest.fixture
def survey(lead: User) -> Survey:
    survey = factories.open_survey(by=lead, n_invited=500)
    Survey.objects.update(opens_on=date(2018, 11, 1))
    factories.open_survey(by=lead, slug="other", sample=SampleKind.OPT_IN)
    return survey


def announce(**options: Any) -> str:
    told = StringIO()
    until = {"until": clock.today() + timedelta(days=30)}
    call_command("announce_lost_answers", "residents-2018", **until | options, stdout=told)
    return told.getvalue()


def text(client: Client, address: str = PAGE) -> str:
    forget_published()
    return client.get(address).content.decode()


def test_the_page_says_so_in_both_languages_until_that_day(survey: Survey, client: Client) -> None:
    assert LOST not in text(client)
    said = announce(last=date(2018, 11, 20))
    assert "from November 1, 2018 to November 20, 2018 may be lost" in said
    page = text(client)
    assert f"from November 1, 2018 to November 20, 2018, {LOST}" in page
    assert "Try your code again." in page
    assert "Se perdieron algunas respuestas" in text(client, f"/es{PAGE}")
    assert LOST not in text(client, "/survey/other/")
    entry = AuditEntry.objects.get(verb="announced lost answers of")
    assert '"first":"2018-11-01"' in entry.payload.replace(" ", "")

    earlier = clock.today() - timedelta(days=1)
    Survey.objects.filter(pk=survey.pk).update(gap_shown_until=earlier)
    assert LOST not in text(client)


def test_a_closed_survey_says_so_without_asking_for_a_code(
    survey: Survey, lead: User, client: Client
) -> None:
    announce()
    close_survey(survey=survey, by=lead)
    page = text(client)
    assert LOST in page
    assert "Try your code again." not in page


def test_a_used_code_is_not_told_that_we_have_the_answers(survey: Survey, client: Client) -> None:
    [code] = mint_codes(survey=survey, n=1, by=None)
    submit(submission=factories.submission(survey, code=code))
    announce()
    forget_published()
    page = client.post(f"{PAGE}questions/", {"code": code}).content.decode()
    assert "we may not have them. Call us." in page
    assert "we have them, and" not in page


def test_an_open_link_says_that_one_can_answer_again(survey: Survey, client: Client) -> None:
    Survey.objects.filter(slug="other").update(opens_on=date(2018, 11, 1))
    call_command("announce_lost_answers", "other", until=clock.today(), stdout=StringIO())
    assert "You can answer again." in text(client, "/survey/other/")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"until": date(2000, 1, 1)}, "today or a later day"),
        ({"last": date(2018, 10, 1)}, "must not be after the last"),
        ({"last": date(2100, 1, 1)}, "neither in the future"),
    ],
)
def test_days_that_make_no_sense_are_refused(
    survey: Survey, options: dict[str, date], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        announce(**options)
    with pytest.raises(CommandError, match="no opening day"):
        call_command("announce_lost_answers", "other", until=clock.today())
    with pytest.raises(CommandError, match="no survey “nowhere”"):
        call_command("announce_lost_answers", "nowhere", until=clock.today())
    survey.refresh_from_db()
    assert survey.gap_shown_until is None


def test_a_draft_is_refused(lead: User) -> None:
    factories.draft_survey(by=lead)
    with pytest.raises(CommandError, match="No one could answer"):
        announce(since=date(2018, 11, 1))


def test_the_team_sees_what_residents_are_told(survey: Survey, lead: User, as_: Any) -> None:
    announce(last=date(2018, 11, 20))
    page = as_(lead).get("/surveys/residents-2018/").content.decode()
    assert "Answers from November 1, 2018 to November 20, 2018 may be lost" in page
