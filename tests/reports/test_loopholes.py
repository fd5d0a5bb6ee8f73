"""Ways around the rules of a report that look harmless: each of them is closed."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.actions import close
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.refusals import Refused
from clayton_review.reports import actions, snapshot
from clayton_review.reports.actions.decide import refuse_problems
from clayton_review.reports.approved_content import content_sha256, valid_approvals
from clayton_review.reports.checks import ReportProblem, check
from clayton_review.reports.draft_page import report_page
from clayton_review.reports.models import Acknowledgement, Comment, NoticeKind, Report, ReportState
from tests.reports.factories import a_draft, answer_warnings, approved, deputy_of, in_review, issued

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


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
    assert actions.issue(report=report, by=lead).state == ReportState.ISSUED


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


def test_only_warnings_that_stand_are_answered(lead: User) -> None:
    """An answer given in advance would silence a warning nobody has read."""
    report = a_draft()
    with pytest.raises(Refused, match="no longer exists"):
        actions.acknowledge(report=report, warning="a" * 64, reason="In advance.", by=lead)


@pytest.mark.parametrize(
    ("sentences", "opening"),
    [
        (["Late."], "1 warning needs an answer first: Late."),
        (["Late.", "Thin."], "2 warnings need an answer first: Late. Thin."),
    ],
)
def test_open_warnings_are_counted_in_the_refusal(sentences: list[str], opening: str) -> None:
    warnings = [ReportProblem(is_blocking=False, sentence=sentence) for sentence in sentences]
    with pytest.raises(Refused) as refusal:
        refuse_problems(a_draft(), warnings)

    assert str(refusal.value) == opening


def test_the_identity_of_another_reports_remark_is_refused(
    lead: User, consultant: User, as_: As
) -> None:
    november, december = a_draft(month=date(2018, 11, 1)), a_draft()
    first = _remark(november, lead)
    sent = {"record_id": str(first.pk), "section": "budget", "text": "Mine, for December."}
    answer = as_(consultant).post(f"/drafts/{december.number}/comments/", sent)
    assert answer.status_code == 422
    assert not december.comments.exists()


def test_words_changed_while_a_report_is_sent_are_checked_too(
    lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody saves an unknown figure after the check was made and before the row is locked."""
    report = a_draft()
    answer_warnings(report, lead)
    check(report, snapshot.read(report.snapshot))
    actions.write_opening(
        report=report, headline="Bad", lede='{{ figure "no.such" }}', revision=1, by=lead
    )
    with pytest.raises(Refused, match="unknown figure"):
        actions.submit(report=report, by=lead)  # with the row as it was read before


@pytest.mark.parametrize(
    "number",
    ["2018-12.r0", "2018-12.r1", "2018-12.r", "2018-12.r01", "2018-12.r+1", "2018-12.r٠",
     "2018-1", "2018-12.r99999999", "2018-12.r" + "9" * 5_000, "２０１８-12", "2018-12-01",
     "2018-12.r-1", "0000-12", "2018-13", "2018-12 ", "2018-12.r1.r1"],
)  # fmt: skip
def test_only_the_exact_number_names_a_report(
    number: str, lead: User, consultant: User, as_: As
) -> None:
    a_draft()
    assert not Report.objects.by_number(number).exists()
    assert as_(consultant).get(f"/drafts/{number}/").status_code == 404


def test_a_headline_of_two_lines_does_not_keep_the_letters_back(
    lead: User, consultant: User, second_consultant: User, board_member: User, as_: As
) -> None:
    report = a_draft()
    words = {"headline": "Ahead\nBcc: all@example.org", "lede": "Text.", "revision": "1"}
    as_(consultant).post(f"/drafts/{report.number}/opening/", words)
    report = issued(by=lead, approvers=(consultant, second_consultant))
    assert actions.tell_board(report=report, kind=NoticeKind.ISSUE) == 1
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].recipients() == [board_member.email]


@pytest.mark.parametrize("piece", ["1" * 20_000 + "x", "1," * 10_000 + "x", "{{ figure " * 2_000,
                                   "> " * 10_000, "1 Aa " * 4_000, "July " * 4_000])  # fmt: skip
def test_no_text_of_allowed_length_takes_the_checks_long(piece: str, lead: User) -> None:
    report = a_draft()
    actions.write_section(
        report=report, name="budget", narrative=piece[:20_000], revision=1, by=lead
    )
    began = datetime.now(UTC)
    check(report, snapshot.read(report.snapshot), live=False)
    assert (datetime.now(UTC) - began).total_seconds() < 1


def test_placeholders_can_neither_nest_nor_carry_markup(lead: User, as_: As) -> None:
    report = a_draft()
    hostile = '{{ figure "<script>alert(1)</script>" }} {{ {{ fact "x" }} }} {% load os %} ${7*7}'
    actions.write_section(report=report, name="budget", narrative=hostile, revision=1, by=lead)
    page = as_(lead).get(f"/drafts/{report.number}/").content.decode()
    assert "<script>alert" not in page
    with pytest.raises(Refused, match="unknown"):
        actions.submit(report=report, by=lead)


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
    assert late.edition_sha256 in page
