"""Reading documents: what the public may read, and the verified bytes of a file."""

import hashlib

from django.core.files.storage import default_storage
from django.db.models import F

from clayton_review.documents.models import Document, DocumentQuerySet, StoredFile
from clayton_review.refusals import Refused


def public_documents() -> DocumentQuerySet:
    """Return the documents that anybody may read, newest first, with their files."""
    newest = F("published_on").desc(nulls_last=True)
    return Document.objects.public().select_related("file").order_by(newest, "-reference")


def content_of(stored: StoredFile) -> bytes:
    """Return the bytes of a file.

    Raises `Refused` if they are missing or no longer match their hash.
    """
    try:
        with default_storage.open(stored.path) as file:
            content: bytes = file.read()
    except FileNotFoundError as error:
        raise Refused("The file is missing from storage. Tell the lead consultant.") from error
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise Refused(
            "The stored file is damaged and cannot be downloaded. Tell the lead consultant."
        )
    return content
