"""Letters that remind of a request: each step once, one letter for each person."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.documents import actions
from clayton_review.documents.models import (
    CAME,
    DocumentRequest,
    Reminder,
)
from tests.database_roles import as_superuser
from tests.documents.factories import REQUEST, WHEN, asked
from tests.letters.outgoing import sent_letters

pytestmark = pytest.mark.django_db
NOW = datetime(2019, 1, 10, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_the_study() -> Iterator[None]:
    with clock.at(NOW):
        yield


def moved(request: DocumentRequest, to: str, by: User, **words: str) -> DocumentRequest:
    request.refresh_from_db()
    if to in CAME:
        words.setdefault("grounds", "By letter.")
    return actions.move_request(
        request=request, revision=request.revision, to=to, on=clock.today(), by=by, **words
    )


def letters() -> list[tuple[str, str]]:
    return [(letter.to[0], str(letter.subject)) for letter in sent_letters()]


def steps() -> list[str]:
    return list(Reminder.objects.order_by("sent_at", "pk").values_list("step", flat=True))


def remind_on(day: date) -> int:
    with clock.at(datetime(day.year, day.month, day.day, 15, tzinfo=UTC)):
        return actions.remind()


def test_each_step_is_told_once_whatever_is_run_again(consultant: User) -> None:
    asked(by=consultant)
    days = [0, 0, 5, 11, 12, 14, 15, 15, 20, 28, 29]
    n_letters = [remind_on(WHEN + timedelta(days=n)) for n in days]

    assert steps() == ["asked", "soon", "overdue", "still_overdue"]
    assert sum(n_letters) == len(sent_letters()) == 4


def test_a_new_due_date_is_reminded_of_anew(consultant: User) -> None:
    request = asked(by=consultant)
    remind_on(REQUEST.due_on)
    values = replace(REQUEST, due_on=REQUEST.due_on + timedelta(days=30))
    actions.edit_request(request=request, revision=1, values=values, by=consultant)
    assert remind_on(REQUEST.due_on) == 0
    assert remind_on(values.due_on) == 1


def test_one_letter_tells_one_person_everything(consultant: User, liaison: User) -> None:
    asked(by=consultant, addressee=liaison)
    asked(by=consultant, addressee=liaison, title="Radio", due_on=WHEN)
    assert actions.remind() == 1

    assert letters() == [(liaison.email, "2 documents we asked for (Clayton Review)")]
    body = str(sent_letters()[0].body)
    assert "Pat Police" in body
    assert "RQ-0002), was due January 7, 2019" in body
    assert AuditEntry.objects.get(verb="reminded of requests").object_id == "RQ-0002"
    assert actions.remind() == 0


def test_what_is_due_first_is_named_first(consultant: User, liaison: User) -> None:
    asked(by=consultant, addressee=liaison)
    sooner = REQUEST.due_on - timedelta(days=1)
    asked(by=consultant, addressee=liaison, title="Radio", due_on=sooner)
    assert actions.remind() == 1
    body = str(sent_letters()[0].body)
    assert body.index("RQ-0002") < body.index("RQ-0001")


def test_nobody_is_reminded_of_what_is_answered(consultant: User) -> None:
    moved(asked(by=consultant), "received", consultant)
    assert remind_on(REQUEST.due_on) == 0


def test_sabotage_without_the_constraint_a_step_would_go_twice(consultant: User) -> None:
    request = asked(by=consultant)
    row = {"request": request, "step": "soon", "due_on": request.due_on, "sent_to": "a@b.org"}
    Reminder.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(**row)
    with as_superuser() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE documents_reminder DROP CONSTRAINT reminder_goes_once")
    Reminder.objects.create(**row)
