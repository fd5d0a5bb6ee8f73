"""The new format is issued with the report, linked, served and verified."""

import pytest
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.reports.verification import verify
from tests.reports.factories import issued

pytestmark = pytest.mark.django_db


def test_it_is_issued_linked_served_and_verified(
    lead: User, consultant: User, second_consultant: User
) -> None:
    report = issued(by=lead, approvers=(consultant, second_consultant))
    assert "Plain text" in Client().get("/reports/").content.decode()
    answer = Client().get(f"/reports/{report.number}.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert f"{report.number}.txt" in answer["Content-Disposition"]
    assert answer.content.decode() == report.headline
    assert all(comparison.is_intact and comparison.is_equal for comparison in verify(report))
