"""The brief of an issued report, as it was printed and stored."""

import pytest
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.reports.file_formats import FileFormat
from clayton_review.reports.models import IssuedFile
from clayton_review.reports.renderers.brief import n_pages
from clayton_review.reports.verification import verify
from tests.reports.factories import issued_with_decision

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("printing")
def test_the_brief_is_issued_stored_and_verified_with_the_report(
    lead: User, consultant: User, second_consultant: User
) -> None:
    december = issued_with_decision(by=lead, approvers=(consultant, second_consultant))
    stored = IssuedFile.objects.get(report=december, format=FileFormat.BRIEF)
    assert n_pages(bytes(stored.content)) == 2
    assert all(comparison.is_intact and comparison.is_equal for comparison in verify(december))
    answer = Client().get("/reports/2018-12.brief.pdf")
    assert answer.content == bytes(stored.content)
    assert "2018-12.brief.pdf" in answer["Content-Disposition"]
    page = Client().get("/reports/2018-12/brief/").content.decode()
    assert "Release the file of July 7 to the study team?" in page
    assert Client().get("/reports/2019-01/brief/").status_code == 404
