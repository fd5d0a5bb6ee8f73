"""The archive of all issued reports: one ZIP that works without the portal."""

import hashlib
import os
import zipfile
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils.translation import override

from clayton_review import clock
from clayton_review.audit import check_export
from clayton_review.audit.models import AuditEntry
from clayton_review.chunked_rows import in_chunks
from clayton_review.reports.checksums import CHECK_ENDINGS, checksum_files
from clayton_review.reports.file_formats import FileFormat
from clayton_review.reports.models import Archive, Report
from clayton_review.reports.recorded_issue import payload_of
from clayton_review.reports.selectors import heads_text

FOLDER = "clayton-review-reports"
ARCHIVE = f"{FOLDER}.zip"
HEADS = "audit-heads.txt"
CHECKER = "check_audit_export.py"
MADE = "made the archive"  # the audit record's word
_PACKED = ("html", "json", "txt", "py")  # the others are compressed already


def write_archive(target: IO[bytes]) -> int:
    """Write the archive of all reports issued so far; return how many it holds.

    The same reports give the same bytes. Raises `ValueError` if there is none.
    """
    reports = list(Report.objects.issued().without_bulk().select_related("checksums"))
    made_at = max(report.issued_at or clock.now() for report in reports)
    with zipfile.ZipFile(target, "w") as archive:
        for report in reports:
            for name, content in _files_of(report):
                _add(archive, f"{report.number}/{name}", content, report.issued_at or made_at)
        for name, content in _pages(reports):
            _add(archive, name, content, made_at)
    return len(reports)


def is_whole(archive: Archive) -> bool:
    """True if the stored file is the one that the audit record says was made last.

    It is read again whenever it changed.
    """
    if archive.sha256 != _recorded_sha256():
        return False
    try:
        path = default_storage.path(archive.path)
        status = os.stat(path)
        version = (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
        return _sha256_of_file(path, version) == archive.sha256
    except (FileNotFoundError, SuspiciousFileOperation):
        return False


def _recorded_sha256() -> str:
    """Return the SHA-256 in the newest row about an archive; empty if none can be read."""
    rows = AuditEntry.objects.filter(object_type=Archive._meta.label, verb=MADE)
    row = rows.order_by("id").last()
    return str((payload_of(row) or {}).get("sha256", "")) if row else ""


@lru_cache(maxsize=4)
def _sha256_of_file(path: str, version: tuple[int, ...]) -> str:  # part of the key
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files_of(report: Report) -> Iterator[tuple[str, bytes]]:
    """Yield names and bytes of a report's files, one file in memory at a time."""
    stem = report.file_stem
    for file in in_chunks(report.files.order_by("format"), 1):
        yield f"{stem}.{FileFormat(file.format).ending}", bytes(file.content)
    if hasattr(report, "checksums"):
        for ending, content in checksum_files(report.checksums).items():
            yield f"{stem}.{ending}", content


def _pages(reports: list[Report]) -> Iterator[tuple[str, bytes]]:
    stems = [report.file_stem for report in reports]
    for code, _ in settings.LANGUAGES:
        with override(code):
            context = {
                "reports": list(zip(reports, stems, strict=True)),
                "formats": FileFormat.in_reading_order(),
                "check_endings": CHECK_ENDINGS,
                "language": code,
                "languages": [(name, index_name(other)) for other, name in settings.LANGUAGES],
            }
            yield index_name(code), render_to_string("reports/archive.html", context).encode()
    yield HEADS, heads_text().encode()
    yield CHECKER, Path(check_export.__file__).read_bytes()


def index_name(language: str) -> str:
    """Return the name of the list of reports in a language."""
    return "index.html" if language == settings.LANGUAGE_CODE else f"index.{language}.html"


def _add(archive: zipfile.ZipFile, name: str, content: bytes, at: datetime) -> None:
    entry = zipfile.ZipInfo(f"{FOLDER}/{name}", clock.local(at).timetuple()[:6])
    is_packed = name.endswith(_PACKED)
    entry.compress_type = zipfile.ZIP_DEFLATED if is_packed else zipfile.ZIP_STORED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)
