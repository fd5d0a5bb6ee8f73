"""Tests of the reminders of appointments, which reveal nothing about the study."""

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.jobs.error_words import error_words
from clayton_review.jobs.models import Job
from clayton_review.languages import CODES
from clayton_review.letters import actions as letters
from clayton_review.letters.delivery import NotDelivered
from clayton_review.letters.models import Letter, LetterState
from clayton_review.refusals import Refused
from clayton_review.vault import actions as vault
from findings.fieldwork.actions import appointment_reminders
from findings.fieldwork.actions.appointment_reminders import send_reminder
from findings.fieldwork.actions.identities import seal_identity
from findings.fieldwork.actions.participants import amend_participant
from findings.fieldwork.actions.slots import book_slot, free_slot, reschedule_slot
from findings.fieldwork.inputs import SlotInput
from findings.fieldwork.models.slots import Slot
from findings.fieldwork.policies import revealing_words
from findings.fieldwork.selectors.appointment_reminders import FORMS, reminder
from findings.interviews.models.interviews import InterviewMode
from findings.interviews.models.participants import Participant
from tests.findings import field_factories as field
from tests.letters.mail_server import MailServer, mail_server

# Words that a reminder never shows to people who read over a participant's shoulder.
FORBIDDEN = re.compile(
    r"polic|officer|oficial|agente|cop\b|sheriff|study|estudio|research|investigaci|interview|"
    r"entrevista|survey|encuesta|21cps|21st|consult|clayton review|review|revisi|complain|queja|"
    r"incident|stop\b|aldermen|city hall|ayuntamiento|municip|department|departamento|july|julio"
    r"|whitfield|carla",
    re.IGNORECASE,
)


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    """A mail server of the test's own, to which the portal hands its letters."""
    with mail_server() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        yield running


def wanting(by: User, email: str) -> Participant:
    """A participant who wants a reminder at an address."""
    participant = field.recruit(by=by)
    seal_identity(participant=participant, by=by, email=email)
    Participant.objects.filter(pk=participant.pk).update(wants_reminder=True)
    participant.refresh_from_db()
    return participant


def delayed(server: MailServer, by: User) -> Slot:
    """A booked appointment whose reminder the mail server does not take now."""
    slot = field.booked(by=by, participant=wanting(by, "ana@example.org"))
    server.replies["ana@example.org"] = "450 later"
    with pytest.raises(NotDelivered):
        send_reminder(slot_id=slot.pk)
    server.replies.clear()
    slot.refresh_from_db()
    return slot


def free(slot: Slot, by: User) -> None:
    free_slot(slot=slot, revision=slot.revision, by=by)


def move(slot: Slot, by: User) -> None:
    values = SlotInput(**{column.name: getattr(slot, column.name) for column in fields(SlotInput)})
    later = {name: getattr(slot, name) + timedelta(days=9) for name in ("starts_at", "ends_at")}
    reschedule_slot(slot=slot, revision=slot.revision, values=replace(values, **later), by=by)


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


@pytest.mark.parametrize(
    ("utc_hour", "english", "spanish"),
    [
        (6, "at 12:30 a.m.", "a las 12:30"),
        (7, "at 1:30 a.m.", "a la 1:30"),
        (17, "at 11:30 a.m.", "a las 11:30"),
        (18, "at 12:30 p.m.", "a las 12:30"),
        (19, "at 1:30 p.m.", "a la 1:30"),
    ],
)
def test_the_hour_of_an_appointment_is_told_as_people_say_it(
    consultant: User, utc_hour: int, english: str, spanish: str
) -> None:
    slot = field.booked(by=consultant)
    slot.starts_at = datetime(2018, 12, 3, utc_hour, 30, tzinfo=UTC)
    assert english in reminder(slot, "text", "en").text
    assert spanish in reminder(slot, "text", "es").text


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
    other = field.booked(by=consultant, starts_at=clock.now() + timedelta(hours=18))
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


def test_a_slot_whose_reminder_went_out_before_a_worker_was_killed_is_marked(
    consultant: User,
) -> None:
    slot = field.booked(by=consultant, participant=wanting(consultant, "ana@example.org"))
    assert send_reminder(slot_id=slot.pk)
    Slot.objects.update(reminded_at=None)
    assert not send_reminder(slot_id=slot.pk)
    slot.refresh_from_db()
    assert slot.reminded_at is not None
    assert len(mail.outbox) == 1


def test_a_reminder_that_is_refused_leaves_neither_address_nor_answer_in_its_row(
    consultant: User, server: MailServer
) -> None:
    slot = field.booked(by=consultant, participant=wanting(consultant, "ana@example.org"))
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


def test_whoever_books_a_slot_that_was_freed_is_reminded_as_well(consultant: User) -> None:
    ana, ben = (wanting(consultant, f"{name}@example.org") for name in ("ana", "ben"))
    slot = field.booked(by=consultant, participant=ana)
    assert send_reminder(slot_id=slot.pk)
    slot.refresh_from_db()
    slot = free_slot(slot=slot, revision=slot.revision, by=consultant)
    book_slot(slot=slot, revision=slot.revision, participant=ben, by=consultant)
    assert send_reminder(slot_id=slot.pk)
    assert [letter.to for letter in mail.outbox] == [["ana@example.org"], ["ben@example.org"]]
    assert AuditEntry.objects.filter(verb="sent a reminder").count() == 2


def test_a_reminder_that_the_lead_set_aside_is_not_sent(
    consultant: User, lead: User, server: MailServer
) -> None:
    slot = delayed(server, consultant)
    letters.set_aside(letter=Letter.objects.get(), by=lead)
    assert not send_reminder(slot_id=slot.pk)
    slot.refresh_from_db()
    assert (server.taken, slot.reminded_at) == ([], None)
    assert Letter.objects.get().set_aside_at
    assert slot.participant is not None
    seal_identity(participant=slot.participant, by=consultant, email="anna@example.org")
    assert send_reminder(slot_id=slot.pk)
    assert server.recipients() == ["anna@example.org"]


@pytest.mark.parametrize("change", [free, move])
def test_a_delayed_reminder_of_what_a_slot_was_is_given_up(
    consultant: User, server: MailServer, change: Callable[[Slot, User], None]
) -> None:
    change(delayed(server, consultant), consultant)
    assert not Letter.objects.late_or_failed().exists()
    assert Letter.objects.get().state == LetterState.GIVEN_UP


def test_a_delayed_reminder_is_given_up_when_the_appointment_has_begun(
    consultant: User, server: MailServer
) -> None:
    slot = delayed(server, consultant)
    other = letters.get_or_create_letter("appointment 1", subject="1")
    with clock.at(slot.starts_at):
        assert not send_reminder(slot_id=slot.pk)
    assert not Letter.objects.late_or_failed().exists()
    assert Letter.objects.exclude(pk=other.pk).get().state == LetterState.GIVEN_UP
    assert Letter.objects.get(pk=other.pk).state == LetterState.WAITING


def test_nothing_is_sent_about_a_slot_that_changes_while_its_reminder_is_prepared(
    consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = field.booked(by=consultant, participant=wanting(consultant, "ana@example.org"))
    read_field = vault.read_field

    def read_and_free(**options: Any) -> str:
        free(slot, consultant)
        return read_field(**options)

    monkeypatch.setattr(vault, "read_field", read_and_free)
    assert not send_reminder(slot_id=slot.pk)
    assert mail.outbox == []


def test_a_place_changed_while_its_reminder_is_prepared_is_the_one_told(
    consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = field.booked(by=consultant, participant=wanting(consultant, "ana@example.org"))
    other = field.booked(by=consultant, starts_at=slot.ends_at)
    assert other.revision == slot.revision
    read_field = vault.read_field

    def read_and_move(**options: Any) -> str:
        values = field.slot_values(by=consultant, starts_at=slot.starts_at, where="Library, room 2")
        reschedule_slot(slot=slot, revision=slot.revision, values=values, by=consultant)
        monkeypatch.setattr(vault, "read_field", read_field)
        return read_field(**options)

    monkeypatch.setattr(vault, "read_field", read_and_move)
    assert send_reminder(slot_id=slot.pk)
    [letter] = mail.outbox
    assert "Library, room 2" in letter.body


def sent_while(meanwhile: Callable[[], object], by: User, patch: pytest.MonkeyPatch) -> Slot:
    """Send a reminder; as soon as the letter is out, before its slot is marked, do something."""
    slot = field.booked(by=by, participant=wanting(by, "ana@example.org"))

    def deliver_first(*values: Any, **options: Any) -> None:
        letters.deliver(*values, **options)
        meanwhile()

    patch.setattr(appointment_reminders, "deliver", deliver_first)
    send_reminder(slot_id=slot.pk)
    assert len(mail.outbox) == 1
    slot.refresh_from_db()
    return slot


def test_an_appointment_moved_while_its_reminder_goes_out_is_not_marked(
    consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = sent_while(lambda: move(Slot.objects.get(), consultant), consultant, monkeypatch)
    assert slot.reminded_at is None


def test_the_first_mark_of_a_reminder_stays(
    consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = clock.now() - timedelta(hours=1)
    slot = sent_while(lambda: Slot.objects.update(reminded_at=earlier), consultant, monkeypatch)
    assert slot.reminded_at == earlier
    assert not AuditEntry.objects.filter(verb="sent a reminder").exists()


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


def test_only_coming_appointments_are_reminded_of(consultant: User) -> None:
    somebody, now = field.recruit(by=consultant), clock.now()
    _, coming = (
        field.booked(by=consultant, participant=somebody, starts_at=now + timedelta(hours=hours))
        for hours in (2, 50)
    )
    Participant.objects.filter(pk=somebody.pk).update(wants_reminder=True)
    Job.objects.all().delete()
    with clock.at(now + timedelta(hours=4)):
        seal_identity(participant=somebody, by=consultant, email="ana@example.org")
    jobs = Job.objects.filter(name="findings.remind_of_appointment")
    assert [job.key for job in jobs] == [str(coming.pk)]


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
