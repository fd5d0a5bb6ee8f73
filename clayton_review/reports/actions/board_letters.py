"""Letters to the Board: of the advance copy when a report is approved, and of its issue."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import SENT_REPORTS
from clayton_review.audit.selectors import newest_row
from clayton_review.languages import english_address
from clayton_review.letters.actions import write_letter
from clayton_review.letters.content import LetterContent
from clayton_review.reports.actions.publish import request_archive
from clayton_review.reports.approved_content import content_sha256
from clayton_review.reports.models import MailedHead, Notice, NoticeKind, Report, ReportState

MAIL_ADVANCE_COPY = "reports.mail_advance_copy"
MAIL_ISSUE = "reports.mail_issue"

_LETTERS = {
    NoticeKind.ADVANCE: "reports/mail_advance.txt",
    NoticeKind.ISSUE: "reports/mail_issue.txt",
}
_SUBJECTS = {
    NoticeKind.ADVANCE: "Advance copy of the report for {month}",
    NoticeKind.ISSUE: "The report for {month} is out",
}
_STATES = {NoticeKind.ADVANCE: ReportState.APPROVED, NoticeKind.ISSUE: ReportState.ISSUED}


def mail_board(*, report: Report, kind: NoticeKind) -> int:
    """Write to everybody whose role is sent reports, once; return the number of letters.

    A report that is approved again after it was sent back has another letter. One that has moved on
    meanwhile, for example back to draft, is told of no more.
    """
    if report.state != _STATES[kind]:
        return 0
    if kind == NoticeKind.ISSUE:
        _keep_mailed_head(report)
    members = User.objects.filter(role__in=SENT_REPORTS, is_active=True).order_by("email")
    content = content_sha256(report) if kind == NoticeKind.ADVANCE else ""
    return sum(_write_to(report, member, kind, content) for member in members)


def _keep_mailed_head(report: Report) -> None:
    """Keep the newest row of the audit record, once, before the letters tell its hash."""
    row, head = newest_row()
    with transaction.atomic():
        _, is_new = MailedHead.objects.get_or_create(
            report=report, defaults={"row": row, "hash": head}
        )
        if is_new:
            request_archive()  # which lists it


def _write_to(report: Report, member: User, kind: NoticeKind, content: str) -> bool:
    about: dict[str, Any] = {"report": report, "person": member, "kind": kind}
    with transaction.atomic():
        _, is_new = Notice.objects.get_or_create(**about, content_sha256=content)
        if is_new:
            words = {
                "report": report,
                "member": member,
                "address": settings.SITE_URL + _address_of(report, kind),
                "check_address": settings.SITE_URL + english_address("dashboard:check"),
                "replaces_another": Notice.objects.filter(**about).count() > 1,
            }
            write_letter(
                to=member.email,
                subject=_SUBJECTS[kind].format(month=f"{report.month:%B %Y}"),
                content=LetterContent(render_to_string(_LETTERS[kind], words)),
            )
    return is_new


def _address_of(report: Report, kind: NoticeKind) -> str:
    if kind == NoticeKind.ADVANCE:
        return f"{english_address('dashboard:advance')}?report={report.number}"
    return english_address("dashboard:report", report.number)
