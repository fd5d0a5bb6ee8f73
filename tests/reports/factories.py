"""Reports in every state, reached the way people reach it."""

from datetime import UTC, date, datetime

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.engagement import selectors
from clayton_review.reports import actions, snapshot
from clayton_review.reports.approved_content import content_sha256
from clayton_review.reports.checks import check
from clayton_review.reports.models import Report
from tests.engagement.factories import contract, decision, expense
from tests.people import usual_person

JANUARY = datetime(2019, 1, 2, 15, tzinfo=UTC)


def a_draft(*, month: date = date(2018, 12, 1)) -> Report:
    """A draft built from whatever evidence there is, under a contract."""
    with clock.at(JANUARY):
        if not selectors.contract():
            contract(by=_signatory())
        return actions.build(month=month)


def _signatory() -> User:
    lead = User.objects.filter(role=Role.LEAD).first()
    return lead or User.objects.create_user(
        email="signatory@example.org", name="Signe Signatory", role=Role.LEAD
    )


def deputy_of(lead: User, deputy: User) -> None:
    """Name a lead's deputy."""
    lead.deputy = deputy
    lead.save()


def in_review(*, by: User, month: date = date(2018, 12, 1)) -> Report:
    """A report its lead has sent for review, warnings answered."""
    report = a_draft(month=month)
    answer_warnings(report, by)
    with clock.at(JANUARY):
        return actions.submit(report=report, by=by)


def answer_warnings(report: Report, by: User) -> None:
    """Answer every warning of a report."""
    for checks in check(report, snapshot.read(report.snapshot), live=False):
        if not checks.is_blocking:
            actions.acknowledge(report=report, warning=checks.key, reason="Of record.", by=by)


def approved(*, by: User, approvers: tuple[User, User], month: date = date(2018, 12, 1)) -> Report:
    """A report two people have approved; the first approver is the lead's named deputy."""
    deputy_of(by, approvers[0])
    report = in_review(by=by, month=month)
    for person in approvers:
        with clock.at(JANUARY):
            report = actions.approve(report=report, content=content_sha256(report), by=person)
    return report


def issued(*, by: User, approvers: tuple[User, User], month: date = date(2018, 12, 1)) -> Report:
    """An issued report."""
    report = approved(by=by, approvers=approvers, month=month)
    with clock.at(JANUARY):
        return actions.issue(report=report, by=by)


def issued_with_decision(*, by: User, approvers: tuple[User, User]) -> Report:
    """An issued report of a month with fees and a question to the Board."""
    with clock.at(datetime(2018, 12, 20, tzinfo=UTC)):
        contract(by=by)
        expense(by=by, amount="25000")
        decision(by=by)
    return issued(by=by, approvers=approvers)


def two_issued_reports() -> None:
    """Issue the reports for November and December, and have a Board member to tell of them."""
    lead = usual_person(Role.LEAD, "Lena Lead")
    usual_person(Role.BOARD, "Bea Board")
    approvers = (
        usual_person(Role.CONSULTANT, "Carla Consultant"),
        usual_person(Role.CONSULTANT, "Simon Second"),
    )
    for month in (date(2018, 11, 1), date(2018, 12, 1)):
        issued(by=lead, approvers=approvers, month=month)
