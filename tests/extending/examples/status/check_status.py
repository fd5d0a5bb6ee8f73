"""The new statuses are offered, reached and left by their steps; the public reads its one."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.documents.actions.requests import move_request
from clayton_review.figures import Audience, Scope, compute
from clayton_review.refusals import Refused
from findings.recommendations.actions.recommendations import report_progress
from findings.recommendations.actions.release import issue_recommendation
from findings.recommendations.inputs import ProgressInput
from findings.recommendations.models.recommendations import Recommendation
from findings.stories.actions.stories import change_talk_state
from incidents.actions import move_incident
from incidents.models import Incident, IncidentStatus
from tests.documents import factories as documents
from tests.findings import factories as studies
from tests.findings import story_factories as stories
from tests.incidents import factories as make
from tests.reports.factories import issued

pytestmark = pytest.mark.django_db


def move(incident: Incident, to: IncidentStatus, by: User) -> None:
    incident.refresh_from_db()
    move_incident(
        incident=incident, revision=incident.revision, to=to, reason="The next step.", by=by
    )


def test_it_is_reached_by_its_steps_alone(consultant: User) -> None:
    incident = make.incident(by=consultant)
    with pytest.raises(Refused):
        move(incident, IncidentStatus.ON_HOLD, consultant)
    for status in (
        IncidentStatus.UNDER_REVIEW,
        IncidentStatus.ON_HOLD,
        IncidentStatus.UNDER_REVIEW,
    ):
        move(incident, status, consultant)
    incident.refresh_from_db()
    assert incident.status == IncidentStatus.UNDER_REVIEW


def test_its_page_offers_it(consultant: User, as_: Callable[[User], Client]) -> None:
    incident = make.incident(by=consultant)
    move(incident, IncidentStatus.UNDER_REVIEW, consultant)
    page = as_(consultant).get(f"/incidents/{incident.reference}/move/").content.decode()
    assert "On hold" in page


def report(row: Recommendation, status: str, by: User) -> None:
    row.refresh_from_db()
    progress = ProgressInput(status, "policy", "The next step.")
    report_progress(recommendation=row, revision=row.revision, progress=progress, by=by)


@pytest.fixture
def paused(lead: User, consultant: User, second_consultant: User) -> Recommendation:
    """An issued recommendation that was paused in December, and the report of December."""
    with clock.at(datetime(2018, 12, 3, 16, tzinfo=UTC)):
        finding = studies.released(by=consultant, signer=second_consultant, lead=lead)
        row = studies.recommendation(by=consultant, finding=finding)
        issue_recommendation(recommendation=row, revision=row.revision, by=lead)
        for status in ("in_progress", "paused"):
            report(row, status, second_consultant)
    issued(by=lead, approvers=(consultant, second_consultant))
    return row


@pytest.mark.parametrize("language", ["", "/es"])
def test_the_public_reads_it_on_the_tracker(paused: Recommendation, language: str) -> None:
    list_page = Client().get(f"{language}/recommendations/?status=paused").content.decode()
    own_page = Client().get(f"{language}/recommendations/{paused.reference}/").content.decode()
    assert paused.reference in list_page
    for page in (list_page.partition("</form>")[2], own_page):
        assert "Paused" in page


def test_the_team_and_the_board_read_it(
    paused: Recommendation, consultant: User, board_member: User, as_: Callable[[User], Client]
) -> None:
    for person, path in (
        (consultant, "/team/recommendations/"),
        (consultant, paused.get_absolute_url()),
        (board_member, "/dashboard/"),
        (board_member, f"/dashboard/recommendations/{paused.reference}/"),
    ):
        response = as_(person).get(path)
        assert response.status_code == 200, path
    assert "Paused" in as_(consultant).get(paused.get_absolute_url()).content.decode()


def test_a_request_reaches_it_and_its_figure_says_so(
    consultant: User, as_: Callable[[User], Client]
) -> None:
    request = documents.asked(by=consultant)
    documents.asked(by=consultant)
    today = clock.today()
    move_request(request=request, revision=request.revision, to="delayed", on=today, by=consultant)
    assert AuditEntry.objects.latest("pk").verb == "set the status “Delayed”"
    figure = compute("documents.requests", Scope(as_of=clock.now(), audience=Audience.BOARD))
    assert "Of 2 requests, 1 is open and 1 is “Delayed”." in figure.sentence
    assert "Delayed" in as_(consultant).get(request.get_absolute_url()).content.decode()


def test_a_request_to_talk_is_offered_it_and_reaches_it(
    consultant: User, as_: Callable[[User], Client]
) -> None:
    talk = stories.a_request()
    page = as_(consultant).get(talk.get_absolute_url()).content.decode()
    assert "Mark as waiting" in page
    change_talk_state(talk=talk, revision=talk.revision, to="waiting", by=consultant)
    assert "Waiting" in as_(consultant).get(talk.get_absolute_url()).content.decode()
