"""Bulk actions: chosen rows are shown again, then all of them change or none does."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.documents.actions import amend_document
from clayton_review.documents.models import Document, DocumentInput
from tests.documents import factories as library

As = Callable[[User], Client]
SEVERAL = "/library/several/"


def mark(row: Any) -> str:
    return f"{row.pk}.{row.revision}"


def asked(rows: list[Document], **more: str) -> dict[str, Any]:
    return {"act": "class", "chosen": [mark(row) for row in rows], **more}


def classes() -> set[str]:
    return set(Document.objects.values_list("disclosure_class", flat=True))


def test_the_list_offers_boxes_and_what_can_be_done(as_: As, consultant: User) -> None:
    filed = library.document(by=consultant)

    page = as_(consultant).get("/library/").content.decode()

    assert f'value="{mark(filed)}"' in page
    assert "Change the class" in page


def test_first_it_asks_then_all_change_with_an_audit_row_each(as_: As, consultant: User) -> None:
    rows = [library.document(by=consultant) for _ in range(3)]
    client = as_(consultant)

    page = client.post(SEVERAL, asked(rows))
    assert page.status_code == 200
    assert "Change the class: 3 records" in page.content.decode()
    assert classes() == {"team"}

    answer = client.post(SEVERAL, asked(rows, step="do", disclosure_class="public"), follow=True)
    assert "3 records were changed." in answer.content.decode()
    assert classes() == {"public"}
    assert AuditEntry.objects.filter(verb="amended a document").count() == 3


def test_one_refusal_leaves_all_as_they_were_and_says_why(as_: As, consultant: User) -> None:
    rows = [library.document(by=consultant) for _ in range(2)]
    old = asked(rows, step="do", disclosure_class="public")
    values = DocumentInput(title="New", source="New", kind="letter")
    amend_document(document=rows[1], revision=1, values=values, by=consultant)
    n_rows = AuditEntry.objects.count()

    answer = as_(consultant).post(SEVERAL, old)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Nothing was changed" in page
    assert "Someone else changed this record" in page
    assert classes() == {"team"}
    assert AuditEntry.objects.count() == n_rows


def test_a_class_one_may_not_give_is_refused_in_words(as_: As, consultant: User) -> None:
    rows = [library.document(by=consultant)]

    answer = as_(consultant).post(SEVERAL, asked(rows, step="do", disclosure_class="restricted"))

    assert answer.status_code == 422
    assert "Only the lead consultant can file a record" in answer.content.decode()


def test_all_found_means_what_the_search_finds(as_: As, consultant: User) -> None:
    for number in range(30):
        library.document(by=consultant, title=f"Memo {number}")
    library.document(by=consultant, title="Other")
    client = as_(consultant)

    assert "All 30 results" in client.get("/library/?q=memo").content.decode()
    page = client.post(f"{SEVERAL}?q=memo", {"act": "class", "all": "yes"})

    assert "30 records" in page.content.decode()


def test_hidden_records_cannot_be_chosen(as_: As, lead: User, consultant: User) -> None:
    hidden = library.document(by=lead, disclosure_class="restricted")

    answer = as_(consultant).post(SEVERAL, asked([hidden], step="do", disclosure_class="public"))

    assert answer.status_code == 302
    assert classes() == {"restricted"}


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"act": "class"},
        {"act": "nonsense", "chosen": ["x"]},
        {"act": "class", "chosen": ["x.y", "🙂", "1.99999999999999999999", "\x00"]},
    ],
)
def test_nonsense_leads_back_to_the_list_with_a_sentence(
    as_: As, consultant: User, sent: dict[str, Any]
) -> None:
    answer = as_(consultant).post(SEVERAL, sent, follow=True)

    assert answer.status_code == 200
    assert "Choose at least one record" in answer.content.decode()
