"""Several people and workers at the same report at once: real threads, real transactions."""

import threading
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connections

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.audit.selectors import verify_chain
from clayton_review.reports import actions
from clayton_review.reports.models import IssuedFile, Report
from tests.reports.factories import JANUARY, a_draft, approved

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "snapshot"])


@pytest.fixture(autouse=True)
def _own_alias(settings: Any) -> Iterator[None]:
    settings.SNAPSHOT_DATABASE = "snapshot"
    yield
    connections["snapshot"].close()


def at_once(*acts: Callable[[], object]) -> list[Exception]:
    """Do all of these in threads of their own that start together; what they raised."""
    start, raised = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait(10)
            with clock.at(JANUARY):
                act()
        except Exception as error:  # noqa: BLE001  # given back to the test
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return raised


def test_two_workers_that_build_the_same_month_make_one_report(lead: User) -> None:
    a_draft(month=date(2018, 11, 1))  # the contract
    build = lambda: actions.build(month=date(2018, 12, 1))  # noqa: E731
    assert at_once(build, build, build) == []
    built = Report.objects.get(month=date(2018, 12, 1))
    assert built.sections.count() == 12
    assert AuditEntry.objects.filter(verb="built", object_id=str(built.pk)).count() == 1
    assert verify_chain().broken_at is None


def test_two_leads_who_issue_at_once_issue_once(
    lead: User, consultant: User, second_consultant: User
) -> None:
    report = approved(by=lead, approvers=(consultant, second_consultant))
    issue = lambda: actions.issue(report=Report.objects.get(pk=report.pk), by=lead)  # noqa: E731
    assert at_once(issue, issue) == []
    assert IssuedFile.objects.count() == 4
    assert AuditEntry.objects.filter(verb="issued").count() == 1


def test_two_months_issued_at_once_do_not_fork_the_chain(
    lead: User, consultant: User, second_consultant: User
) -> None:
    people = (consultant, second_consultant)
    months = [approved(by=lead, approvers=people, month=date(2018, m, 1)) for m in (11, 12)]
    at_once(*(lambda one=one: actions.issue(report=one, by=lead) for one in months))
    issued = list(Report.objects.issued())
    assert issued
    named = [one.previous_sha256 for one in issued]
    assert len(named) == len(set(named))
