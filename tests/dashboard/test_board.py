"""Links of the dashboard: every finding of the issued report, and where it can be read."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.reports.actions import correct
from clayton_review.reports.models import Report
from findings.conclusions.actions.release import withdraw_finding
from findings.conclusions.models.findings import Finding
from tests.findings import factories as studies
from tests.reports.factories import issued

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
PAGE = '<a href="/found/F-0001/">F-0001</a>'
REPORT = '<a href="/reports/2018-12/#findings">F-0001</a>'


@pytest.fixture
def released_finding(lead: User, consultant: User, second_consultant: User) -> Finding:
    """A finding in the issued report."""
    with clock.at(datetime(2018, 12, 3, 16, tzinfo=UTC)):
        finding = studies.released(by=consultant, signer=second_consultant, lead=lead)
    issued(by=lead, approvers=(consultant, second_consultant))
    return finding


def test_a_finding_that_was_taken_back_leads_to_the_report_that_told_it(
    as_: As, released_finding: Finding, board_member: User, lead: User
) -> None:
    client = as_(board_member)
    before = client.get("/dashboard/").content.decode()
    assert PAGE in before
    assert REPORT not in before
    withdraw_finding(
        finding=released_finding, revision=released_finding.revision, reason="Wrong", by=lead
    )
    after = client.get("/dashboard/").content.decode()
    assert REPORT in after
    assert "/found/F-0001/" not in after
    for address in ("/found/F-0001/", "/reports/2018-12/"):
        assert client.get(address).status_code == (404 if "found" in address else 200)


def test_in_the_draft_of_a_correction_it_leads_nowhere(
    as_: As, released_finding: Finding, consultant: User, lead: User
) -> None:
    """A correction tells the month as it stood; its own page is not there yet."""
    withdraw_finding(
        finding=released_finding, revision=released_finding.revision, reason="Wrong", by=lead
    )
    correct(report=Report.objects.get(), reason="A number was wrong.", by=consultant)
    page = as_(consultant).get("/dashboard/?draft").content.decode()
    assert '<span class="line-name">F-0001</span>' in page
