"""Ways around the rules of a report that look harmless: each of them is closed."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.actions import close
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission, Role
from clayton_review.refusals import Refused
from clayton_review.reports import actions
from clayton_review.reports.approved_content import content_sha256, valid_approvals
from clayton_review.reports.draft_page import report_page
from clayton_review.reports.models import Acknowledgement, Comment, NoticeKind, Report, ReportState
from tests.letters.outgoing import sent_letters
from tests.module_rows import Making
from tests.people import usual_person
from tests.refusing import refused
from tests.reports.factories import (
    JANUARY,
    a_draft,
    answer_warnings,
    approved,
    deputy_of,
    in_review,
    issued,
)

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


@pytest.fixture(scope="module", autouse=True)
def _draft(making_rows: Making) -> None:
    """Build the draft that `a_draft` returns to each test; its building is tested elsewhere."""
    with making_rows():
        usual_person(Role.LEAD, "Lena Lead")
        a_draft()


def _approve(report: Report, by: User) -> Report:
    return actions.approve(report=report, content=content_sha256(report), by=by)


def _remark(report: Report, by: User) -> Comment:
    return actions.comment(
        record_id=uuid4(), report=report, section="budget", text="This is wrong.", by=by
    )


def test_the_yes_of_a_closed_account_no_longer_counts(
    lead: User, consultant: User, second_consultant: User
) -> None:
    deputy_of(lead, consultant)
    report = in_review(by=lead)
    _approve(report, second_consultant)
    close(user=second_consultant, by=lead, reason="Left the study.")
    assert _approve(report, consultant).state == ReportState.REVIEW


def test_the_yes_of_somebody_who_is_no_consultant_any_more_does_not_issue(
    lead: User, consultant: User, second_consultant: User
) -> None:
    report = approved(by=lead, approvers=(consultant, second_consultant))
    User.objects.filter(pk=second_consultant.pk).update(role=Role.CITY)
    with pytest.raises(Refused, match="Two people"):
        actions.issue(report=report, by=lead)


def test_the_deputy_of_a_closed_lead_does_not_stand_for_them(
    lead: User, consultant: User, second_consultant: User
) -> None:
    other_lead = User.objects.create_user(email="o@example.org", name="Olga", role=Role.LEAD)
    deputy_of(lead, consultant)
    report = in_review(by=other_lead)
    User.objects.filter(pk=lead.pk).update(is_active=False)
    for person in (consultant, second_consultant):
        report = _approve(report, person)
    assert report.state == ReportState.REVIEW


def test_an_ill_lead_stops_no_month(
    lead: User, consultant: User, second_consultant: User, third_consultant: User
) -> None:
    """The deputy stands for the lead; the rest of the team does what any of them can."""
    deputy_of(lead, consultant)
    report = in_review(by=third_consultant)
    for person in (consultant, second_consultant):
        report = _approve(report, by=person)
    for person in (second_consultant, third_consultant):
        with pytest.raises(Refused, match="named deputy can issue"):
            actions.issue(report=report, by=person)
    with clock.at(JANUARY):
        report = actions.issue(report=report, by=consultant)

    assert (report.state, report.issued_by) == (ReportState.ISSUED, consultant)


def test_the_deputy_of_a_closed_lead_or_of_a_consultant_issues_nothing(
    lead: User, consultant: User, second_consultant: User, third_consultant: User
) -> None:
    deputy_of(third_consultant, consultant)
    assert not consultant.may(Permission.ISSUE_REPORTS)
    deputy_of(lead, consultant)
    assert consultant.may(Permission.ISSUE_REPORTS)
    lead.is_active = False
    lead.save()
    assert not consultant.may(Permission.ISSUE_REPORTS)


def test_a_yes_given_before_sending_it_oneself_does_not_count_as_another_person(
    lead: User, consultant: User, second_consultant: User
) -> None:
    other_lead = User.objects.create_user(email="o@example.org", name="Olga", role=Role.LEAD)
    report = in_review(by=lead)
    _approve(report, other_lead)
    actions.send_back(report=report, reason="I will send it.", by=other_lead)
    report = actions.submit(report=report, by=other_lead)
    report = _approve(report, consultant)
    assert report.state == ReportState.REVIEW


def test_a_report_sent_back_is_approved_anew_even_with_the_same_words(
    lead: User, consultant: User, second_consultant: User
) -> None:
    report = approved(by=lead, approvers=(consultant, second_consultant))
    actions.send_back(report=report, reason="The figures look wrong.", by=consultant)
    report = actions.submit(report=report, by=lead)
    assert valid_approvals(report) == []
    assert "approve" in report_page(report, consultant).steps
    assert _approve(report, second_consultant).state == ReportState.REVIEW


def test_a_remark_made_in_review_keeps_the_report_from_being_issued(
    lead: User, consultant: User, second_consultant: User
) -> None:
    report = approved(by=lead, approvers=(consultant, second_consultant))
    remark = _remark(report, consultant)
    with pytest.raises(Refused, match="1 comment is not resolved"):
        actions.issue(report=report, by=lead)
    actions.resolve(comment=remark, by=consultant)
    issued_report = actions.issue(report=report, by=lead)
    assert issued_report.state == ReportState.ISSUED
    sentence = f"Report {report.number} has been issued. To change it, open a correction."
    with refused(sentence, issued_report, remark):
        actions.resolve(comment=remark, by=consultant)


def test_an_issued_report_takes_no_remarks_and_no_answers(
    lead: User, consultant: User, second_consultant: User
) -> None:
    report = issued(by=lead, approvers=(consultant, second_consultant))
    answered = Acknowledgement.objects.count()
    with pytest.raises(Refused, match="issued"):
        _remark(report, consultant)
    with pytest.raises(Refused, match="issued"):
        actions.acknowledge(report=report, warning="a" * 64, reason="Late.", by=consultant)
    assert not Comment.objects.exists()
    assert Acknowledgement.objects.count() == answered


def test_the_identity_of_another_reports_remark_is_refused(
    lead: User, consultant: User, as_: As
) -> None:
    november, december = a_draft(month=date(2018, 11, 1)), a_draft()
    first = _remark(november, lead)
    sent = {"record_id": str(first.pk), "section": "budget", "text": "Mine, for December."}
    answer = as_(consultant).post(f"/drafts/{december.number}/comments/", sent)
    assert answer.status_code == 422
    assert "What you wrote was not sent" in answer.content.decode()
    assert "Mine, for December." in answer.content.decode()
    assert not december.comments.exists()


def test_a_headline_of_two_lines_does_not_keep_the_letters_back(
    lead: User, consultant: User, second_consultant: User, board_member: User, as_: As
) -> None:
    report = a_draft()
    words = {"headline": "Ahead\nBcc: all@example.org", "lede": "Text.", "revision": "1"}
    as_(consultant).post(f"/drafts/{report.number}/opening/", words)
    report = issued(by=lead, approvers=(consultant, second_consultant))
    assert actions.mail_board(report=report, kind=NoticeKind.ISSUE) == 1
    assert "\n" not in sent_letters()[0].subject
    assert sent_letters()[0].recipients() == [board_member.email]


def test_a_correction_is_a_link_of_the_chain_and_so_is_every_month_issued_late(
    lead: User, consultant: User, second_consultant: User
) -> None:
    people = (consultant, second_consultant)
    first = issued(by=lead, approvers=people, month=date(2018, 11, 1))
    later = issued(by=lead, approvers=people)
    late = issued(by=lead, approvers=people, month=date(2018, 10, 1))
    with clock.at(datetime(2019, 1, 3, tzinfo=UTC)):
        second = actions.correct(report=first, reason="A number was wrong.", by=lead)
        answer_warnings(second, lead)
        second = actions.submit(report=second, by=lead)
        for person in people:
            second = _approve(second, person)
        second = actions.issue(report=second, by=lead)
    links = [first, later, late, second]
    assert [report.previous_sha256 for report in links] == [
        "",
        *(o.edition_sha256 for o in links[:-1]),
    ]
    page = bytes(second.files.get(format="html").content).decode()
    assert "This report corrects 2018-11" in page
    assert "A number was wrong." in page
    assert late.edition_sha256 in page
