"""Build the monthly report: request the months that are due, then draft each with a snapshot."""

from datetime import date, datetime, time, timedelta

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.engagement.selectors import contract_dates
from clayton_review.jobs.actions import request_run
from clayton_review.refusals import Refused
from clayton_review.reports import canonical, snapshot
from clayton_review.reports.models import Report, ReportState, Section
from clayton_review.reports.sections import SECTIONS
from clayton_review.reports.selectors import months_due

BUILD = "reports.build"


def request_due_reports() -> list[str]:
    """Request a build for every month whose report is due and missing; return these months."""
    due = months_due(clock.now())
    for month in due:
        request_run(BUILD, month, is_by_clock=True)
    return due


def build(*, month: date, by: User | None = None) -> Report:
    """Build the draft of a month from the current records, or return the one that exists.

    `month` is the first day of the month covered. Raises `Refused` for a month that is not over
    or lies outside the contract.
    """
    existing = Report.objects.filter(month=month).order_by("-revision").first()
    if existing:
        return existing
    as_of = end_of(month)
    _check_month(month, as_of)
    text = snapshot.take(month=month, as_of=as_of)
    with transaction.atomic():
        report, is_new = Report.objects.get_or_create(
            month=month, revision=1, defaults=_first_content(month, as_of, text)
        )
        if is_new:
            _open_sections(report)
            record(by=by, verb="built", obj=report, snapshot=report.snapshot_sha256)
    return report


def refresh(*, report: Report, by: User) -> Report:
    """Compute the figures of a draft again; its words stay, and new sections are added.

    Raises `Refused` for a report that is no draft.
    """
    text = snapshot.take(month=report.month, as_of=report.as_of)
    with transaction.atomic():
        locked = Report.objects.select_for_update().get(pk=report.pk)
        if locked.state != ReportState.DRAFT:
            raise Refused("You can update the figures only in a draft. Send the report back first.")
        locked.snapshot, locked.snapshot_sha256 = text, canonical.sha256_of(text)
        locked.save()
        _open_sections(locked)
        record(by=by, verb="updated the figures", obj=locked, snapshot=locked.snapshot_sha256)
    return locked


def correct(*, report: Report, reason: str, by: User) -> Report:
    """Open the next revision of an issued report, with its words and fresh figures.

    Raises `Refused` for a report that is not issued, without a reason, and while another
    correction is in progress.
    """
    if report.state != ReportState.ISSUED:
        raise Refused("Only an issued report needs a correction. You can edit a draft directly.")
    if not reason.strip():
        raise Refused("Give the reason for the correction. It is printed in the report.")
    text = snapshot.take(month=report.month, as_of=report.as_of)
    with transaction.atomic():
        newest = Report.objects.select_for_update().filter(month=report.month).latest("revision")
        if newest.state != ReportState.ISSUED:
            raise Refused(f"Correction {newest.number} is already in progress.")
        words = {"headline": newest.headline, "lede": newest.lede, "revision_reason": reason}
        content = {**_first_content(report.month, report.as_of, text), **words}
        opened = Report.objects.create(month=report.month, revision=newest.revision + 1, **content)
        Section.objects.bulk_create(
            Section(report=opened, name=section.name, narrative=section.narrative)
            for section in newest.sections.all()
        )
        record(by=by, verb="opened a correction", obj=opened, reason=reason)
    return opened


def end_of(month: date) -> datetime:
    """Return the first moment after a month in Clayton; records made before it count."""
    after = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    return datetime.combine(after, time(), tzinfo=clock.CLAYTON)


def _check_month(month: date, as_of: datetime) -> None:
    if as_of > clock.now():
        raise Refused(f"{month:%B %Y} is not over yet. Its report is prepared after its last day.")
    dates = contract_dates()
    if dates is None or not dates.starts_on.replace(day=1) <= month <= dates.ends_on:
        raise Refused(f"{month:%B %Y} is outside the contract, so it has no report.")


def _first_content(month: date, as_of: datetime, text: str) -> dict[str, object]:
    return {
        "as_of": as_of,
        "snapshot": text,
        "snapshot_sha256": canonical.sha256_of(text),
        "headline": f"The study at the end of {month:%B}",
        "lede": f"What was done, found and spent in {month:%B %Y}.",
    }


def _open_sections(report: Report) -> None:
    sections = (Section(report=report, name=kind.name, narrative=kind.opening) for kind in SECTIONS)
    Section.objects.bulk_create(sections, ignore_conflicts=True)
