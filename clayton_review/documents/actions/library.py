"""Storing files; filing, amending and withdrawing documents."""

import hashlib
from functools import partial
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from clayton_review.accounts.models import User
from clayton_review.audit.actions import next_reference, record
from clayton_review.citable import records
from clayton_review.citable.dates import check_happened
from clayton_review.documents.filetypes import FileType, NotAccepted
from clayton_review.documents.models import Document, DocumentInput, StoredFile
from clayton_review.documents.policies import check_class
from clayton_review.documents.received_files import recognized
from clayton_review.documents.storage import refusing_when_full
from clayton_review.refusals import Refused


def store_file(*, content: bytes, name: str, by: User) -> StoredFile:
    """Store the bytes of a file once, under their SHA-256.

    Raises `Refused` for a file that is too large, of a kind not on the list, or misnamed, and on a
    full disk.
    """
    limit = settings.STORED_FILE_MAX_BYTES
    if len(content) > limit:
        raise Refused(f"The file is larger than {limit // 1_048_576} MB. Send a smaller one.")
    try:
        kind = recognized(content, name)
    except NotAccepted as error:
        raise Refused(str(error)) from error
    digest = hashlib.sha256(content).hexdigest()
    with refusing_when_full(), transaction.atomic():
        stored, is_new = _stored_row(digest, content, name, kind, by)
        write_once(stored, content)
        if is_new:
            record(by=by, verb="stored a file", obj=stored, sha256=digest, n_bytes=len(content))
    return stored


def _stored_row(
    digest: str, content: bytes, name: str, kind: FileType, by: User
) -> tuple[StoredFile, bool]:
    return StoredFile.objects.get_or_create(
        sha256=digest,
        defaults={
            "n_bytes": len(content),
            "content_type": kind.content_type,
            "extension": kind.extensions[0],
            "original_name": printable(name),
            "stored_by": by,
        },
    )


def printable(name: str) -> str:
    """Return the last 200 characters of a file name, without those that cannot be printed."""
    return "".join(c for c in name if c.isprintable())[-200:]


def write_once(stored: StoredFile, content: bytes) -> None:
    """Write the bytes unless they are there already; a half-written file is written anew."""
    if default_storage.exists(stored.path):
        with default_storage.open(stored.path) as file:
            if hashlib.sha256(file.read()).hexdigest() == stored.sha256:
                return
        default_storage.delete(stored.path)
    saved = default_storage.save(stored.path, ContentFile(content))
    if saved != stored.path:  # another process wrote the same bytes at the same moment
        default_storage.delete(saved)


def file_document(*, record_id: UUID, values: DocumentInput, by: User) -> Document:
    """Put a document into the library under the next reference.

    Raises `Refused` for a class the person may not open, and for a publication to come.
    """
    check_class(by, values.disclosure_class)
    check_happened(values.published_on, "The publication date", "published_on")
    with transaction.atomic():
        document, is_new = records.create_once(
            Document,
            record_id=record_id,
            values=values,
            reference=partial(next_reference, "D"),
            recorded_by=by,
        )
        if is_new:
            record(by=by, verb="filed a document", obj=document, kind=values.kind)
    return document


def amend_document(
    *, document: Document, revision: int, values: DocumentInput, by: User
) -> Document:
    """Change the details of a document.

    Raises `Stale` on an outdated revision, `Refused` for a class the person may not open.
    """
    check_class(by, values.disclosure_class)
    check_happened(values.published_on, "The publication date", "published_on")
    with transaction.atomic():
        row = records.locked(document, revision=revision)
        former = records.revise(row, values)
        if former:
            record(by=by, verb="amended a document", obj=row, changed=sorted(former))
    return row


def withdraw_document(*, document: Document, revision: int, reason: str, by: User) -> Document:
    """Take a document out of use; what cites it keeps its source, marked as withdrawn."""
    with transaction.atomic():
        row = records.withdraw(document, revision=revision, reason=reason, by=by)
        record(by=by, verb="withdrew a document", obj=row, reason=row.withdrawn_reason)
    return row
