"""Refusals of contacts, activities, participants and what the vault holds about them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.citable import records
from findings.coding.models.quotable_texts import Consent, SpeakerGroup
from findings.fieldwork.actions.activities import amend_activity, write_notes
from findings.fieldwork.actions.identities import read_identity, seal_identity
from findings.fieldwork.actions.participants import amend_participant
from findings.fieldwork.actions.slots import (
    book_slot,
    free_slot,
    record_slot_outcome,
    reschedule_slot,
)
from findings.fieldwork.inputs import ActivityInput, AttendanceInput, ParticipantInput
from findings.fieldwork.models.contacts import ContactAttempt
from tests.findings import field_factories as factories
from tests.refusing import refused

pytestmark = pytest.mark.django_db


def test_notes_have_a_greatest_length(consultant: User) -> None:
    row = factories.activity(by=consultant)
    with refused("Shorten the notes to 200,000 characters.", row):
        write_notes(activity=row, revision=1, text="a" * 200_001, by=consultant)


@pytest.mark.parametrize(
    ("sentence", "changes", "groups"),
    [
        ("Enter a title that colleagues will recognize.", {"title": " "}, ()),
        ("Enter each group once.", {}, (("resident", 2), ("resident", 3))),
        ("Enter each group once.", {}, (("martian", 2),)),
        ("Enter a count from 0 to 5,000.", {}, (("resident", -1),)),
        ("Enter a count from 0 to 5,000.", {}, (("resident", 5_001),)),
        ("Enter a count from 0 to 5,000.", {"n_attended": 5_001}, ()),
    ],
)
def test_impossible_titles_and_counts_of_an_activity_are_refused(
    sentence: str, changes: dict[str, Any], groups: tuple[Any, ...], consultant: User
) -> None:
    row = factories.activity(by=consultant)
    values = ActivityInput(row.kind, row.title, row.held_on, row.minutes, consent=row.consent)
    with refused(sentence, row):
        amend_activity(
            activity=row, revision=1, values=replace(values, **changes), facilitators=[],
            attendance=AttendanceInput(groups=groups), by=consultant,
        )  # fmt: skip
    assert not row.attendance.exists()


def test_a_withdrawn_participant_is_not_contacted(consultant: User) -> None:
    person = factories.recruit(by=consultant)
    gone = records.withdraw(person, revision=1, reason="Moved away.", by=consultant)
    with refused(f"{gone.code} has been withdrawn and must not be contacted."):
        factories.attempt(by=consultant, participant=gone)
    assert not ContactAttempt.objects.exists()


def test_the_vault_takes_no_empty_identity(consultant: User) -> None:
    person = factories.recruit(by=consultant)
    with refused("Enter a name, a phone number or an e-mail address."):
        seal_identity(participant=person, name=" ", by=consultant)


def test_the_vault_shows_no_unknown_field(lead: User) -> None:
    person = factories.recruit(by=lead)
    with refused("Choose what you need to see."):
        read_identity(participant=person, field="address", by=lead, reason="A letter came back.")


@pytest.mark.parametrize(
    ("sentence", "changes"),
    [
        (
            "On-the-record quotes name the office. Enter the office, such as City Manager.",
            {"group": SpeakerGroup.OFFICIAL, "consent": Consent.ON_RECORD, "office": " "},
        ),
        (
            "Enter an office only for officials on the record. Otherwise leave it empty.",
            {"office": "City Manager"},
        ),
        (
            "If they have not been asked yet, leave the date and the way of consent empty.",
            {"consent": Consent.NOT_ASKED},
        ),
        (
            "If they have not been asked yet, leave the date and the way of consent empty.",
            {"consent": Consent.NOT_ASKED, "consent_on": None, "consent_how": "signed"},
        ),
        ("Enter the date the consent was given.", {"consent_on": None}),
    ],
)
def test_consent_group_office_and_day_must_fit_together(
    sentence: str, changes: dict[str, Any], consultant: User
) -> None:
    person = factories.recruit(by=consultant)
    fitting = ParticipantInput(SpeakerGroup.RESIDENT, Consent.GROUP_LABEL, clock.today())
    with refused(sentence, person):
        amend_participant(
            participant=person, revision=1, values=replace(fitting, **changes), by=consultant
        )
    assert person.consents.count() == 1


@pytest.mark.parametrize(
    ("sentence", "hours", "where"),
    [
        ("An appointment must end after it starts.", 0, ""),
        ("An appointment can last eight hours at most.", 9, ""),
        (
            "Other people may see this in a reminder. Leave out “police” and give only the "
            "building or street.",
            1,
            "The police station",
        ),
    ],
)
def test_an_appointment_ends_in_time_and_reveals_nothing(
    sentence: str, hours: int, where: str, consultant: User
) -> None:
    row = factories.slot(by=consultant)
    values = factories.slot_values(by=consultant, where=where)
    values = replace(values, ends_at=values.starts_at + timedelta(hours=hours))
    with refused(sentence, row):
        reschedule_slot(slot=row, revision=1, values=values, by=consultant)


def test_an_appointment_ends_with_the_participant_there_or_not(consultant: User) -> None:
    row = factories.booked(by=consultant)
    with clock.at(row.ends_at), refused("Say whether the participant came.", row):
        record_slot_outcome(slot=row, revision=row.revision, to="open", by=consultant)


def test_an_open_appointment_is_not_freed(consultant: User) -> None:
    row = factories.slot(by=consultant)
    with refused("This appointment is already “open”.", row):
        free_slot(slot=row, revision=1, by=consultant)


def test_an_appointment_that_is_over_is_not_rescheduled(consultant: User) -> None:
    row = factories.booked(by=consultant)
    with clock.at(row.ends_at):
        row = record_slot_outcome(slot=row, revision=row.revision, to="kept", by=consultant)
    with refused("This appointment is in the past, so it cannot be rescheduled.", row):
        reschedule_slot(
            slot=row, revision=row.revision, values=factories.slot_values(by=consultant),
            by=consultant,
        )  # fmt: skip


def test_an_appointment_is_not_moved_onto_another(consultant: User) -> None:
    taken = factories.slot(by=consultant)
    row = factories.slot(by=consultant, starts_at=taken.starts_at + timedelta(hours=2))
    values = factories.slot_values(by=consultant, starts_at=taken.starts_at)
    with refused("The interviewer has another appointment at that time.", row):
        reschedule_slot(slot=row, revision=1, values=values, by=consultant)


def test_no_appointment_is_booked_for_a_withdrawn_participant(consultant: User) -> None:
    person, row = factories.recruit(by=consultant), factories.slot(by=consultant)
    gone = records.withdraw(person, revision=1, reason="Moved away.", by=consultant)
    with refused(f"{gone.code} has been withdrawn. Choose another participant.", row):
        book_slot(slot=row, revision=1, participant=gone, by=consultant)


def test_an_appointment_that_has_started_is_not_booked(consultant: User) -> None:
    person, row = factories.recruit(by=consultant), factories.slot(by=consultant)
    sentence = "This appointment has already started. Choose a later one."
    with clock.at(row.starts_at), refused(sentence, row):
        book_slot(slot=row, revision=1, participant=person, by=consultant)
