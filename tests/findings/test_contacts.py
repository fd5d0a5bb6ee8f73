"""The contact log, slots without double booking, and reminders that tell nothing."""

import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.citable.records import Stale
from clayton_review.jobs.models import Job
from clayton_review.refusals import Refused
from findings.coding.models.sources import Consent
from findings.fieldwork.actions.appointment_reminders import send_reminder
from findings.fieldwork.actions.identities import read_identity, seal_identity
from findings.fieldwork.actions.participants import amend_participant, withdraw_consent
from findings.fieldwork.actions.slots import book_slot, close_slot, free_slot, move_slot
from findings.fieldwork.models.activities import FieldActivity
from findings.fieldwork.models.contacts import ContactAttempt, Outcome
from findings.fieldwork.models.slots import Slot, SlotState
from findings.fieldwork.policies import telling_words
from findings.fieldwork.selectors.appointment_reminders import FORMS, LANGUAGES, reminder
from findings.fieldwork.selectors.contact_list import work_list
from findings.fieldwork.selectors.recruitment import recruitment
from findings.interviews.actions.interviews import move_interview
from findings.interviews.models.interviews import Mode
from findings.interviews.models.participants import Participant
from tests.findings import factories as make
from tests.findings import field_factories as field

SignIn = Callable[[User], Client]
# What an appointment's reminder never says to whoever reads over somebody's shoulder.
FORBIDDEN = re.compile(
    r"polic|officer|oficial|agente|cop\b|sheriff|study|estudio|research|investigaci|interview|"
    r"entrevista|survey|encuesta|21cps|21st|consult|clayton review|review|revisi|complain|queja|"
    r"incident|stop\b|aldermen|city hall|ayuntamiento|municip|department|departamento|july|julio"
    r"|whitfield|carla",
    re.IGNORECASE,
)


@pytest.mark.parametrize("mode", Mode.values)
@pytest.mark.parametrize("language", LANGUAGES)
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
    if mode == Mode.IN_PERSON:
        assert "Library, room 2" in words.text


@pytest.mark.parametrize("where", ["Police station", "comisaría", "Study office", "21CPS, floor 2"])
def test_a_place_that_tells_is_refused(where: str, consultant: User) -> None:
    with pytest.raises(Refused, match="Leave out"):
        field.slot(by=consultant, where=where)


def test_sabotage_places_that_nobody_reads_would_tell(
    consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("findings.fieldwork.actions.slots.telling_words", lambda _text: [])
    slot = field.booked(by=consultant, where="Police station")
    assert FORBIDDEN.search(reminder(slot, "text", "en").text)
    assert telling_words("Police station")


def test_a_reminder_goes_out_once_the_day_before_to_whoever_wants_it(
    consultant: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    somebody = field.recruit(by=consultant)
    facts = replace(field.make_facts(), wants_reminder=True, language="es")
    somebody = amend_participant(
        participant=somebody, revision=somebody.revision, facts=facts, by=consultant
    )
    seal_identity(participant=somebody, by=consultant, email="ana@example.org")
    slot = field.booked(by=consultant, participant=somebody)
    assert Job.objects.get(name="findings.remind_of_appointment").key == str(slot.pk)
    assert send_reminder(slot_id=slot.pk)
    assert not send_reminder(slot_id=slot.pk)
    [letter] = mail.outbox
    assert letter.to == ["ana@example.org"]
    assert "Su cita" in letter.body
    assert not FORBIDDEN.search(f"{letter.subject} {letter.body} {letter.from_email}")
    read = AuditEntry.objects.get(verb="read")
    assert read.reason.startswith("Reminder of an appointment")


def test_whoever_asks_for_it_after_booking_is_reminded_too(consultant: User) -> None:
    slot = field.booked(by=consultant)
    assert slot.participant is not None
    assert not Job.objects.exists()
    facts = replace(field.make_facts(), wants_reminder=True)
    amend_participant(participant=slot.participant, revision=1, facts=facts, by=consultant)
    assert Job.objects.get().key == str(slot.pk)
    assert not send_reminder(slot_id=slot.pk)
    seal_identity(participant=slot.participant, by=consultant, email="ana@example.org")
    assert send_reminder(slot_id=slot.pk)


def test_a_form_sent_twice_makes_one_record(as_: SignIn, consultant: User) -> None:
    client, somebody = as_(consultant), field.recruit(by=consultant)
    tomorrow = f"{clock.local(clock.now() + timedelta(days=1)):%m/%d/%Y}"
    today = f"{clock.local(clock.now() - timedelta(minutes=2)):%m/%d/%Y %I:%M %p}"
    sent = {
        f"/participants/{somebody.pk}/contact/": {
            "channel": "phone", "outcome": "reached", "made_at": today, "made_by": consultant.pk,
            "next_step": "Call again", "next_on": tomorrow,
        },
        "/slots/new/": {
            "starts_at": f"{tomorrow} 10:00 AM", "minutes": 45, "interviewer": consultant.pk,
            "language": "es", "mode": "phone", "place": "none",
        },
        "/activities/new/": {
            "kind": "dialogue", "title": "At the library", "held_on": today[:10], "minutes": 90,
            "place": "public", "language": "en", "consent": "no_label", "n_resident": 12,
            "n_attended": 14, "printed": "white: 58 %\npeople of color: 44%",
        },
    }  # fmt: skip
    for page, values in sent.items():
        for _ in range(2):
            answer = client.post(page, {**values, "record_id": somebody.pk})
            assert answer.status_code == 302, (page, answer.content.decode()[-3000:])
    counts = [model.objects.count() for model in (ContactAttempt, Slot, FieldActivity)]
    assert counts == [1, 1, 1]
    shown = client.get(FieldActivity.objects.get().get_absolute_url()).content.decode()
    assert "add up to 102%. We keep them as printed" in shown


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


def test_an_interviewer_is_in_one_place_at_a_time(
    consultant: User, second_consultant: User
) -> None:
    first = field.slot(by=consultant)
    later = first.starts_at + timedelta(minutes=30)
    with pytest.raises(Refused, match="another slot at that time"):
        field.slot(by=consultant, starts_at=later)
    field.slot(by=second_consultant, starts_at=later)
    field.slot(by=consultant, starts_at=first.ends_at)
    assert Slot.objects.count() == 3


def test_a_participant_is_booked_once_at_a_time(consultant: User, second_consultant: User) -> None:
    booked = field.booked(by=consultant)
    other = field.slot(by=second_consultant, starts_at=booked.starts_at)
    assert booked.participant is not None
    with pytest.raises(Refused, match="participant has another slot"):
        book_slot(slot=other, revision=1, participant=booked.participant, by=second_consultant)


def test_sabotage_without_the_constraint_an_interviewer_is_booked_twice(consultant: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE findings_slot DROP CONSTRAINT interviewer_is_in_one_place")
    field.slot(by=consultant)
    field.slot(by=consultant)
    assert Slot.objects.count() == 2


def test_a_booked_slot_is_moved_freed_and_booked_by_the_next(consultant: User) -> None:
    slot = field.booked(by=consultant)
    with pytest.raises(Refused, match="cannot become booked"):
        book_slot(slot=slot, revision=2, participant=field.recruit(by=consultant),
                          by=consultant)  # fmt: skip
    facts = field.slot_facts(by=consultant, starts_at=clock.now() + timedelta(days=3))
    with pytest.raises(Stale):
        move_slot(slot=slot, revision=1, facts=facts, by=consultant)
    slot = move_slot(slot=slot, revision=slot.revision, facts=facts, by=consultant)
    slot = free_slot(slot=slot, revision=slot.revision, by=consultant)
    assert (slot.state, slot.participant) == (SlotState.OPEN, None)
    with pytest.raises(Refused, match="cannot become kept"), clock.at(slot.ends_at):
        close_slot(slot=slot, revision=slot.revision, to="kept", by=consultant)


def test_who_does_not_come_stands_in_the_log_until_they_came_after_all(consultant: User) -> None:
    slot = field.booked(by=consultant)
    with pytest.raises(Refused, match="in the future"):
        close_slot(slot=slot, revision=slot.revision, to="missed", by=consultant)
    with clock.at(slot.ends_at):
        slot = close_slot(slot=slot, revision=slot.revision, to="missed", by=consultant)
        assert ContactAttempt.objects.current().get().outcome == Outcome.NO_SHOW
        close_slot(slot=slot, revision=slot.revision, to="kept", by=consultant)
        assert not ContactAttempt.objects.current().exists()


def test_today_asks_for_the_last_step_only(consultant: User) -> None:
    late = field.attempt(by=consultant, days_ago=3, next_in=0)
    ContactAttempt.objects.filter(pk=late.pk).update(next_on=clock.today() - timedelta(days=1))
    answered = field.attempt(by=consultant, days_ago=2, next_in=0)
    field.attempt(by=consultant, participant=answered.participant, outcome=Outcome.DECLINED)
    field.attempt(by=consultant, next_in=5)
    fresh = field.recruit(by=consultant)
    work = work_list(consultant)
    assert [(step.participant, step.is_late) for step in work.steps] == [(late.participant, True)]
    assert work.untouched == [fresh]
    assert work.n_to_do == 2


def test_declined_and_not_come_count_by_group(consultant: User) -> None:
    once = field.attempt(by=consultant, outcome=Outcome.NO_SHOW, days_ago=2)
    field.attempt(by=consultant, participant=once.participant, outcome=Outcome.DECLINED)
    make.held(by=consultant)
    field.attempt(by=consultant, outcome=Outcome.AGREED)
    [row] = recruitment(clock.now(), is_released=False)
    counts = (row.asked, row.agreed, row.declined, row.no_shows, row.held)
    assert counts == (3, 2, 1, 1, 1)
    assert recruitment(clock.now(), is_released=True) == []


def test_an_interview_is_held_only_once_consent_is_recorded(consultant: User) -> None:
    planned = make.interview(by=consultant, participant=field.recruit(by=consultant))
    with pytest.raises(Refused, match="Record the participant’s consent"):
        move_interview(interview=planned, revision=1, to="held", by=consultant)


def test_every_consent_stays_in_the_history(consultant: User) -> None:
    somebody = field.recruit(by=consultant)
    facts = replace(
        field.make_facts(), consent=Consent.GROUP_LABEL, consent_on=clock.today(),
        consent_how="spoken",
    )  # fmt: skip
    somebody = amend_participant(participant=somebody, revision=1, facts=facts, by=consultant)
    withdraw_consent(participant=somebody, revision=somebody.revision, by=consultant)
    history = [(row.consent, row.how, row.is_withdrawal) for row in somebody.consents.all()]
    assert history == [
        ("not_asked", "", False), ("group_label", "spoken", False), ("not_quoted", "", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("model", "change", "name"),
    [
        (Participant, {"consent": "no_label"}, "consent_has_its_day"),
        (Participant, {"language": "xx"}, "participant_language_is_known"),
        (
            Participant,
            {"consent": "no_label", "consent_on": "2019-01-02", "consent_how": "guessed"},
            "consent_way_is_known",
        ),
        (ContactAttempt, {"outcome": "odd"}, "contact_outcome_is_known"),
        (ContactAttempt, {"channel": "odd"}, "contact_channel_is_known"),
        (ContactAttempt, {"next_step": "Call"}, "next_step_has_its_day"),
        (Slot, {"state": "open"}, "only_a_booked_slot_has_its_participant"),
        (Slot, {"state": "lost"}, "slot_state_is_known"),
        (Slot, {"ends_at": "2001-01-01T00:00Z"}, "ends|lower bound"),
    ],
)
def test_constraints_hold_where_actions_are_gone_around(
    model: Any, change: dict[str, Any], name: str, consultant: User
) -> None:
    somebody = field.recruit(by=consultant)
    field.attempt(by=consultant, participant=somebody)
    field.booked(by=consultant, participant=somebody)
    with pytest.raises(Exception, match=name) as told, transaction.atomic():
        model.objects.update(**change)
    assert isinstance(told.value, IntegrityError) or "bound" in str(told.value)


def test_who_calls_reads_the_number_with_a_reason_and_not_the_name(
    consultant: User, board_member: User
) -> None:
    somebody = make.participant(by=consultant, name="Quirinalia")
    seal_identity(participant=somebody, by=consultant, phone="314-555-0100")
    reason = "To choose another day"
    with pytest.raises(Refused, match="Only the lead"):
        read_identity(participant=somebody, field="name", by=consultant, reason=reason)
    with pytest.raises(Refused):
        read_identity(participant=somebody, field="phone", by=board_member, reason=reason)
    with pytest.raises(Refused, match="Say briefly why"):
        read_identity(participant=somebody, field="phone", by=consultant, reason="")


@pytest.mark.parametrize("n_rows", [1, 40])
def test_field_lists_need_the_same_queries_for_one_and_many(
    as_: SignIn, consultant: User, n_rows: int, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for n in range(n_rows):
        field.attempt(by=consultant, next_in=0)
        field.booked(by=consultant, starts_at=clock.now() + timedelta(hours=2 * n + 1))
        field.activity(by=consultant)
    client = as_(consultant)
    limits = {"contact_today": 8, "contact_list": 6, "slot_list": 8, "activity_list": 12,
              "fieldwork": 24}  # fmt: skip
    for name, limit in limits.items():
        with django_assert_max_num_queries(limit):
            assert client.get(reverse(f"findings:{name}")).status_code == 200
