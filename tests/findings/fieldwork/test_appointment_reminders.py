"""Tests of the reminders of appointments, which reveal nothing about the study."""

import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.jobs.error_words import error_words
from clayton_review.jobs.models import Job
from clayton_review.languages import CODES
from clayton_review.letters.delivery import NotDelivered
from clayton_review.letters.models import Letter
from clayton_review.refusals import Refused
from findings.fieldwork.actions.appointment_reminders import send_reminder
from findings.fieldwork.actions.identities import seal_identity
from findings.fieldwork.actions.participants import amend_participant
from findings.fieldwork.actions.slots import (
    free_slot,
)
from findings.fieldwork.models.slots import Slot
from findings.fieldwork.policies import revealing_words
from findings.fieldwork.selectors.appointment_reminders import FORMS, reminder
from findings.interviews.models.interviews import InterviewMode
from findings.interviews.models.participants import Participant
from tests.findings import field_factories as field
from tests.letters.mail_server import mail_server

# Words that a reminder never shows to people who read over a participant's shoulder.
FORBIDDEN = re.compile(
    r"polic|officer|oficial|agente|cop\b|sheriff|study|estudio|research|investigaci|interview|"
    r"entrevista|survey|encuesta|21cps|21st|consult|clayton review|review|revisi|complain|queja|"
    r"incident|stop\b|aldermen|city hall|ayuntamiento|municip|department|departamento|july|julio"
    r"|whitfield|carla",
    re.IGNORECASE,
)


@pytest.mark.parametrize("mode", InterviewMode.values)
@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("form", FORMS)
def test_reminders_say_that_there_is_an_appointment_and_nothing_else(
    form: str, language: str, mode: str, consultant: User
) -> None:
    slot = field.booked(by=consultant, where="Library, room 2")
    slot.mode = mode
    words = reminder(slot, form, language)
    assert FORBIDDEN.findall(f"{words.subject} {words.text}") == []
    assert slot.participant is not None
    assert slot.participant.code not in words.text
    if mode == InterviewMode.IN_PERSON:
        assert "Library, room 2" in words.text


@pytest.mark.parametrize("where", ["Police station", "comisaría", "Study office", "21CPS, floor 2"])
def test_a_place_that_tells_is_refused(where: str, consultant: User) -> None:
    with pytest.raises(Refused, match="Leave out"):
        field.slot(by=consultant, where=where)


def test_sabotage_places_that_nobody_reads_would_tell(
    consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("findings.fieldwork.actions.slots.revealing_words", lambda _text: [])
    slot = field.booked(by=consultant, where="Police station")
    assert FORBIDDEN.search(reminder(slot, "text", "en").text)
    assert revealing_words("Police station")


def test_a_reminder_goes_out_once_the_day_before_to_whoever_wants_it(
    consultant: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    somebody = field.recruit(by=consultant)
    seal_identity(participant=somebody, by=consultant, email="ana@example.org")
    values = replace(field.make_values(), wants_reminder=True, language="es")
    somebody = amend_participant(
        participant=somebody, revision=somebody.revision, values=values, by=consultant
    )
    slot = field.booked(by=consultant, participant=somebody)
    assert Job.objects.get(name="findings.remind_of_appointment").key == str(slot.pk)
    other = field.booked(by=consultant)
    assert send_reminder(slot_id=slot.pk)
    assert not send_reminder(slot_id=slot.pk)
    slot.refresh_from_db()
    other.refresh_from_db()
    assert slot.reminded_at is not None
    assert other.reminded_at is None
    [letter] = mail.outbox
    assert letter.to == ["ana@example.org"]
    assert "Su cita" in letter.body
    assert not FORBIDDEN.search(f"{letter.subject} {letter.body} {letter.from_email}")
    read = AuditEntry.objects.get(verb="read")
    assert read.reason.startswith("Reminder of an appointment")


def test_a_reminder_that_is_refused_leaves_neither_address_nor_answer_in_its_row(
    consultant: User, settings: Any
) -> None:
    participant = field.recruit(by=consultant)
    seal_identity(participant=participant, by=consultant, email="ana@example.org")
    Participant.objects.filter(pk=participant.pk).update(wants_reminder=True)
    slot = field.booked(by=consultant, participant=Participant.objects.get(pk=participant.pk))
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        server.replies["ana@example.org"] = "550 ANA@example.org has no mailbox"
        assert not send_reminder(slot_id=slot.pk)
        letter = Letter.objects.get()
        assert "ana" not in str(letter.__dict__).lower()
        assert letter.last_error == "The mail server refused the address."
        assert letter.sealed is None
        slot.refresh_from_db()
        assert slot.reminded_at is None
        server.replies["ana@example.org"] = "450 ana@example.org is busy"
        with pytest.raises(NotDelivered) as refusal:
            send_reminder(slot_id=slot.pk)
        assert "ana" not in f"{refusal.value} {error_words(refusal.value)}".lower()
        server.replies.clear()
        assert send_reminder(slot_id=slot.pk)
        assert not send_reminder(slot_id=slot.pk)
        assert server.recipients() == ["ana@example.org"]


def test_whoever_asks_for_it_after_booking_is_reminded_too(consultant: User) -> None:
    slot = field.booked(by=consultant)
    assert slot.participant is not None
    assert not Job.objects.exists()
    values = replace(field.make_values(), wants_reminder=True)
    with pytest.raises(Refused, match="holds no e-mail address of P-001"):
        amend_participant(participant=slot.participant, revision=1, values=values, by=consultant)
    seal_identity(participant=slot.participant, by=consultant, email="ana@example.org")
    amend_participant(participant=slot.participant, revision=1, values=values, by=consultant)
    assert Job.objects.get().key == str(slot.pk)
    assert send_reminder(slot_id=slot.pk)


def test_who_has_no_address_in_the_vault_is_not_reminded(consultant: User) -> None:
    slot = field.booked(by=consultant)
    assert slot.participant is not None
    Participant.objects.filter(pk=slot.participant.pk).update(wants_reminder=True)
    assert not send_reminder(slot_id=slot.pk)
    slot.refresh_from_db()
    assert slot.reminded_at is None


def test_nobody_else_is_written_to(consultant: User) -> None:
    quiet = field.recruit(by=consultant)
    seal_identity(participant=quiet, by=consultant, email="quiet@example.org")
    slot = field.booked(by=consultant, participant=quiet)
    assert not send_reminder(slot_id=slot.pk)
    Participant.objects.filter(pk=quiet.pk).update(wants_reminder=True)
    Slot.objects.filter(pk=slot.pk).update(ends_at=clock.now() + timedelta(days=9),
                                           starts_at=clock.now() + timedelta(days=8))  # fmt: skip
    assert not send_reminder(slot_id=slot.pk)
    slot.refresh_from_db()
    free_slot(slot=slot, revision=slot.revision, by=consultant)
    assert not send_reminder(slot_id=slot.pk)
    assert not send_reminder(slot_id=uuid.uuid4())
    assert mail.outbox == []
