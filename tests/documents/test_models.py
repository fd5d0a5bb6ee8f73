"""Visibility of documents by role."""

import uuid
from dataclasses import replace
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass, Role
from clayton_review.documents import actions, selectors
from clayton_review.documents.models import Document
from tests.access_matrix import CLASSES
from tests.documents.factories import VALUES, document


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_its_classes_and_no_other(role: Role, lead: User) -> None:
    for disclosure_class in DisclosureClass.values:
        document(by=lead, disclosure_class=disclosure_class)
    lead.role = role
    seen = Document.objects.visible_to(lead).values_list("disclosure_class", flat=True)
    assert set(seen) == CLASSES[role]


def test_an_inactive_account_sees_nothing(lead: User) -> None:
    document(by=lead, disclosure_class=DisclosureClass.PUBLIC)
    lead.is_active = False
    assert not Document.objects.visible_to(lead).exists()


def test_a_visitor_sees_public_documents_that_are_not_withdrawn(lead: User) -> None:
    other_document = document(by=lead, disclosure_class=DisclosureClass.PUBLIC)
    removed = document(by=lead, disclosure_class=DisclosureClass.PUBLIC)
    document(by=lead)
    actions.withdraw_document(document=removed, revision=1, reason="Filed twice", by=lead)
    assert list(Document.objects.visible_to(AnonymousUser())) == [other_document]
    assert list(selectors.public_documents()) == [other_document]


def test_public_documents_start_with_the_newest_and_end_with_the_undated(lead: User) -> None:
    for title, day in (("Old", date(2017, 1, 1)), ("Undated", None), ("New", date(2018, 9, 29))):
        values = replace(
            VALUES, title=title, published_on=day, disclosure_class=DisclosureClass.PUBLIC
        )
        actions.file_document(record_id=uuid.uuid4(), values=values, by=lead)
    assert [document.title for document in selectors.public_documents()] == [
        "New",
        "Old",
        "Undated",
    ]
