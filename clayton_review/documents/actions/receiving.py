"""Receiving a delivery as it comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from clayton_review.accounts.models import User
from clayton_review.audit.actions import next_reference, record
from clayton_review.documents import archives
from clayton_review.documents.actions.links import charge, lock_request
from clayton_review.documents.archives import clean_path
from clayton_review.documents.models import (
    DocumentRequest,
    Intake,
    RawUpload,
    UploadLink,
)
from clayton_review.documents.storage import refusing_when_full
from clayton_review.jobs.actions import request_run
from clayton_review.refusals import Refused

TAKE_IN = "documents.take_in"
UPLOADS = "intake"  # the folder of uploads as they came
StoredUpload = tuple[str, str, int]  # name, place in the storage, bytes


@dataclass(frozen=True)
class SentFile:
    """One upload and the path it had in its folder."""

    path: str
    upload: "UploadedFile[bytes]"


def receive(
    *,
    record_id: UUID,
    sent: Sequence[SentFile],
    request: DocumentRequest | None,
    by: User | None = None,
    link: UploadLink | None = None,
    sender: str = "",
) -> Intake:
    """Store a delivery and request its intake; the same form sent twice makes one delivery.

    Raises `Refused` for nothing, for too much, for a link that has ended or is full, and on a full
    disk.
    """
    earlier = Intake.objects.filter(pk=record_id).first()
    if earlier is not None:
        return _check_same_sender(earlier, request, by, link)
    n_bytes = sum(file.upload.size or 0 for file in sent)
    _check_amount(len(sent), n_bytes)
    with refusing_when_full():
        uploads = _store_uploads(sent)
    try:
        with transaction.atomic():
            if request is not None:
                lock_request(request.pk)
            if link is not None:
                link = charge(link, n_files=len(sent), n_bytes=n_bytes)
            intake = Intake.objects.create(
                id=record_id,
                reference=next_reference("IN"),
                request=request,
                by=by,
                link=link,
                sender=sender,
            )
            RawUpload.objects.bulk_create(
                RawUpload(intake=intake, position=place, name=name, path=path, n_bytes=size)
                for place, (name, path, size) in enumerate(uploads)
            )
            request_run(TAKE_IN, str(intake.pk))
            record(
                by=by or sender or intake.author,
                verb="sent files",
                obj=intake,
                request=request.reference if request else "",
                n_uploads=len(sent),
                n_bytes=n_bytes,
            )
    except BaseException:
        _delete_uploads(uploads)
        raise
    return intake


def _check_same_sender(
    earlier: Intake, request: DocumentRequest | None, by: User | None, link: UploadLink | None
) -> Intake:
    if (earlier.request, earlier.by, earlier.link) != (request, by, link):
        raise Refused(
            "This form was already sent from another page. Reload this page and try again."
        )
    return earlier


def _check_amount(n_files: int, n_bytes: int) -> None:
    if not n_files:
        raise Refused("Choose at least one file.", field="chosen")
    if n_files > archives.MOST_FILES:
        raise Refused(
            f"You can send at most {archives.MOST_FILES:,} files at a time.", field="chosen"
        )
    if n_bytes > archives.MOST_BYTES:
        limit = archives.MOST_BYTES // 1_048_576
        raise Refused(f"You can send at most {limit:,} MB at a time. Send the rest separately.")


def _store_uploads(sent: Sequence[SentFile]) -> list[StoredUpload]:
    """Store the uploads unchanged, all of them or none; return name, place and size of each."""
    folder = uuid4()
    uploads: list[StoredUpload] = []
    try:
        for place, file in enumerate(sent):
            path = default_storage.save(f"{UPLOADS}/{folder}/{place}", file.upload)
            uploads.append((clean_path(file.path), path, file.upload.size or 0))
    except BaseException:
        _delete_uploads(uploads)
        raise
    return uploads


def _delete_uploads(uploads: Sequence[StoredUpload]) -> None:
    for _, path, _ in uploads:
        default_storage.delete(path)
