"""Tests of each kind of record as evidence: who is offered which rows, and their words."""

from typing import Any

import pytest

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass
from clayton_review.citable import records
from findings.coding.models.excerpts import Excerpt
from findings.conclusions.inputs import EvidenceSource
from findings.conclusions.models.evidence import EvidenceLink
from findings.conclusions.selectors.evidence_kinds import CLAIM, DOCUMENT, QUOTE
from findings.conclusions.selectors.evidence_kinds.base import (
    MAX_CHOICES,
    PublicEvidence,
    PublicWords,
    RecordKind,
)
from findings.interviews.actions.withdrawal import withdraw_interview
from tests.documents import factories as documents
from tests.findings import factories as make
from tests.incidents import factories as incidents

KINDS = (QUOTE, CLAIM, DOCUMENT)


def record(kind: RecordKind, by: User) -> Any:
    if kind is QUOTE:
        return make.excerpt(by=by, words="The sign is hidden.")
    if kind is CLAIM:
        return incidents.claim(incident=incidents.incident(by=by), by=by)
    return documents.document(by=by)


def withdraw(row: Any, by: User) -> None:
    """Withdraw a record, or the interview that a quote was cut from."""
    if isinstance(row, Excerpt):
        heard = make.heard(row)
        withdraw_interview(interview=heard, revision=heard.revision, reason="Asked to.", by=by)
    else:
        records.withdraw(row, revision=row.revision, reason="Twice.", by=by)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.name))
def test_what_is_withdrawn_is_not_offered(kind: RecordKind, consultant: User) -> None:
    kept, gone = record(kind, consultant), record(kind, consultant)
    withdraw(gone, consultant)
    assert list(kind.rows(consultant)) == [kept]
    assert [key for key, _label in kind.choices("", consultant)] == [str(kept.pk)]
    assert kind.find(str(gone.pk), consultant) is None


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.name))
def test_nothing_of_the_records_is_offered_to_the_public_or_the_board_unseen(
    kind: RecordKind, consultant: User, board_member: User
) -> None:
    record(kind, consultant)
    visible = set(kind.rows(board_member))
    assert visible == set(kind.rows(consultant).model.objects.visible_to(board_member))
    assert not visible


def test_a_restricted_document_is_offered_to_leads_only(consultant: User, lead: User) -> None:
    open_one = documents.document(by=lead)
    secret = documents.document(by=lead, disclosure_class=DisclosureClass.RESTRICTED)
    assert list(DOCUMENT.rows(consultant)) == [open_one]
    assert set(DOCUMENT.rows(lead)) == {open_one, secret}
    assert DOCUMENT.find(str(secret.pk), consultant) is None


def test_documents_are_found_by_all_words_and_not_too_many(consultant: User) -> None:
    rows = [documents.document(by=consultant, title=f"Order {n}") for n in range(MAX_CHOICES + 1)]
    choices = DOCUMENT.choices(f"ORDER {rows[3].reference}", consultant)
    assert [key for key, _label in choices] == [str(rows[3].pk)]
    assert DOCUMENT.choices("order nowhere", consultant) == []
    assert len(DOCUMENT.choices("order", consultant)) == MAX_CHOICES


@pytest.mark.parametrize(
    ("disclosure_class", "is_withdrawn", "is_told"),
    [("public", False, True), ("public", True, False), ("team", False, False)],
)
def test_only_a_public_document_is_named(
    consultant: User, disclosure_class: str, is_withdrawn: bool, is_told: bool
) -> None:
    paper = documents.document(by=consultant, disclosure_class=disclosure_class)
    link = make.link(
        finding=make.finding(by=consultant), by=consultant, source=EvidenceSource(document=paper)
    )
    if is_withdrawn:
        withdraw(paper, consultant)
    words = DOCUMENT.public_words(EvidenceLink.objects.get(pk=link.pk), frozenset())
    assert words == (
        PublicWords(paper.title, reference=paper.reference) if is_told else PublicWords()
    )


@pytest.mark.parametrize(("is_public", "words"), [(True, "An order"), (False, "")])
def test_a_document_that_is_no_longer_public_is_not_named(is_public: bool, words: str) -> None:
    piece = PublicEvidence("supporting", "document", "Documents", "An order", reference="D-0001")
    public = frozenset({"D-0001"} if is_public else {"D-0002"})
    shown = DOCUMENT.without_hidden_words(piece, labels=None, documents=public)
    assert (shown.words, bool(shown.reference)) == (words, is_public)
    assert DOCUMENT.printed_text(shown) == (words or "A document that is not public")


@pytest.mark.parametrize(
    ("labels", "words", "label", "printed"),
    [
        ({"Resident", ""}, "I left.", "Resident", "“I left.” (resident)"),
        ({""}, "I left.", "", "“I left.”"),
        (None, "", "", "Something said to the study that is not printed"),
    ],
)
def test_a_quote_keeps_words_and_label_only_while_they_may_be_shown(
    labels: set[str] | None, words: str, label: str, printed: str
) -> None:
    piece = PublicEvidence("supporting", "excerpt", "", "I left.", "Resident", is_quote=True)
    shown = QUOTE.without_hidden_words(piece, labels=labels, documents=frozenset())
    assert (shown.words, shown.label, QUOTE.printed_text(shown)) == (words, label, printed)
