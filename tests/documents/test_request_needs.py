"""Requests by what they need: sorted, counted above the list, and as they stood at a moment."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.documents import actions
from clayton_review.documents.models import DecisionInput, DocumentRequest
from clayton_review.documents.selectors import requests as selectors
from tests.documents.factories import asked
from tests.module_rows import Making
from tests.people import usual_person

pytestmark = pytest.mark.django_db
NOW = datetime(2019, 2, 1, 15, tzinfo=UTC)
TODAY, EARLIER, LATER = date(2019, 2, 1), date(2019, 1, 31), date(2019, 2, 20)
EARLY = datetime(2019, 1, 10, 15, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def requests(making_rows: Making) -> None:
    """One request of each title: late ones, ones with answers to decide, and answered ones."""
    with making_rows():
        by = usual_person(Role.CONSULTANT, "Carla Consultant")
        addressee = usual_person(Role.LIAISON, "Pat Police")
        with clock.at(EARLY):
            for title, due_on in (
                ("late", EARLIER),
                ("late, twice answered", EARLIER),
                ("due today", TODAY),
                ("due later", LATER),
                ("answered", EARLIER),
                ("withdrawn", EARLIER),
                ("in part, late", EARLIER),
                ("received, asked again", LATER),
            ):
                asked(by=by, title=title, due_on=due_on, addressee=addressee)
        with clock.at(NOW - timedelta(days=2)):
            _answer("late, twice answered", addressee)
            _answer("late, twice answered", addressee)
            _move("answered", "received", by, on=date(2019, 1, 12))
            actions.withdraw_request(
                request=request_of("withdrawn"), revision=1, reason="Not needed", by=by
            )
            _move("in part, late", "partial", by, on=date(2019, 1, 17))
            _move("received, asked again", "received", by, on=date(2019, 1, 30))
            _answer("received, asked again", addressee)


def request_of(title: str) -> DocumentRequest:
    return DocumentRequest.objects.get(title=title)


def _answer(title: str, by: User) -> None:
    actions.answer_request(
        request=request_of(title), record_id=uuid.uuid4(), kind="question", text="Which?", by=by
    )


def _move(title: str, status: str, by: User, *, on: date) -> None:
    row = request_of(title)
    actions.move_request(
        request=row, revision=row.revision, to=status, on=on, grounds="By letter.", by=by
    )


def test_counts_above_the_list_count_each_request_once() -> None:
    with clock.at(NOW):
        counts = selectors.count_by_need(DocumentRequest.objects.all())
        of_one = selectors.count_by_need(DocumentRequest.objects.filter(title="late"))
    assert counts == selectors.RequestNeeds(n_all=8, n_open=5, n_overdue=3, n_waiting=2)
    assert of_one == selectors.RequestNeeds(n_all=1, n_open=1, n_overdue=1, n_waiting=0)


def test_the_team_reads_first_what_it_has_to_decide() -> None:
    with clock.at(NOW):
        rows: Any = selectors.by_need(DocumentRequest.objects.all())
        needs = rows.values_list("title", "need", "n_waiting")
    assert {title: (need, n_waiting) for title, need, n_waiting in needs} == {
        "late": (1, 0),
        "late, twice answered": (0, 2),
        "due today": (2, 0),
        "due later": (2, 0),
        "answered": (3, 0),
        "withdrawn": (3, 0),
        "in part, late": (1, 0),
        "received, asked again": (0, 1),
    }


def test_the_addressee_reads_first_what_is_late() -> None:
    with clock.at(NOW):
        rows: Any = selectors.for_addressee(DocumentRequest.objects.all())
    assert dict(rows.values_list("title", "turn")) == {
        "late": 0,
        "late, twice answered": 0,
        "due today": 1,
        "due later": 1,
        "answered": 3,
        "withdrawn": 3,
        "in part, late": 0,
        "received, asked again": 3,
    }


@pytest.mark.parametrize(
    ("at", "by_status", "n_overdue", "median_days"),
    [
        (EARLY - timedelta(seconds=1), {}, 0, None),
        (EARLY, {"asked": 8}, 0, None),
        (NOW - timedelta(days=3), {"asked": 8}, 0, None),
        (
            NOW - timedelta(days=1),
            {"asked": 4, "received": 2, "withdrawn": 1, "partial": 1},
            0,
            14,  # 5 and 23 days
        ),
        (NOW, {"asked": 4, "received": 2, "withdrawn": 1, "partial": 1}, 3, 14),
    ],
)
def test_counts_of_a_moment_know_nothing_later(
    at: datetime, by_status: dict[str, int], n_overdue: int, median_days: float | None
) -> None:
    counts = selectors.counts(at)
    assert dict(counts.by_status) == by_status
    assert (counts.n_overdue, counts.median_days) == (n_overdue, median_days)
    assert counts.n_asked == sum(by_status.values()) - by_status.get("withdrawn", 0)
    assert counts.n_answered == by_status.get("received", 0)


def test_a_due_date_moved_later_leaves_the_count_of_an_earlier_day() -> None:
    with clock.at(NOW):
        _answer("late", usual_person(Role.LIAISON, "Pat Police"))
        decision = DecisionInput(is_accepted=True, note="You have it.", due_on=LATER)
        answer = request_of("late").answers.get()
        by = usual_person(Role.CONSULTANT, "Carla Consultant")
        actions.decide_answer(answer=answer, decision=decision, by=by)
    assert selectors.counts(NOW - timedelta(minutes=1)).n_overdue == 3
    assert selectors.counts(NOW).n_overdue == 2
