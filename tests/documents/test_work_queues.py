"""Work queues of requests on the start page."""

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.documents import actions
from clayton_review.documents.models import DecisionInput
from tests.documents.factories import asked

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
NOW = datetime(2019, 2, 1, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_the_study() -> Iterator[None]:
    with clock.at(NOW):
        yield


def page_of(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_a_late_answer_that_waits_is_not_overdue_any_more(
    consultant: User, liaison: User, as_: As
) -> None:
    request = asked(by=consultant, addressee=liaison, due_on=date(2019, 1, 21))
    assert "is overdue by 11 days" in page_of(as_(liaison), "/start/")

    actions.answer_request(
        request=request, record_id=uuid.uuid4(), kind="question", text="Which?", by=liaison
    )

    page = page_of(as_(liaison), "/start/")
    assert "Nothing is waiting for you today" in page
    assert "overdue" not in page.partition("<main")[2]


def test_an_answer_that_was_sent_back_is_named_so(consultant: User, liaison: User, as_: As) -> None:
    request = asked(by=consultant, addressee=liaison, due_on=date(2019, 1, 21))
    answer = actions.answer_request(
        request=request, record_id=uuid.uuid4(), kind="question", text="Which?", by=liaison
    )
    assert "sent back to you" not in page_of(as_(liaison), "/start/")
    decision = DecisionInput(is_accepted=False, note="The year is missing.")

    actions.decide_answer(answer=answer, decision=decision, by=consultant)

    assert "sent back to you" in page_of(as_(liaison), "/start/")
    assert "sent back to you" not in page_of(as_(consultant), "/start/")
