"""The archive of all issued reports, and the signature of a report that has none yet."""

import hashlib
import tempfile
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.audit.actions import record
from clayton_review.audit.selectors import verify_chain
from clayton_review.jobs.actions import request_run
from clayton_review.refusals import Refused
from clayton_review.reports.archive import MADE, is_whole, write_archive
from clayton_review.reports.checksums import signed_checksums
from clayton_review.reports.file_formats import FileFormat
from clayton_review.reports.models import Archive, Checksums, Report, ReportState
from clayton_review.reports.recorded_issue import stored_hashes
from clayton_review.reports.verification import differences, verify

MAKE_ARCHIVE = "reports.make_archive"
ARCHIVES = "reports"  # the folder of the archive


def request_archive() -> None:
    """Request a new archive; call it in the transaction of whatever changes a report."""
    request_run(MAKE_ARCHIVE, "all")


def request_missing_archive() -> None:
    """Request the archive where it, or what is made with it, is missing or was changed."""
    reports = Report.objects.issued()
    archive = Archive.objects.first()
    n_archived = archive.n_reports if archive and is_whole(archive) else 0
    if reports.count() != n_archived or reports.filter(figure_texts=None).exists():
        request_run(MAKE_ARCHIVE, "all", is_by_clock=True)


def make_archive() -> Archive | None:
    """Make the archive of all issued reports anew; it takes the place of the one before.

    Returns None while no report is issued. Readers get the old file until the new one is whole.
    """
    if not Report.objects.issued().exists():
        return None
    with tempfile.TemporaryFile() as file:
        n_reports = write_archive(file)
        sha256 = _sha256(file)
        size = file.seek(0, 2)
        file.seek(0)
        path = default_storage.save(f"{ARCHIVES}/{sha256[:16]}.zip", File(file))
    with transaction.atomic():
        replaced = Archive.objects.values_list("path", flat=True).first()
        archive, _ = Archive.objects.update_or_create(
            id=1,
            defaults={
                "path": path,
                "size": size,
                "sha256": sha256,
                "n_reports": n_reports,
                "at": clock.now(),
            },
        )
        transaction.on_commit(partial(_delete_others, path, replaced), robust=True)
        record(by=None, verb=MADE, obj=archive, sha256=sha256, n_reports=n_reports)
    return archive


def sign_report(*, report: Report, by: User) -> Checksums:
    """Sign the stored hashes of a report that was issued before there were signatures.

    A person has it signed, never the clock: a signature that the clock makes good would vouch for
    whatever stands in the database by then. Each file must be proved by a rebuild to the same
    bytes. The report stays locked meanwhile: of two people who sign it at once, the second gets the
    signature of the first.

    Raises `Refused` for everybody who may not issue reports, for a draft, for a report that
    differs from what was issued or was issued later than the first signed one, for files that
    nothing proves, and without a key to sign with.
    """
    if not by.may(Permission.ISSUE_REPORTS):
        raise Refused("Only a lead consultant or a lead’s named deputy can sign a report.")
    with transaction.atomic():
        locked = Report.objects.select_for_update().get(pk=report.pk)
        if locked.state != ReportState.ISSUED:
            raise Refused("Only an issued report can be signed.")
        if hasattr(locked, "checksums"):
            return locked.checksums
        _refuse_unproved(locked)
        checksums = signed_checksums(locked, locked.file_stem, _contents(locked))
        checksums.save()
        request_archive()
        record(by=by, verb="signed", obj=locked, files=stored_hashes(locked))
    return checksums


def _refuse_unproved(report: Report) -> None:
    """Raise `Refused` unless everything of the report is proved to be what was issued."""
    if problem := verify_chain().problem:
        raise Refused(
            f"Report {report.number} was not signed: the audit record was changed: {problem}."
        )
    if sentences := differences(report):
        raise Refused(f"Report {report.number} was not signed: {'; '.join(sentences)}.")
    files = verify(report)
    if not all(file.is_sound for file in files):
        raise Refused(f"Report {report.number} was not signed: its files are not what was issued.")
    if not all(file.is_equal for file in files):
        raise Refused(
            f"Report {report.number} was not signed: its files were made with other versions, so "
            "no rebuild proves them. Issue a correction of the report instead: it is signed as it "
            "is issued."
        )


def _contents(report: Report) -> dict[FileFormat, bytes]:
    return {FileFormat(file.format): bytes(file.content) for file in report.files.all()}


def _delete_others(path: str, replaced: str | None) -> None:
    """Delete the archive that was replaced, and what other runs left a day ago.

    A younger file may be that of another run, which is about to take the place of this one.
    """
    left_before = datetime.now(UTC) - timedelta(days=1)  # the storage's clock is not the study's
    for name in default_storage.listdir(ARCHIVES)[1]:
        other = f"{ARCHIVES}/{name}"
        is_left = default_storage.get_modified_time(other) < left_before
        if other != path and (other == replaced or is_left):
            default_storage.delete(other)


def _sha256(file: IO[bytes]) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
