"""The base of every citable record: created once, changed in order, withdrawn once."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.citable import records
from clayton_review.refusals import Refused
from incidents.models import Incident
from tests.incidents import factories as make


def stored(incident: Incident) -> Incident:
    return Incident.objects.get(pk=incident.pk)


def test_a_withdrawal_stands_as_it_was_first_recorded(
    consultant: User, second_consultant: User
) -> None:
    row, other = make.incident(by=consultant), make.incident(by=consultant)
    with clock.at(clock.now() - timedelta(days=2)):
        first_day = clock.today()
        records.withdraw(row, revision=1, reason=" It was recorded twice. ", by=consultant)
    with pytest.raises(Refused, match="has been withdrawn and can no longer be changed"):
        records.withdraw(row, revision=2, reason="Another reason", by=second_consultant)
    row = stored(row)
    assert (row.withdrawn_on, row.withdrawn_by) == (first_day, consultant)
    assert (row.withdrawn_reason, row.revision) == ("It was recorded twice.", 2)
    assert not stored(other).is_withdrawn


def test_a_withdrawal_needs_a_reason(consultant: User) -> None:
    row = make.incident(by=consultant)
    with pytest.raises(Refused, match="Say why you are withdrawing this record"):
        records.withdraw(row, revision=1, reason=" ", by=consultant)
    assert not stored(row).is_withdrawn


def test_a_change_stores_every_value_and_returns_the_former_ones(consultant: User) -> None:
    row, other = make.incident(by=consultant), make.incident(by=consultant)
    values = replace(make.VALUES, title="Another title", place="Elsewhere")
    former = records.revise(row, values)
    assert former == {"title": make.VALUES.title, "place": make.VALUES.place}
    row = stored(row)
    assert (row.title, row.place, row.revision) == ("Another title", "Elsewhere", 2)
    assert (stored(other).title, stored(other).revision) == (make.VALUES.title, 1)


def test_a_change_to_the_same_values_is_none(consultant: User) -> None:
    row = make.incident(by=consultant)
    assert records.revise(row, make.VALUES) == {}
    assert stored(row).revision == 1


def test_an_outdated_revision_is_refused(consultant: User) -> None:
    row = make.incident(by=consultant)
    for revision in (0, 2):
        with pytest.raises(records.Stale):
            records.locked(row, revision=revision)


def test_a_form_sent_again_makes_one_record_and_with_other_words_none(consultant: User) -> None:
    record_id = uuid.uuid4()
    fixed = {"recorded_by": consultant, "reference": "INC-0901"}
    row, is_new = records.create_once(Incident, record_id=record_id, values=make.VALUES, **fixed)
    again, is_new_again = records.create_once(
        Incident, record_id=record_id, values=make.VALUES, **fixed
    )
    assert (is_new, is_new_again, again) == (True, False, row)
    other = replace(make.VALUES, title="Another title")
    with pytest.raises(records.AlreadySaved) as refusal:
        records.create_once(Incident, record_id=record_id, values=other, **fixed)
    assert refusal.value.record == row
    assert Incident.objects.get().title == make.VALUES.title


def test_what_was_withdrawn_or_recorded_later_still_counts_on_an_earlier_day(
    consultant: User,
) -> None:
    with clock.at(clock.now() - timedelta(days=3)):
        row = make.incident(by=consultant)
    make.incident(by=consultant)
    records.withdraw(row, revision=1, reason="It was recorded twice.", by=consultant)
    yesterday = clock.now() - timedelta(days=1)
    assert list(Incident.objects.as_of(yesterday)) == [row]
    assert row not in Incident.objects.as_of(clock.now())
    assert row not in Incident.objects.current()
