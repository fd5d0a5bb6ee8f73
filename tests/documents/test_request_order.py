"""Requests stand in the order of what they need, for the team and for their addressee."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.documents import actions
from clayton_review.documents.models import DecisionInput, DocumentRequest
from clayton_review.documents.selectors.requests import by_need, for_addressee
from tests.documents.factories import asked

pytestmark = pytest.mark.django_db
PAST, TODAY, COMING = date(2019, 1, 31), date(2019, 2, 1), date(2019, 2, 20)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.at(datetime(2019, 2, 1, 16, tzinfo=UTC)):
        yield


@pytest.fixture(autouse=True)
def _requests(consultant: User, liaison: User) -> None:
    def request(title: str, due_on: date, *answers: str) -> None:
        row = asked(by=consultant, addressee=liaison, title=title, due_on=due_on)
        for answer in answers:
            said = actions.answer_request(
                request=row, record_id=uuid4(), kind="question", text="Which?", by=liaison
            )
            if answer == "answered":
                decision = DecisionInput(is_accepted=True, note="All.")
                actions.decide_answer(answer=said, decision=decision, by=consultant)

    request("late, with a question", PAST, "answered", "waits")
    request("with a question", COMING, "waits")
    request("late", PAST)
    request("due today", TODAY)
    request("with an answered question", COMING, "answered")
    request("withdrawn", PAST)
    withdrawn = DocumentRequest.objects.get(title="withdrawn")
    actions.withdraw_request(
        request=withdrawn, revision=withdrawn.revision, reason="Found.", by=consultant
    )


def test_the_team_sees_answers_to_decide_first_and_then_what_is_late() -> None:
    rows: Any = by_need(DocumentRequest.objects.all())
    needs = rows.values_list("title", "need", "n_waiting")
    assert sorted(needs, key=lambda row: (row[1], row[0])) == [
        ("late, with a question", 0, 1),
        ("with a question", 0, 1),
        ("late", 1, 0),
        ("due today", 2, 0),
        ("with an answered question", 2, 0),
        ("withdrawn", 3, 0),
    ]


def test_the_addressee_sees_what_is_late_first_and_questions_after_what_is_open() -> None:
    rows: Any = for_addressee(DocumentRequest.objects.all())
    turns = rows.values_list("title", "turn")
    assert sorted(turns, key=lambda row: (row[1], row[0])) == [
        ("late", 0),
        ("late, with a question", 0),
        ("due today", 1),
        ("with an answered question", 1),
        ("with a question", 2),
        ("withdrawn", 3),
    ]
