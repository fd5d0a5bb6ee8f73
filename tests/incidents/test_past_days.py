"""Tests of days and times that have not come yet."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.documents import actions as library
from clayton_review.refusals import Refused
from incidents import actions
from incidents.models import EventInput, TimePrecision
from tests.documents import factories as documents
from tests.incidents import factories as make
from tests.refusing import refused

pytestmark = pytest.mark.django_db
TO_COME = datetime(2031, 7, 7, tzinfo=UTC)


@pytest.mark.parametrize("field", ["happened_from", "happened_until"])
def test_an_incident_has_happened(consultant: User, field: str) -> None:
    change: dict[str, Any] = {field: TO_COME}
    values = replace(make.VALUES, **change)
    with pytest.raises(Refused, match="cannot be in the future") as refusal:
        actions.open_incident(record_id=uuid.uuid4(), values=values, by=consultant)
    assert refusal.value.field == field


@pytest.mark.parametrize("is_claim", [True, False])
def test_claims_and_events_have_happened(consultant: User, is_claim: bool) -> None:
    incident = make.incident(by=consultant)
    common: dict[str, Any] = {"incident": incident, "record_id": uuid.uuid4(), "by": consultant}
    with pytest.raises(Refused, match="cannot be in the future"):
        if is_claim:
            values = make.claim_values(document=documents.document(by=consultant))
            values = replace(values, asserted_on=TO_COME.date())
            actions.file_claim(values=values, **common)
        else:
            event = EventInput(text="A call", at=TO_COME, precision=TimePrecision.MINUTE)
            actions.add_event(values=event, **common)


@pytest.mark.parametrize(
    ("precision", "is_refused"), [(TimePrecision.MINUTE, True), (TimePrecision.DAY, False)]
)
def test_a_time_later_today_has_not_come(
    consultant: User, precision: TimePrecision, is_refused: bool
) -> None:
    """At ten in the morning; where only the day is known, its hour says nothing."""
    with clock.at(datetime(2018, 11, 20, 16, tzinfo=UTC)):
        incident, later = make.incident(by=consultant), clock.now() + timedelta(hours=5)
        event = EventInput(text="A call", at=later, precision=precision)
        values = replace(make.VALUES, happened_from=later, happened_until=None, precision=precision)
        for add in (
            lambda: actions.add_event(
                incident=incident, record_id=uuid.uuid4(), values=event, by=consultant
            ),
            lambda: actions.open_incident(record_id=uuid.uuid4(), values=values, by=consultant),
        ):
            if is_refused:
                with pytest.raises(Refused, match=r"in the future\. Enter an earlier"):
                    add()
            else:
                add()


def test_a_day_to_come_has_not_come_though_its_hour_is_not_known(consultant: User) -> None:
    incident = make.incident(by=consultant)
    event = EventInput(text="A call", at=TO_COME, precision=TimePrecision.DAY)
    with refused("The time cannot be in the future. Enter today or an earlier day.", incident):
        actions.add_event(incident=incident, record_id=uuid.uuid4(), values=event, by=consultant)


def test_a_document_was_published(consultant: User) -> None:
    values = replace(documents.VALUES, published_on=date(2031, 1, 1))
    with pytest.raises(Refused, match="The publication date cannot be in the future"):
        library.file_document(record_id=uuid.uuid4(), values=values, by=consultant)
    document = documents.document(by=consultant)
    with pytest.raises(Refused, match="The publication date cannot be in the future"):
        library.amend_document(document=document, revision=1, values=values, by=consultant)
