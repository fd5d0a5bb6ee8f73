"""Reading the text of what was taken in, once per content, so that it can be searched."""

from uuid import UUID

from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import Value

from clayton_review.audit.actions import record
from clayton_review.documents.models import Intake, PageText, StoredFile, TextReading, TextState
from clayton_review.documents.selectors.library import content_of
from clayton_review.documents.text_extraction import READABLE, Extraction, TextProcess
from clayton_review.refusals import Refused
from clayton_review.web.search_text import folded

READ_TEXTS = "documents.read_texts"


def read_texts(*, intake_id: UUID) -> int:
    """Read every file of a delivery that nobody has read yet; returns how many were read."""
    intake = Intake.objects.get(pk=intake_id)
    unread = StoredFile.objects.filter(intake_files__intake=intake, reading__isnull=True)
    files = list(unread.distinct().order_by("stored_at", "sha256"))
    with TextProcess() as process:
        for file in files:
            _store_text(file, _read(file, process))
    if files:
        with transaction.atomic():
            record(by=None, verb="read the text of files", obj=intake, n_files=len(files))
    return len(files)


def _read(file: StoredFile, process: TextProcess) -> Extraction:
    if file.extension not in READABLE:
        return Extraction(TextState.OTHER)
    try:
        return process.read(file.extension, content_of(file))
    except Refused as refusal:
        return Extraction(TextState.FAILED, note=str(refusal))


def _store_text(file: StoredFile, read: Extraction) -> None:
    """Store state and pages in one transaction; do nothing if another run has stored them."""
    with transaction.atomic():
        _, is_new = TextReading.objects.get_or_create(
            file=file,
            defaults={"state": read.state, "n_pages": len(read.pages), "note": read.note[:200]},
        )
        if not is_new:
            return
        PageText.objects.bulk_create(
            [
                PageText(
                    file=file,
                    number=number,
                    text=text,
                    words=SearchVector(Value(folded(text)), config="simple"),
                )
                for number, text in enumerate(read.pages, start=1)
                if text.strip()
            ],
            batch_size=100,
        )
