"""The new status is offered, reached and left by its steps, and by no others."""

from collections.abc import Callable

import pytest
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.refusals import Refused
from incidents.actions import move_incident
from incidents.models import Incident, IncidentStatus
from tests.incidents import factories as make

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
