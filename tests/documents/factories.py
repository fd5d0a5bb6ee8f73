"""The smallest valid documents and files."""

import io
import uuid
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.demo.sample_files import pdf_of, zipped
from clayton_review.documents import actions
from clayton_review.documents.actions.receiving import SentFile
from clayton_review.documents.models import (
    Document,
    DocumentInput,
    DocumentKind,
    DocumentRequest,
    Intake,
    RequestInput,
    StoredFile,
    UploadLink,
)

__all__ = ["pdf_of", "zipped"]

PDF_BYTES = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n\xe2\xe3\xcf\xd3\n%%EOF\n"
PNG_BYTES = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40)
JPEG_BYTES = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(40)

VALUES = DocumentInput(
    title="Letter of September 29", source="Mayor of Clayton", kind=DocumentKind.LETTER
)


def office_bytes(*parts: str) -> bytes:
    """A zip archive with these members, as Word and Excel files are."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in ("[Content_Types].xml", *parts):
            archive.writestr(part, "<x/>")
    return packed.getvalue()


def document(
    *,
    by: User,
    title: str = VALUES.title,
    disclosure_class: str = VALUES.disclosure_class,
    file: StoredFile | None = None,
) -> Document:
    """A filed document."""
    values = replace(VALUES, title=title, disclosure_class=disclosure_class, file=file)
    return actions.file_document(record_id=uuid.uuid4(), values=values, by=by)


def stored_file(*, by: User, content: bytes = PDF_BYTES, name: str = "letter.pdf") -> StoredFile:
    """A file in the storage."""
    return actions.store_file(content=content, name=name, by=by)


WHEN = date(2019, 1, 7)
REQUEST = RequestInput(
    title="Dispatch records of July 7, 2018",
    wording="All dispatch records of calls to 8049 Clayton Road on July 7 and 8, 2018.",
    office="Police Department, records unit",
    asked_on=WHEN,
    due_on=WHEN + timedelta(days=14),
    contact_email="records@clayton.example.org",
)


def asked(*, by: User, **changes: Any) -> DocumentRequest:
    """A request as it was asked."""
    values = replace(REQUEST, **changes)
    return actions.ask(record_id=uuid.uuid4(), values=values, by=by)


def upload_link(
    *,
    request: DocumentRequest,
    by: User,
    days: int = 14,
    n_files: int = 500,
    n_bytes: int = 10**8,
    send_to: str = "",
) -> tuple[UploadLink, str]:
    """A link and the path of its page."""
    link, address = actions.make_link(
        request=request,
        record_id=uuid.uuid4(),
        expires_at=clock.now() + timedelta(days=days),
        max_files=n_files,
        max_bytes=n_bytes,
        send_to=send_to,
        by=by,
    )
    return link, address.removeprefix(settings.SITE_URL)


def sent(files: Mapping[str, bytes]) -> list[SentFile]:
    """Files as a browser sends them."""
    return [SentFile(path, SimpleUploadedFile(path, content)) for path, content in files.items()]


def finished_intake(
    files: Mapping[str, bytes], *, by: User, request: DocumentRequest | None = None
) -> Intake:
    """A finished delivery whose text is read."""
    intake = actions.receive(record_id=uuid.uuid4(), sent=sent(files), request=request, by=by)
    actions.take_in(intake_id=intake.pk)
    actions.read_texts(intake_id=intake.pk)
    intake.refresh_from_db()
    return intake
