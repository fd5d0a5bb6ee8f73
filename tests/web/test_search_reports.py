"""Search in the words of reports: those of issued ones for everyone who reads them."""

import pytest

from clayton_review.accounts.models import User
from clayton_review.reports.models import Section
from clayton_review.web import search as searching
from tests.reports import factories as reports

pytestmark = pytest.mark.django_db


def test_the_words_of_an_issued_report_are_found_and_those_of_a_draft_are_not(
    consultant: User, second_consultant: User, lead: User, board_member: User
) -> None:
    words = 'A quagmire of {{ figure "engagement.budget" }} in words.'
    Section.objects.filter(report=reports.a_draft(), name="limits").update(narrative=words)

    assert searching.search(board_member, "quagmire") == []
    assert searching.search(consultant, "quagmire")
    reports.issued(by=lead, approvers=(consultant, second_consultant))
    hits = searching.search(board_member, "quagmire")
    text = "".join(piece.text for piece in hits[0].hits[0].pieces)
    assert hits[0].hits[0].url == "/reports/2018-12/"
    assert "quagmire of … in words" in text
