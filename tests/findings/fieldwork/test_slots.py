"""Tests of slots: booked once, rescheduled, freed, and kept or missed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.citable.records import Stale
from clayton_review.refusals import Refused
from findings.fieldwork.actions.slots import (
    book_slot,
    free_slot,
    record_slot_outcome,
    reschedule_slot,
)
from findings.fieldwork.models.contacts import ContactAttempt, ContactOutcome
from findings.fieldwork.models.slots import Slot, SlotState
from tests.database_roles import as_superuser
from tests.findings import field_factories as field
from tests.findings.pages import page_text

SignIn = Callable[[User], Client]


def test_an_interviewer_is_in_one_place_at_a_time(
    consultant: User, second_consultant: User
) -> None:
    first = field.slot(by=consultant)
    later = first.starts_at + timedelta(minutes=30)
    with pytest.raises(Refused, match="another appointment at that time"):
        field.slot(by=consultant, starts_at=later)
    field.slot(by=second_consultant, starts_at=later)
    field.slot(by=consultant, starts_at=first.ends_at)
    assert Slot.objects.count() == 3


def test_a_participant_is_booked_once_at_a_time(consultant: User, second_consultant: User) -> None:
    booked = field.booked(by=consultant)
    other = field.slot(by=second_consultant, starts_at=booked.starts_at)
    assert booked.participant is not None
    with pytest.raises(Refused, match="participant has another appointment"):
        book_slot(slot=other, revision=1, participant=booked.participant, by=second_consultant)


def test_sabotage_without_the_constraint_an_interviewer_is_booked_twice(consultant: User) -> None:
    with as_superuser() as cursor:
        cursor.execute("ALTER TABLE findings_slot DROP CONSTRAINT interviewer_is_in_one_place")
    field.slot(by=consultant)
    field.slot(by=consultant)
    assert Slot.objects.count() == 2


def test_a_booked_slot_is_moved_freed_and_booked_by_the_next(consultant: User) -> None:
    slot = field.booked(by=consultant)
    with pytest.raises(Refused, match="already “booked”"):
        book_slot(slot=slot, revision=2, participant=field.recruit(by=consultant),
                          by=consultant)  # fmt: skip
    values = field.slot_values(by=consultant, starts_at=clock.now() + timedelta(days=3))
    with pytest.raises(Stale):
        reschedule_slot(slot=slot, revision=1, values=values, by=consultant)
    slot = reschedule_slot(slot=slot, revision=slot.revision, values=values, by=consultant)
    slot = free_slot(slot=slot, revision=slot.revision, by=consultant)
    assert (slot.state, slot.participant) == (SlotState.OPEN, None)
    with pytest.raises(Refused, match="to “kept”"), clock.at(slot.ends_at):
        record_slot_outcome(slot=slot, revision=slot.revision, to="kept", by=consultant)


@pytest.mark.parametrize(
    ("is_moved", "has_mark"), [(True, False), (False, True)], ids=["another time", "another place"]
)
def test_a_new_time_is_reminded_of_anew_and_a_new_place_is_not(
    consultant: User, is_moved: bool, has_mark: bool
) -> None:
    slot, other = (
        field.booked(by=consultant, starts_at=clock.now() + timedelta(days=days)) for days in (2, 3)
    )
    Slot.objects.update(reminded_at=clock.now())
    starts_at = slot.starts_at + timedelta(hours=2) if is_moved else slot.starts_at
    values = field.slot_values(by=consultant, starts_at=starts_at, where="Library")
    reschedule_slot(slot=slot, revision=slot.revision, values=values, by=consultant)
    stored = Slot.objects.get(pk=slot.pk)
    assert {name: getattr(stored, name) for name in vars(values)} == vars(values)
    assert (stored.reminded_at is not None, stored.revision) == (has_mark, slot.revision + 1)
    other.refresh_from_db()
    assert (other.reminded_at is not None, other.revision, other.where) == (True, 2, "")


def test_a_freed_slot_has_neither_participant_nor_mark(consultant: User) -> None:
    slot = field.booked(by=consultant)
    Slot.objects.update(reminded_at=clock.now())
    free_slot(slot=slot, revision=slot.revision, by=consultant)
    stored = Slot.objects.get(pk=slot.pk)
    assert (stored.state, stored.participant, stored.reminded_at) == (SlotState.OPEN, None, None)
    assert stored.revision == slot.revision + 1


def test_who_does_not_come_stands_in_the_log_until_they_came_after_all(consultant: User) -> None:
    slot = field.booked(by=consultant)
    with pytest.raises(Refused, match="in the future"):
        record_slot_outcome(slot=slot, revision=slot.revision, to="missed", by=consultant)
    with clock.at(slot.ends_at):
        slot = record_slot_outcome(slot=slot, revision=slot.revision, to="missed", by=consultant)
        assert ContactAttempt.objects.current().get().outcome == ContactOutcome.NO_SHOW
        record_slot_outcome(slot=slot, revision=slot.revision, to="kept", by=consultant)
        assert not ContactAttempt.objects.current().exists()


def test_a_slot_is_looked_for_and_booked_for_one_participant(as_: SignIn, consultant: User) -> None:
    busy = field.booked(by=consultant).participant
    open_slot = field.slot(by=consultant, starts_at=clock.now() + timedelta(days=9))
    wanted = field.recruit(by=consultant)
    client = as_(consultant)
    assert f"for={wanted.pk}" in page_text(client, "participant_detail", wanted.pk)
    listed = page_text(client, "slot_list", **{"for": str(wanted.pk)})
    booking = f"{reverse('findings:slot_book', args=[open_slot.pk])}?participant={wanted.pk}"
    assert booking in listed
    assert "Choose an open appointment for" in listed
    assert f'<input type="hidden" name="for" value="{wanted.pk}">' in listed
    narrowed = page_text(client, "slot_list", **{"for": str(wanted.pk), "state": "open"})
    assert f'<a href="?for={wanted.pk}">Clear</a>' in narrowed
    assert booking in narrowed
    nobodys = page_text(client, "slot_list", **{"for": "nobody", "state": "open"})
    assert booking not in nobodys
    assert '<a href="?">Clear</a>' in nobodys
    form = client.get(booking).content.decode()
    assert f'value="{wanted.pk}" selected' in form
    assert busy is not None
    assert form.index(str(wanted.pk)) < form.index(str(busy.pk)), "without an appointment first"
