"""Issuing: the one public content, every format of it, for good; and telling the Board."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission, Role
from clayton_review.audit.actions import record
from clayton_review.jobs.actions import ring
from clayton_review.reports import canonical, edition
from clayton_review.reports.content import content_sha256, valid_approvals
from clayton_review.reports.models import IssuedFile, Notice, Report, ReportState
from clayton_review.reports.policies import Refused, check_step, is_approved
from clayton_review.reports.renderers import render_all, renderer_name
from clayton_review.reports.selectors import issued_before

NOTIFY = "reports.notify"


def issue(*, report: Report, by: User) -> Report:
    """Publish an approved report: edition and files are stored and can never change again.

    The files are drawn first; the issue itself is one short transaction that refuses when
    anything changed meanwhile.
    """
    if not by.may(Permission.ISSUE_REPORTS):
        raise Refused("Only a lead consultant issues a report.")
    if report.state == ReportState.ISSUED:
        return report
    check_step(report, ReportState.ISSUED)
    approvals = valid_approvals(report)
    if not is_approved(approvals):
        raise Refused("Two people must approve exactly this text before it is issued.")
    content, previous, issued_at = content_sha256(report), issued_before(report), clock.now()
    text = edition.compose(
        report,
        previous=previous,
        issued_at=issued_at,
        issued_by=by,
        approved_by=tuple(approval.by for approval in approvals),
    )
    files = render_all(text)
    with transaction.atomic():
        locked = Report.objects.select_for_update().get(pk=report.pk)
        if locked.state == ReportState.ISSUED:
            return locked
        if locked.state != ReportState.APPROVED or content_sha256(locked) != content:
            raise Refused("The report changed while it was being issued. Nothing was published.")
        IssuedFile.objects.bulk_create(
            IssuedFile(
                report=locked,
                format=kind,
                content=made,
                size=len(made),
                sha256=canonical.sha256_of(made),
                renderer=renderer_name(),
            )
            for kind, made in files.items()
        )
        locked.state, locked.issued_by, locked.issued_at = ReportState.ISSUED, by, issued_at
        locked.edition, locked.edition_sha256 = text, canonical.sha256_of(text)
        locked.previous_sha256 = previous.edition_sha256 if previous else ""
        locked.save()
        ring(NOTIFY, locked.number)
        record(by=by, verb="issued", obj=locked, edition=locked.edition_sha256)
    return locked


def notify(*, report: Report) -> int:
    """Write to every Board member once; returns how many letters went out now."""
    members = User.objects.filter(role=Role.BOARD, is_active=True).order_by("email")
    return sum(_write_to(report, member) for member in members)


def _write_to(report: Report, member: User) -> bool:
    with transaction.atomic():
        _, is_new = Notice.objects.get_or_create(report=report, person=member)
        if is_new:
            address = f"{settings.SITE_URL}/reports/{report.number}/"
            words = {"report": report, "member": member, "address": address}
            send_mail(
                subject=f"Report for {report.month:%B %Y}: {report.headline}"[:150],
                message=render_to_string("reports/issued_mail.txt", words),
                from_email=settings.DEFAULT_FROM_EMAIL,
                recipient_list=[member.email],
            )
    return is_new
