"""The smallest valid documents and files."""

import io
import uuid
import zipfile
from dataclasses import replace

from clayton_review.accounts.models import User
from clayton_review.documents import actions
from clayton_review.documents.models import Document, DocumentFacts, DocumentKind, StoredFile

PDF_BYTES = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n\xe2\xe3\xcf\xd3\n%%EOF\n"
PNG_BYTES = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40)
JPEG_BYTES = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(40)

FACTS = DocumentFacts(
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
    title: str = FACTS.title,
    disclosure_class: str = FACTS.disclosure_class,
    file: StoredFile | None = None,
) -> Document:
    """A filed document."""
    facts = replace(FACTS, title=title, disclosure_class=disclosure_class, file=file)
    return actions.file_document(record_id=uuid.uuid4(), facts=facts, by=by)


def stored_file(*, by: User, content: bytes = PDF_BYTES, name: str = "letter.pdf") -> StoredFile:
    """A file in the storage."""
    return actions.store_file(content=content, name=name, by=by)
