"""Notes of a week are stored in an order that says nothing of their arrival."""

import json

import pytest

from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.vault.actions import read_field
from findings.stories.actions.sealed_notes import (
    CONTACT_DETAILS,
    STORY_TABLE,
    STORY_TEXT,
    TALK_TABLE,
    open_notes,
)
from tests.findings import story_factories as stories

N = 12  # in the order of arrival by chance once in 479,001,600 runs


@pytest.mark.django_db(transaction=True)
def test_neither_stories_nor_requests_are_stored_in_order_of_arrival(lead: User) -> None:
    names = [f"writer {at}" for at in range(N)]
    for name in names:
        stories.tell(name)
        stories.ask_to_talk(name)
    with stories.next_week():
        open_notes()

    assert stored(STORY_TABLE, STORY_TEXT, "what", lead) != names
    assert stored(TALK_TABLE, CONTACT_DETAILS, "name", lead) != names


def stored(table: str, field: str, word: str, by: User) -> list[str]:
    """Return one word of each record, in the order in which they were sealed."""
    entries = AuditEntry.objects.filter(verb="sealed", payload__contains=table).order_by("id")
    rows = [json.loads(entry.payload)["row"] for entry in entries]
    texts = [read_field(table=table, row=row, field=field, by=by, reason="Order") for row in rows]
    words = [str(json.loads(text)[word]) for text in texts]
    assert len(words) == N
    return words
