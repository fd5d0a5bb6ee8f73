"""Filing a received file into the library."""

from dataclasses import replace
from uuid import UUID

from django.db import transaction

from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.documents.actions.library import file_document
from clayton_review.documents.models import Document, DocumentInput, Intake, IntakeFile
from clayton_review.refusals import Refused


def file_received(
    *, received: IntakeFile, record_id: UUID, values: DocumentInput, by: User
) -> Document:
    """Put a received file into the library; once filed, it stays the same document.

    Raises `Refused` for a file that was not accepted or was undone, and for one that is in the
    library already.
    """
    with transaction.atomic():
        Intake.objects.select_for_update().get(pk=received.intake_id)
        row = (
            IntakeFile.objects.select_for_update(of=("self",))
            .select_related("file")
            .get(pk=received.pk)
        )
        if row.number is None or row.intake.is_undone:
            raise Refused("This file was not accepted, or its delivery was undone.")
        if row.document_id and row.document and not row.document.is_withdrawn:
            if row.document_id == record_id:
                return row.document
            raise Refused(f"{row.control} is already in the library as {row.document.reference}.")
        document = file_document(record_id=record_id, values=replace(values, file=row.file), by=by)
        row.document = document
        row.save(update_fields=["document"])
        record(by=by, verb="filed a received file", obj=document, control=row.control)
    return document
