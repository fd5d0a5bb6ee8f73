"""The archive of all issued reports, and the signatures of reports that have none yet."""

import hashlib
import tempfile
from functools import partial
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from clayton_review import clock
from clayton_review.audit.actions import record
from clayton_review.jobs.actions import request_run
from clayton_review.reports.archive import write_archive
from clayton_review.reports.checksums import signed_checksums
from clayton_review.reports.file_formats import FileFormat
from clayton_review.reports.models import Archive, Report

MAKE_ARCHIVE = "reports.make_archive"
ARCHIVES = "reports"  # the folder of the archive


def request_archive() -> None:
    """Request a new archive; call it in the transaction of whatever changes a report."""
    request_run(MAKE_ARCHIVE, "all")


def request_missing_archive() -> None:
    """Request the archive where it is missing, or what is made with it, as after an upgrade."""
    reports = Report.objects.issued()
    archive = Archive.objects.first()
    n_archived = archive.n_reports if archive else 0
    lacking = reports.filter(Q(checksums=None) | Q(figure_texts=None))
    if reports.count() != n_archived or lacking.exists():
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
        transaction.on_commit(partial(_delete_all_but, path), robust=True)
        record(by=None, verb="made the archive", obj=archive, sha256=sha256, n_reports=n_reports)
    return archive


def sign_earlier_reports() -> int:
    """Sign the hashes of reports that were issued before there were signatures; return how many.

    Raises `Refused` without a key to sign with.
    """
    unsigned = Report.objects.issued().without_bulk().filter(checksums=None)
    for report in unsigned:
        files = {FileFormat(file.format): bytes(file.content) for file in report.files.all()}
        checksums = signed_checksums(report, report.file_stem, files)
        with transaction.atomic():
            checksums.save(force_insert=True)
            record(by=None, verb="signed", obj=report)
    return len(unsigned)


def _delete_all_but(path: str) -> None:
    """Delete earlier archives, and what a run left that was interrupted."""
    for name in default_storage.listdir(ARCHIVES)[1]:
        if f"{ARCHIVES}/{name}" != path:
            default_storage.delete(f"{ARCHIVES}/{name}")


def _sha256(file: IO[bytes]) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
