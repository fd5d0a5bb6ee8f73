"""The words of a draft: opening, sections, comments, and answers to warnings."""

from uuid import UUID

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.citable.records import Stale
from clayton_review.refusals import Refused
from clayton_review.reports import snapshot
from clayton_review.reports.checks import check
from clayton_review.reports.models import Acknowledgement, Comment, Report, Section
from clayton_review.reports.policies import check_not_issued, check_open_for_text
from clayton_review.reports.sections import BY_NAME


def write_opening(*, report: Report, headline: str, lede: str, revision: int, by: User) -> Report:
    """Change headline and lede. Raises `Stale` if somebody else has changed them since."""
    with transaction.atomic():
        locked = Report.objects.select_for_update().get(pk=report.pk)
        check_open_for_text(locked)
        if locked.text_revision != revision:
            raise Stale
        locked.headline, locked.lede = headline, lede
        locked.text_revision += 1
        locked.save()
        record(by=by, verb="wrote the opening", obj=locked)
    return locked


def write_section(*, report: Report, name: str, narrative: str, revision: int, by: User) -> Section:
    """Change the words of one section; raises `Stale` on a stale revision."""
    with transaction.atomic():
        locked = Report.objects.select_for_update().get(pk=report.pk)
        check_open_for_text(locked)
        section = locked.sections.select_for_update().get(name=name)
        if section.revision != revision:
            raise Stale
        section.narrative = narrative
        section.revision += 1
        section.save()
        record(by=by, verb="wrote a section", obj=locked, section=name)
    return section


def comment(*, record_id: UUID, report: Report, section: str, text: str, by: User) -> Comment:
    """Add a comment to a section; sent twice, it is added once.

    Raises `Refused` for an unknown section, for a form sent before with other words, and for an
    issued report.
    """
    if section not in BY_NAME:
        raise Refused("This report has no such section.")
    values = {"report": report, "section": section, "text": text, "by": by}
    with transaction.atomic():
        check_not_issued(_lock_report(report))
        saved_comment, is_new = Comment.objects.get_or_create(id=record_id, defaults=values)
        if not is_new and any(
            getattr(saved_comment, name) != value for name, value in values.items()
        ):
            raise Refused(
                "This form was already sent with different text. Write the comment again."
            )
        if is_new:
            record(by=by, verb="commented", obj=report, section=section)
    return saved_comment


def resolve(*, comment: Comment, by: User) -> Comment:
    """Mark a comment as resolved.

    Raises `Refused` for an issued report.
    """
    with transaction.atomic():
        check_not_issued(_lock_report(comment.report))
        locked = Comment.objects.select_for_update().get(pk=comment.pk)
        if locked.resolved_at is None:
            locked.resolved_by, locked.resolved_at = by, clock.now()
            locked.save()
            record(by=by, verb="resolved a comment", obj=locked.report, comment=str(locked.pk))
    return locked


def acknowledge(*, report: Report, warning: str, reason: str, by: User) -> Acknowledgement:
    """Accept a warning (`ReportProblem.key`) that stays as it is, by name and with a reason.

    Raises `Refused` without a reason, for a warning that is gone, and for an issued report.
    """
    if not reason.strip():
        raise Refused("Say why this warning is acceptable.")
    with transaction.atomic():
        locked = _lock_report(report)
        check_not_issued(locked)
        checks = check(locked, snapshot.read(locked.snapshot), live=False)
        if warning not in {check.key for check in checks if not check.is_blocking}:
            raise Refused("That warning no longer exists. Reload the report.")
        answered, is_new = Acknowledgement.objects.get_or_create(
            report=locked, warning=warning, defaults={"reason": reason, "by": by}
        )
        if is_new:
            record(by=by, verb="answered a warning", obj=locked, reason=reason)
    return answered


def _lock_report(report: Report) -> Report:
    return Report.objects.select_for_update().get(pk=report.pk)
