"""From the request by beat to an issued report: once, by several people, for good."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.refusals import Refused
from clayton_review.reports import actions, canonical
from clayton_review.reports.approved_content import content_sha256
from clayton_review.reports.file_formats import FileFormat
from clayton_review.reports.models import (
    NoticeKind,
    ReportState,
)
from clayton_review.reports.verification import verify
from tests.database_roles import as_superuser
from tests.engagement.factories import expense
from tests.letters.outgoing import sent_letters
from tests.module_rows import Making
from tests.people import usual_person
from tests.reports.factories import (
    JANUARY,
    a_draft,
    approved,
    deputy_of,
    in_review,
    issued,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _draft(making_rows: Making) -> None:
    """Build the draft that `a_draft` returns to each test; its building is tested elsewhere."""
    with making_rows():
        usual_person(Role.LEAD, "Lena Lead")
        a_draft()


@pytest.fixture
def team(lead: User, consultant: User, second_consultant: User) -> tuple[User, User, User]:
    """The lead and two consultants."""
    return lead, consultant, second_consultant


def test_the_one_who_sent_it_cannot_approve_it(lead: User) -> None:
    report = in_review(by=lead)
    with pytest.raises(Refused, match="two other people"):
        actions.approve(report=report, content=content_sha256(report), by=lead)


def test_two_consultants_without_a_lead_or_deputy_are_not_enough(
    lead: User, consultant: User, second_consultant: User
) -> None:
    report = in_review(by=lead)
    for person in (consultant, second_consultant):
        report = actions.approve(report=report, content=content_sha256(report), by=person)
    assert report.state == ReportState.REVIEW
    deputy_of(lead, consultant)
    report = actions.approve(report=report, content=content_sha256(report), by=consultant)
    assert report.state == ReportState.APPROVED


def test_the_page_says_which_approval_is_still_needed(
    lead: User, consultant: User, second_consultant: User, as_: Callable[[User], Client]
) -> None:
    report = in_review(by=lead)
    url = f"/drafts/{report.number}/"
    assert "Still needed" not in as_(lead).get(url).content.decode()

    actions.approve(report=report, content=content_sha256(report), by=consultant)
    page = as_(lead).get(url).content.decode()
    assert "Still needed: one approval from a lead consultant or a lead’s named deputy." in page

    deputy_of(lead, consultant)
    page = as_(lead).get(url).content.decode()
    assert "Still needed: one approval from another consultant" in page

    actions.approve(report=report, content=content_sha256(report), by=second_consultant)
    assert "Still needed" not in as_(lead).get(url).content.decode()


def test_one_person_approving_twice_counts_once(lead: User, consultant: User) -> None:
    deputy_of(lead, consultant)
    report = in_review(by=lead)
    for _ in range(2):
        report = actions.approve(report=report, content=content_sha256(report), by=consultant)
    assert report.state == ReportState.REVIEW


def test_a_record_written_after_the_approval_does_not_stop_the_issue(
    team: tuple[User, User, User],
) -> None:
    """It stands in the next report; the figures of this one are those that were approved."""
    lead, *approvers = team
    report = approved(by=lead, approvers=(approvers[0], approvers[1]))
    with clock.at(report.as_of - timedelta(days=3)):
        expense(by=lead, amount="5000")
    with clock.at(JANUARY):
        assert actions.issue(report=report, by=lead).state == ReportState.ISSUED


def test_an_approval_does_not_cover_words_written_later(
    lead: User, consultant: User, second_consultant: User
) -> None:
    report = approved(by=lead, approvers=(consultant, second_consultant))
    report = actions.send_back(report=report, reason="One word is wrong.", by=consultant)
    actions.write_section(report=report, name="limits", narrative="New.", revision=1, by=lead)
    report = actions.submit(report=report, by=lead)
    assert report.state == ReportState.REVIEW
    with pytest.raises(Refused):
        actions.issue(report=report, by=lead)


def test_approving_what_changed_since_it_was_shown_is_refused(lead: User, consultant: User) -> None:
    report = in_review(by=lead)
    with pytest.raises(Refused, match="changed since you opened it"):
        actions.approve(report=report, content="0" * 64, by=consultant)


def test_an_issue_stores_every_format_and_chains_to_the_one_before(
    lead: User, consultant: User, second_consultant: User, board_member: User
) -> None:
    approvers = (consultant, second_consultant)
    november = issued(by=lead, approvers=approvers, month=date(2018, 11, 1))
    december = issued(by=lead, approvers=approvers)
    assert december.previous_sha256 == november.edition_sha256
    files = {file.format: bytes(file.content) for file in december.files.all()}
    assert set(files) == set(FileFormat.values)
    assert files["pdf"].startswith(b"%PDF-")
    assert json.loads(files["json"])["number"] == "2018-12"
    assert "figures.csv" in zipfile.ZipFile(io.BytesIO(files["csv"])).namelist()


def test_issuing_twice_issues_once(lead: User, consultant: User, second_consultant: User) -> None:
    report = issued(by=lead, approvers=(consultant, second_consultant))
    again = actions.issue(report=report, by=lead)
    assert again.issued_at == report.issued_at
    assert again.files.count() == len(FileFormat)


def test_every_board_member_is_told_once(
    lead: User, consultant: User, second_consultant: User, board_member: User
) -> None:
    report = issued(by=lead, approvers=(consultant, second_consultant))
    former_member = usual_person(Role.BOARD, "Clara Closed")
    former_member.is_active = False
    former_member.save()
    assert actions.mail_board(report=report, kind=NoticeKind.ISSUE) == 1
    assert actions.mail_board(report=report, kind=NoticeKind.ISSUE) == 0
    assert [letter.to for letter in sent_letters()] == [[board_member.email]]
    assert sent_letters()[0].subject == "The report for December 2018 is out"
    assert "/reports/2018-12/" in sent_letters()[0].body
    assert sent_letters()[0].body.startswith(f"Hello {board_member.name},")


def test_the_board_reads_an_approved_report_before_its_issue(
    team: tuple[User, User, User],
    board_member: User,
    city_staff: User,
    as_: Callable[[User], Client],
) -> None:
    lead, consultant, second_consultant = team
    report = approved(by=lead, approvers=(consultant, second_consultant))
    assert actions.mail_board(report=report, kind=NoticeKind.ADVANCE) == 1
    assert "/dashboard/advance/" in sent_letters()[0].body
    assert sent_letters()[0].body.startswith(f"Hello {board_member.name},")
    page = as_(board_member).get("/dashboard/advance/")
    assert report.headline in page.content.decode()
    assert "Advance copy" in page.content.decode()
    assert as_(city_staff).get("/dashboard/advance/").status_code == 403
    actions.send_back(report=report, reason="A word is wrong.", by=consultant)
    assert as_(board_member).get("/dashboard/advance/").status_code == 404
    report.refresh_from_db()
    assert actions.mail_board(report=report, kind=NoticeKind.ADVANCE) == 0


def test_the_board_hears_of_an_advance_copy_again_after_a_report_was_sent_back(
    team: tuple[User, User, User], board_member: User
) -> None:
    lead, consultant, second_consultant = team
    report = approved(by=lead, approvers=(consultant, second_consultant))
    kind = NoticeKind.ADVANCE
    assert [actions.mail_board(report=report, kind=kind) for _ in range(2)] == [1, 0]
    actions.send_back(report=report, reason="A word is wrong.", by=consultant)
    report.refresh_from_db()
    actions.write_section(
        report=report, name="budget", narrative="Other words.", revision=1, by=lead
    )
    report = actions.submit(report=report, by=lead)
    for person in (consultant, second_consultant):
        report = actions.approve(report=report, content=content_sha256(report), by=person)
    assert [actions.mail_board(report=report, kind=kind) for _ in range(2)] == [1, 0]
    first, second = sent_letters()
    again = "It replaces the advance copy that we wrote to you about before."
    assert again not in first.body
    assert again in second.body


def test_the_address_of_an_advance_copy_leads_on_to_the_issued_report(
    team: tuple[User, User, User], board_member: User, as_: Callable[[User], Client]
) -> None:
    lead, *approvers = team
    report = approved(by=lead, approvers=(approvers[0], approvers[1]))
    actions.mail_board(report=report, kind=NoticeKind.ADVANCE)
    address = "/dashboard/advance/?report=2018-12"
    assert f"{address}\n" in sent_letters()[0].body
    assert as_(board_member).get(address).status_code == 200
    actions.issue(report=report, by=lead)
    for sent in (address, "/dashboard/advance/"):
        assert as_(board_member).get(sent).headers["Location"] == "/reports/2018-12/"


@pytest.mark.usefixtures("printing")
def test_a_rebuild_gives_the_same_bytes(
    lead: User, consultant: User, second_consultant: User
) -> None:
    report = issued(by=lead, approvers=(consultant, second_consultant))
    outcome = verify(report)
    assert len(outcome) == len(FileFormat)
    assert all(comparison.is_intact and comparison.is_equal for comparison in outcome)
    call_command("verify_report", "2018-12")


def test_changed_bytes_are_named(lead: User, consultant: User, second_consultant: User) -> None:
    issued(by=lead, approvers=(consultant, second_consultant))
    with as_superuser() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE reports_issuedfile DISABLE TRIGGER USER")
        cursor.execute("UPDATE reports_issuedfile SET content = '\\x00' WHERE format = 'pdf'")
    with pytest.raises(CommandError, match="not what was issued"):
        call_command("verify_report", "--all")


def test_a_correction_is_a_new_revision_with_its_reason(
    lead: User, consultant: User, second_consultant: User
) -> None:
    first = issued(by=lead, approvers=(consultant, second_consultant))
    second = actions.correct(report=first, reason="The number of interviews was wrong.", by=lead)
    assert second.number == "2018-12.r2"
    assert second.state == ReportState.DRAFT
    assert second.revision_reason == "The number of interviews was wrong."
    with pytest.raises(Refused, match="already in progress"):
        actions.correct(report=first, reason="Again.", by=lead)


def test_figures_are_updated_in_a_draft_only_and_its_words_stay(
    lead: User, consultant: User
) -> None:
    report, other = a_draft(), a_draft(month=date(2018, 11, 1))
    actions.write_section(report=report, name="budget", narrative="Mine.", revision=1, by=lead)
    before = report.snapshot_sha256
    with clock.at(JANUARY - timedelta(days=12)):
        expense(by=lead, amount="1250")
    actions.refresh(report=report, by=consultant)
    report.refresh_from_db()
    assert report.snapshot_sha256 != before
    assert report.snapshot_sha256 == canonical.sha256_of(report.snapshot)
    assert report.sections.get(name="budget").narrative == "Mine."
    unchanged = other.snapshot_sha256
    other.refresh_from_db()
    assert other.snapshot_sha256 == unchanged


def test_figures_of_a_report_in_review_stay(lead: User, consultant: User) -> None:
    report = in_review(by=lead)
    with pytest.raises(Refused, match="You can update the figures only in a draft"):
        actions.refresh(report=report, by=consultant)


def test_a_correction_starts_from_the_words_that_were_issued(
    lead: User, consultant: User, second_consultant: User
) -> None:
    first = issued(by=lead, approvers=(consultant, second_consultant))
    second = actions.correct(report=first, reason="The number of interviews was wrong.", by=lead)
    words = dict(first.sections.values_list("name", "narrative"))
    assert dict(second.sections.values_list("name", "narrative")) == words
    assert any(words.values())
    assert (second.headline, second.lede) == (first.headline, first.lede)


def test_an_open_comment_keeps_the_report_back(lead: User, consultant: User) -> None:
    report = a_draft()
    remark = actions.comment(
        record_id=report.id, report=report, section="budget", text="Why?", by=consultant
    )
    with pytest.raises(Refused, match="1 comment is not resolved"):
        actions.submit(report=report, by=lead)
    actions.resolve(comment=remark, by=consultant)
    actions.submit(report=report, by=lead)


def test_a_stale_text_is_refused_and_nothing_is_overwritten(lead: User, consultant: User) -> None:
    report = a_draft()
    actions.write_section(report=report, name="budget", narrative="Mine.", revision=1, by=lead)
    with pytest.raises(Refused, match="Someone else"):
        actions.write_section(
            report=report, name="budget", narrative="Yours.", revision=1, by=consultant
        )
    assert report.sections.get(name="budget").narrative == "Mine."
