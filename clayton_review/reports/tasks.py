"""The worker's tasks for reports: request due months, build one, tell the Board."""

from datetime import date

from celery import shared_task

from clayton_review.jobs.registry import job
from clayton_review.reports import actions
from clayton_review.reports.actions.board_letters import MAIL_ADVANCE_COPY, MAIL_ISSUE
from clayton_review.reports.actions.publish import MAKE_ARCHIVE
from clayton_review.reports.models import NoticeKind, Report


@shared_task(name="reports.request_due")
def request_due() -> None:
    """Request a build of every report that is due, and a missing archive (run by the beat)."""
    actions.request_due_reports()
    actions.request_missing_archive()


@job("reports.build", title="Draft of the monthly report")
def build(month: str) -> None:
    """Build the draft of a month, `2018-12`."""
    actions.build(month=date.fromisoformat(f"{month}-01"))


@job(MAIL_ADVANCE_COPY, title="Letters to the Board about an advance copy")
def mail_advance_copy(number: str) -> None:
    """Tell the Board that an approved report can be read before its issue."""
    _mail_board(number, NoticeKind.ADVANCE)


@job(MAIL_ISSUE, title="Letters to the Board about an issued report")
def mail_issue(number: str) -> None:
    """Tell the Board that a report was issued."""
    _mail_board(number, NoticeKind.ISSUE)


@job(MAKE_ARCHIVE, title="Archive of all issued reports")
def make_archive(_key: str) -> None:
    """Make the archive of all issued reports anew, after the words that earlier reports lack."""
    actions.store_earlier_figure_texts()
    actions.make_archive()


def _mail_board(number: str, kind: NoticeKind) -> None:
    actions.mail_board(report=Report.objects.by_number(number).get(), kind=kind)
