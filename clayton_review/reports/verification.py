"""Verification of issued reports: files, hashes, signature, key, audit record and chain."""

import json
from collections.abc import Iterator
from typing import NamedTuple

from clayton_review.reports import edition, signing, snapshot
from clayton_review.reports.canonical import sha256_of
from clayton_review.reports.checksums import checksums_text
from clayton_review.reports.edition import Edition
from clayton_review.reports.file_formats import FileFormat
from clayton_review.reports.fingerprint import renderer_name
from clayton_review.reports.models import Checksums, Report
from clayton_review.reports.recorded_issue import (
    differences_from_approved,
    differences_from_record,
    differences_in_facts,
    is_issued_since_signatures,
    stored_hashes,
)
from clayton_review.reports.renderers import RENDERERS
from clayton_review.reports.searchable_figures import figure_texts

# Content that was changed in the database may lack any part, or have it in any type.
_UNREADABLE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class FileVerification(NamedTuple):
    """The outcome for one issued file: the stored hash holds, and the rebuilt bytes are equal."""

    format: str
    is_intact: bool
    is_equal: bool | None  # None: other renderer versions, so the bytes are not compared
    renderer: str

    @property
    def is_sound(self) -> bool:
        """True if nothing differs; made with other versions, it is compared with its hash only."""
        return self.is_intact and self.is_equal is not False

    @property
    def words(self) -> str:
        """Return the outcome for those who run a command."""
        if not self.is_intact:
            return "CHANGED: the stored bytes do not have the stored hash"
        if self.is_equal is None:
            return f"intact; not rebuilt, because it was made with other versions ({self.renderer})"
        if self.is_equal:
            return "intact, rebuilt to the same bytes"
        return "intact, but REBUILT DIFFERENTLY"


def verify(report: Report) -> list[FileVerification]:
    """Compare every issued file with its hash and with a rebuild from the edition."""
    outcome = []
    issued = read_edition(report)
    for file in report.files.order_by("format"):
        content = bytes(file.content)
        same_versions = file.renderer == renderer_name()
        rebuilt = _rebuilt(issued, FileFormat(file.format)) if same_versions else None
        outcome.append(
            FileVerification(
                file.format,
                sha256_of(content) == file.sha256,
                rebuilt == content if same_versions else None,
                file.renderer,
            )
        )
    return outcome


def differences(report: Report) -> list[str]:
    """Return a sentence for all that differs from what the audit record and other reports say.

    Content, approvals and hashes are compared with the audit record, the signature with the hashes,
    its key with those of this installation, the report before it with what this one says of it, and
    the words that search shows with its figures.
    """
    issued = read_edition(report)
    if issued is None:
        return ["its content cannot be read", *differences_from_record(report)]
    content = json.loads(report.edition)
    return [
        *differences_from_record(report),
        *differences_from_approved(report, content),
        *differences_in_facts(report, content),
        *_differences_in_signature(report, issued),
        *_differences_in_chain(report, issued),
        *_differences_in_search(report, issued),
    ]


def read_edition(report: Report) -> Edition | None:
    """Return the content of an issued report; None if it was changed so that none can be read."""
    try:
        return edition.read(report.edition)
    except _UNREADABLE:
        return None


def _rebuilt(issued: Edition | None, file_format: FileFormat) -> bytes | None:
    """Return a file as it is drawn from the content; None if that cannot be drawn."""
    try:
        return RENDERERS[file_format](issued) if issued else None
    except _UNREADABLE:
        return None


def _differences_in_signature(report: Report, issued: Edition) -> Iterator[str]:
    signed: Checksums | None = getattr(report, "checksums", None)
    if signed is None:
        if issued.signing_key:
            yield "its signature is gone"
        elif is_issued_since_signatures(report):
            yield "it has no signature, though reports were signed when it was issued"
        return
    if signed.text != checksums_text(report.file_stem, stored_hashes(report)):
        yield "the signed hashes are not those of its files"
    if not signing.is_signed(signed.text, bytes(signed.signature), signed.signing_key):
        yield "its signature does not fit"
    if signed.signing_key not in signing.known_keys():
        yield "it is signed with a key that is not this installation’s"
    elif issued.signing_key not in ("", signed.signing_key):
        yield "it is signed with another key than it prints"


def _differences_in_search(report: Report, issued: Edition) -> Iterator[str]:
    """Compare the words that search shows; reports of version 0.2.0 may have none yet."""
    fields = ("audience", "name", "title", "sentence", "method")
    stored = set(report.figure_texts.values_list(*fields))
    try:
        texts = figure_texts(report, snapshot.read(report.snapshot), issued)
    except _UNREADABLE:
        return  # told as figures that cannot be read
    if stored and stored != {tuple(getattr(text, name) for name in fields) for text in texts}:
        yield "search has other words for its figures than it has"


def _differences_in_chain(report: Report, issued: Edition) -> Iterator[str]:
    before = Report.objects.issued().by_number(issued.follows_number).first()
    if issued.follows_sha256 != (before.edition_sha256 if before else ""):
        yield f"it names another hash of report {issued.follows_number} than that report has"
    if issued.follows_sha256 != report.previous_sha256:
        yield "the stored hash of the report before it is not the one it names"
    others = Report.objects.issued().exclude(pk=report.pk).without_bulk()
    for other in others.filter(previous_sha256=report.previous_sha256):
        yield f"report {other.number} follows the same report as it does"
