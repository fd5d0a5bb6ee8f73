"""Tests of days that cannot be, of reminders without an address, and of logging an appointment."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.refusals import Refused
from findings.fieldwork.actions.participants import add_participant
from findings.fieldwork.actions.slots import book_slot, offer_slot, record_slot_outcome
from findings.fieldwork.models.contacts import ContactAttempt
from findings.fieldwork.models.slots import Slot
from findings.interviews.actions.interviews import plan_interview
from findings.interviews.inputs import InterviewInput
from findings.interviews.models.interviews import InterviewMode, PlaceKind
from tests.engagement.factories import contract
from tests.findings import factories as make
from tests.findings import field_factories as field

SignIn = Callable[[User], Client]
NOW = datetime(2019, 2, 5, 18, tzinfo=UTC)
BEFORE_CONTRACT = "before the start of the contract, October 15, 2018"


@pytest.fixture(autouse=True)
def _in_february(lead: User) -> Iterator[None]:
    with clock.at(NOW):
        contract(by=lead)
        yield


def test_an_interview_is_not_older_than_the_study(consultant: User) -> None:
    with pytest.raises(Refused, match=BEFORE_CONTRACT):
        make.interview(by=consultant, held_on=date(1999, 7, 4))
    make.interview(by=consultant, held_on=date(2018, 10, 15))
    make.interview(by=consultant, held_on=date(2019, 3, 1))


def test_a_person_is_interviewed_once_a_day(consultant: User) -> None:
    first = make.interview(by=consultant)
    with pytest.raises(Refused, match="P-001 on February 5, 2019 is on record already"):
        make.interview(by=consultant, participant=first.participant, held_on=first.held_on)
    make.interview(by=consultant, participant=first.participant, held_on=date(2019, 2, 4))


@pytest.mark.parametrize(
    ("mode", "place", "words"),
    [
        (InterviewMode.PHONE, PlaceKind.HOME, "A call has no place"),
        (InterviewMode.IN_PERSON, PlaceKind.NONE, "Choose where you meet"),
    ],
)
def test_a_call_has_no_place(consultant: User, mode: str, place: str, words: str) -> None:
    interview = make.interview(by=consultant)
    values = InterviewInput(
        participant=make.participant(by=consultant),
        guide=interview.guide,
        interviewer=consultant,
        held_on=clock.today(),
        mode=mode,
        place=place,
    )
    with pytest.raises(Refused, match=words):
        plan_interview(record_id=uuid.uuid4(), values=values, by=consultant)


def test_contacts_consents_and_activities_lie_in_the_study(consultant: User) -> None:
    with pytest.raises(Refused, match=BEFORE_CONTRACT):
        field.attempt(by=consultant, days_ago=200)
    with pytest.raises(Refused, match=BEFORE_CONTRACT):
        field.activity(by=consultant, held_on=date(2018, 10, 14))
    with pytest.raises(Refused, match="cannot be in the future"):
        field.activity(by=consultant, held_on=date(2019, 2, 6))


@pytest.mark.parametrize("phone", ["12", "none", "555-014"])
def test_a_phone_number_can_be_dialed(as_: SignIn, consultant: User, phone: str) -> None:
    participant = field.recruit(by=consultant)
    url, client = (
        reverse("findings:participant_store_identity", args=[participant.pk]),
        as_(consultant),
    )
    assert "Enter the whole number" in client.post(url, {"phone": phone}).content.decode()
    assert client.post(url, {"phone": "+1 (314) 555-0143 ext. 2"}).status_code == 302


def test_a_reminder_by_email_needs_an_address(consultant: User) -> None:
    values = replace(field.make_values(), wants_reminder=True)
    with pytest.raises(Refused, match="Enter the e-mail address for the reminder"):
        add_participant(record_id=uuid.uuid4(), values=values, by=consultant)
    add_participant(record_id=uuid.uuid4(), values=values, by=consultant, email="a@example.org")


def kept_slot(by: User, **changes: Any) -> Slot:
    """Return an appointment of two hours ago, whose participant came."""
    with clock.at(NOW - timedelta(days=4)):
        values = replace(field.slot_values(by=by), **changes)
        slot = offer_slot(record_id=uuid.uuid4(), values=values, by=by)
        somebody = field.recruit(by=by)
        field.attempt(by=by, participant=somebody, next_in=1)
        slot = book_slot(slot=slot, revision=1, participant=somebody, by=by)
    return record_slot_outcome(slot=slot, revision=slot.revision, to="kept", by=by)


def test_an_interview_takes_day_way_and_place_from_its_appointment(
    as_: SignIn, consultant: User, second_consultant: User
) -> None:
    slot = kept_slot(second_consultant, place=PlaceKind.CITY)
    client = as_(consultant)
    page = client.get(slot.get_absolute_url())
    form = client.get(page.context["interview_url"]).context["form"]
    assert "Log the interview" in page.content.decode()
    assert str(form["participant"].value()) == str(slot.participant_id)
    assert str(form["interviewer"].value()) == str(second_consultant.pk)
    assert form["held_on"].value() == "02/02/2019"
    assert (form["mode"].value(), form["place"].value()) == ("in_person", "city")
    assert 'value="02/02/2019"' in str(form["held_on"])


def test_an_appointment_by_phone_is_logged_without_a_place(as_: SignIn, consultant: User) -> None:
    slot = kept_slot(consultant, mode=InterviewMode.PHONE)
    client = as_(consultant)
    url = client.get(slot.get_absolute_url()).context["interview_url"]
    form = client.get(url).context["form"]
    assert (form["mode"].value(), form["place"].value()) == ("phone", "none")
    sent = {name: form[name].value() for name in form.fields}
    sent["guide"] = str(make.interview(by=consultant).guide.pk)
    sent["participant"] = str(make.participant(by=consultant).pk)
    shown = client.post(url, sent, follow=True).content.decode()
    assert "The interview of February 2, 2019 was logged." in shown


def test_a_step_is_closed_once_its_appointment_has_begun(consultant: User) -> None:
    slot = kept_slot(consultant)
    assert not ContactAttempt.objects.open_steps(clock.today()).exists()
    with clock.at(slot.starts_at - timedelta(hours=1)):
        assert ContactAttempt.objects.open_steps(clock.today()).exists()
