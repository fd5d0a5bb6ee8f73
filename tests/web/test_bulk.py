"""Bulk actions: chosen rows are shown again, then all of them change or none does."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.documents.actions import amend_document
from clayton_review.documents.models import Document, DocumentFacts
from findings import actions as acts
from findings.models import Coding, Excerpt, Recommendation
from findings.models.facts import CodeFacts
from tests.documents import factories as library
from tests.findings import factories as studies

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
    assert "3 records are changed." in answer.content.decode()
    assert classes() == {"public"}
    assert AuditEntry.objects.filter(verb="amended a document").count() == 3


def test_one_refusal_leaves_all_as_they_were_and_says_why(as_: As, consultant: User) -> None:
    rows = [library.document(by=consultant) for _ in range(2)]
    old = asked(rows, step="do", disclosure_class="public")
    facts = DocumentFacts(title="New", source="New", kind="letter")
    amend_document(document=rows[1], revision=1, facts=facts, by=consultant)
    n_rows = AuditEntry.objects.count()

    answer = as_(consultant).post(SEVERAL, old)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Nothing was changed" in page
    assert "Somebody else changed this record" in page
    assert classes() == {"team"}
    assert AuditEntry.objects.count() == n_rows


def test_a_class_one_may_not_give_is_refused_in_words(as_: As, consultant: User) -> None:
    rows = [library.document(by=consultant)]

    answer = as_(consultant).post(SEVERAL, asked(rows, step="do", disclosure_class="restricted"))

    assert answer.status_code == 422
    assert "Only the lead may file a record" in answer.content.decode()


def test_all_found_means_what_the_search_finds(as_: As, consultant: User) -> None:
    for number in range(30):
        library.document(by=consultant, title=f"Memo {number}")
    library.document(by=consultant, title="Other")
    client = as_(consultant)

    assert "All 30 found" in client.get("/library/?q=memo").content.decode()
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


def test_recommendations_get_an_owner(as_: As, consultant: User) -> None:
    rows = [studies.recommendation(by=consultant) for _ in range(2)]
    chosen = {"act": "owner", "chosen": [mark(row) for row in rows], "step": "do"}
    client = as_(consultant)

    assert client.post("/recommendations/bulk/", {**chosen, "owner": ""}).status_code == 422
    assert client.post("/recommendations/bulk/", {**chosen, "owner": "Chief"}).status_code == 302
    assert set(Recommendation.objects.values_list("owner", flat=True)) == {"Chief"}


def test_quotes_get_one_more_code(as_: As, consultant: User) -> None:
    quotes = [studies.excerpt(by=consultant), studies.excerpt(by=consultant)]
    codes = [
        acts.define_code(record_id=uuid4(), facts=CodeFacts(name=n), by=consultant)
        for n in ("respect", "fear")
    ]
    acts.assign_codes(excerpt=quotes[0], codes=[codes[0]], by=consultant)
    chosen = [f"{quote.pk}.0" for quote in quotes]

    answer = as_(consultant).post(
        "/quotes/bulk/", {"act": "code", "chosen": chosen, "step": "do", "code": str(codes[1].pk)}
    )

    assert answer.status_code == 302
    assert Excerpt.objects.filter(codings__code=codes[1]).count() == 2
    assert Coding.objects.filter(code=codes[0]).count() == 1
