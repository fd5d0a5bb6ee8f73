"""Read, hash, recognize and keep the files of a delivery."""

import hashlib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import IO, cast

from django.conf import settings
from django.core.files.storage import default_storage

from clayton_review.documents import archives
from clayton_review.documents.actions.library import printable, write_once
from clayton_review.documents.filetypes import FileType, NotAccepted
from clayton_review.documents.models import Intake, RawUpload, StoredFile
from clayton_review.documents.received_files import ReceivedFiles

TOO_MANY = "With the files before it, this is more than you can send at a time. Send it separately."


@dataclass(frozen=True)
class DeliveredFile:
    """One file of a delivery at its place; after `looked_at`, with hash and kind or a refusal."""

    position: int
    path: str
    n_bytes: int
    read: Callable[[], bytes]
    refusal: str = ""
    sha256: str = ""
    kind: FileType | None = None

    @property
    def is_taken(self) -> bool:
        return self.kind is not None and not self.refusal

    @property
    def kind_words(self) -> str:
        return self.kind.label if self.kind else ""

    def looked_at(self, reader: ReceivedFiles) -> "DeliveredFile":
        """Read a file, check its content, and store its bytes if it is accepted."""
        if self.refusal:
            return self
        try:
            content = self.read()
        except archives.UnusableArchive as error:
            return replace(self, refusal=str(error))
        known = replace(self, sha256=hashlib.sha256(content).hexdigest(), n_bytes=len(content))
        if archives.is_program(content):
            return replace(known, refusal="It is a program. We do not accept programs.")
        try:
            kind = reader.recognize(content, self.path)
        except NotAccepted as error:
            return replace(known, refusal=str(error))
        write_once(StoredFile(sha256=known.sha256), content)
        return replace(known, kind=kind)


def delivered_files(
    intake: Intake, open_files: ExitStack, reader: ReceivedFiles
) -> list[DeliveredFile]:
    """Return all files of the delivery in order, unread; `open_files` keeps them open."""
    limits = archives.Limits(
        n_files=min(
            archives.MOST_FILES,
            intake.link.max_files if intake.link else archives.MOST_FILES,
        ),
        file_bytes=settings.STORED_FILE_MAX_BYTES,
        all_bytes=archives.MOST_BYTES,
    )
    files: list[archives.ArchivedFile] = []
    for upload in intake.uploads.all():
        listed = _files_in(upload, limits, open_files, reader)
        if len(files) + len(listed) > limits.n_files:
            listed = [archives.ArchivedFile(upload.name, upload.n_bytes, bytes, TOO_MANY)]
        files += listed
    return [
        DeliveredFile(place, file.path, file.n_bytes, file.read, file.refusal)
        for place, file in enumerate(archives.up_to_size(files, limits))
    ]


def _files_in(
    upload: RawUpload, limits: archives.Limits, open_files: ExitStack, reader: ReceivedFiles
) -> list[archives.ArchivedFile]:
    """List the files of an upload: those of an archive, or itself."""
    with default_storage.open(upload.path) as opened:
        if not archives.is_archive(upload.name, opened.read(4)):
            return [archives.single(upload.name, upload.n_bytes, lambda: _bytes(upload), limits)]
    file = open_files.enter_context(default_storage.open(upload.path))
    try:
        return reader.files_of(cast("IO[bytes]", file.file), limits)
    except archives.UnusableArchive as error:
        return [archives.ArchivedFile(upload.name, upload.n_bytes, bytes, str(error))]


def _bytes(upload: RawUpload) -> bytes:
    with default_storage.open(upload.path) as file:
        content: bytes = file.read()
    return content


def stored_files(intake: Intake, batch: list[DeliveredFile]) -> dict[str, StoredFile]:
    """Insert a row for each new content of a batch; return the rows by hash.

    The bytes are written before. The rows are inserted in the order of their hashes, so that two
    deliveries of the same files do not wait for each other.
    """
    accepted = {file.sha256: file for file in batch if file.is_taken and file.kind}
    owner = intake.by or (intake.link.created_by if intake.link else None)
    assert owner is not None  # noqa: S101  # a constraint: by a person or by a link
    StoredFile.objects.bulk_create(
        [
            StoredFile(
                sha256=sha256,
                n_bytes=file.n_bytes,
                content_type=file.kind.content_type if file.kind else "",
                extension=file.kind.extensions[0] if file.kind else "",
                original_name=printable(file.path.rpartition("/")[2]),
                stored_by=owner,
            )
            for sha256, file in sorted(accepted.items())
        ],
        ignore_conflicts=True,
    )
    return {row.sha256: row for row in StoredFile.objects.filter(sha256__in=accepted)}
