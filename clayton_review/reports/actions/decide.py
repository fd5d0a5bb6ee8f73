"""Review: sending a draft, sending it back, and the approval of two people."""

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.audit.actions import record
from clayton_review.jobs.actions import request_run
from clayton_review.refusals import Refused
from clayton_review.reports import snapshot
from clayton_review.reports.actions.board_letters import MAIL_ADVANCE_COPY
from clayton_review.reports.approved_content import content_sha256, valid_approvals
from clayton_review.reports.checks import ReportProblem, check
from clayton_review.reports.models import SENT_BACK, Approval, Report, ReportState
from clayton_review.reports.policies import check_approver, check_step, is_approved
from clayton_review.web.formatting import count_phrase


def submit(*, report: Report, by: User) -> Report:
    """Send a draft for review.

    Raises `Refused` for people outside the team, for a report that is no draft, and while a
    blocking check or an unanswered warning stands.
    """
    if not by.may(Permission.SUBMIT_REPORTS):
        raise Refused("Only consultants can send a report for review.")
    with transaction.atomic():
        locked = Report.objects.select_for_update().get(pk=report.pk)
        check_step(locked, ReportState.REVIEW)
        refuse_problems(locked, check(locked, snapshot.read(locked.snapshot)))
        locked.state = ReportState.REVIEW
        locked.submitted_by, locked.submitted_at = by, clock.now()
        locked.save()
        record(by=by, verb="sent for review", obj=locked, content=content_sha256(locked))
    return locked


def send_back(*, report: Report, reason: str, by: User) -> Report:
    """Return a report to draft, with a reason; approvals given so far no longer count.

    Raises `Refused` without a reason, and for a report that cannot go back.
    """
    if not reason.strip():
        raise Refused("Say what should be changed.")
    with transaction.atomic():
        locked = Report.objects.select_for_update().get(pk=report.pk)
        check_step(locked, ReportState.DRAFT)
        locked.state = ReportState.DRAFT
        locked.save()
        record(by=by, verb=SENT_BACK, obj=locked, reason=reason)
    return locked


def approve(*, report: Report, content: str, by: User) -> Report:
    """Sign the content that was shown (`content_sha256`); the second approval approves the report.

    Two different people, neither of them the one who submitted it, one of them a lead or a
    lead's named deputy.

    Raises `Refused` for a person who may not approve it, for a report that is not in review,
    and when its content has changed.
    """
    with transaction.atomic():
        locked = Report.objects.select_for_update().get(pk=report.pk)
        if locked.state != ReportState.REVIEW:
            raise Refused(f"Report {locked.number} is not in review.")
        check_approver(locked, by)
        if content_sha256(locked) != content:
            raise Refused(
                "The report has changed since you opened it. Read it again, then approve it."
            )
        _, is_new = Approval.objects.get_or_create(report=locked, content_sha256=content, by=by)
        if is_approved(valid_approvals(locked)):
            locked.state = ReportState.APPROVED
            locked.save()
            request_run(MAIL_ADVANCE_COPY, locked.number)
        if is_new:
            record(by=by, verb="approved", obj=locked, content=content, person=str(by.pk))
    return locked


def refuse_problems(
    report: Report, checks: list[ReportProblem], *, step: str = "sent for review"
) -> None:
    """Raise `Refused` while a blocking check or an unanswered warning stands."""
    answered = set(report.acknowledgements.values_list("warning", flat=True))
    blocking = [check.sentence for check in checks if check.is_blocking]
    if blocking:
        raise Refused(f"The report cannot be {step} yet: " + " ".join(blocking))
    open_warnings = [check for check in checks if check.key not in answered]
    if open_warnings:
        warnings = count_phrase(len(open_warnings), "warning needs", "warnings need")
        sentences = " ".join(check.sentence for check in open_warnings)
        raise Refused(f"{warnings} an answer first: {sentences}")
