"""The store of files on disk: a file is there whole, or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import PurePosixPath
from typing import IO, Any
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler

from clayton_review.jobs.error_words import is_disk_full
from clayton_review.refusals import Refused

DISK_FULL = "The portal’s disk is full, so nothing was kept. Send it again later, or call us."
PARTS = "parts"  # the folder of files that are being written


class WholeFileStorage(FileSystemStorage):
    """Files that get their name once all their bytes are on the disk.

    A write that fails, as on a full disk, leaves nothing behind; one whose process is killed leaves
    a part without a name, which is deleted with the abandoned uploads.
    """

    def _save(self, name: str, content: "File[Any] | IO[Any]") -> str:
        part = f"{PARTS}/{uuid4()}"
        try:
            super()._save(part, content)  # type: ignore[misc]  # not in the stubs
            self._flush(part)
            name = self._name_part(part, name)
        finally:
            self.delete(part)
        self._flush(str(PurePosixPath(name).parent))
        return name

    def _flush(self, name: str) -> None:
        """Wait until the file or folder is on the disk."""
        descriptor = os.open(self.path(name), os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _name_part(self, part: str, name: str) -> str:
        """Give a written part its name, or one like it if another process has taken that."""
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        while True:
            try:
                os.link(self.path(part), self.path(name))
            except FileExistsError:
                name = self.get_available_name(name)
            else:
                return name


class PartFile(UploadedFile):  # type: ignore[type-arg]  # generic in its stubs only
    """A file that is being sent, in the folder of parts; it goes when it is closed.

    One whose process is killed stays there, and is deleted with the abandoned uploads: in the
    system's own temporary folder it would stay for good, open to whoever reads that disk.
    """

    def __init__(self, name: str, content_type: str, size: int, charset: str, extra: Any) -> None:
        folder = default_storage.path(PARTS)
        os.makedirs(folder, mode=0o700, exist_ok=True)
        file = tempfile.NamedTemporaryFile(dir=folder)  # noqa: SIM115  # closed with the request
        super().__init__(file, name, content_type, size, charset, extra)
        self._part = file

    def temporary_file_path(self) -> str:
        """Return where it lies, so that storing it moves it."""
        return str(self._part.name)

    def close(self) -> None:
        """Delete it, unless it was moved away."""
        with suppress(FileNotFoundError):
            self._part.close()


class PartUploadHandler(TemporaryFileUploadHandler):
    """Writes what is sent to the folder of parts."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        FileUploadHandler.new_file(self, *args, **kwargs)
        self.file = PartFile(  # type: ignore[assignment]  # Django names its own class
            self.file_name or "", self.content_type or "", 0, self.charset or "",
            self.content_type_extra,
        )  # fmt: skip


@contextmanager
def refusing_when_full() -> Iterator[None]:
    """Turn the error of a full disk into a sentence for the person who sends something."""
    try:
        yield
    except OSError as error:
        if not is_disk_full(error):
            raise
        raise Refused(DISK_FULL) from error
