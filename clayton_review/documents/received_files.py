"""Recognize files and open archives in a separate process, as hostile files may be among them.

See `reader_process`. A file that breaks the process is refused, and the next one gets a new one.
"""

import json
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import asdict
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from clayton_review.documents import archives, filetypes, received_files_script
from clayton_review.documents.archives import ArchivedFile, UnusableArchive, clean_path
from clayton_review.documents.filetypes import FileType, NotAccepted
from clayton_review.documents.reader_process import BrokenReader, ReaderProcess

SECONDS = 60.0  # for one order
DELIVERY_SECONDS = 1_200.0  # for all files of a delivery
MOST_ANSWER_BYTES = 64 * 1_048_576  # more than any file that is taken
LONGEST_REFUSAL = 300
OVER_LIMIT = "Its delivery took too long to open. Send it in parts."
COMMAND = (sys.executable, "-I", "-W", "ignore", str(Path(received_files_script.__file__)))
_TYPES = {kind.label: kind for kind in filetypes.ALLOWED}


def recognized(content: bytes, name: str) -> FileType:
    """Return the type of one file; raises `NotAccepted`, also for one that breaks its reader."""
    with ReceivedFiles() as reader:
        return reader.recognize(content, name)


class ReceivedFiles:
    """The readers of one delivery: one process for types, and one for the archive at work."""

    def __init__(
        self, *, command: tuple[str, ...] = COMMAND, all_seconds: float = DELIVERY_SECONDS
    ) -> None:
        self._command = command
        self._seconds_left = all_seconds
        self._open = ExitStack()
        self._archive: ReaderProcess | None = None  # the one that runs, of those of all archives
        self._types = self._open.enter_context(ReaderProcess(command, seconds=SECONDS))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._open.close()

    def recognize(self, content: bytes, name: str) -> FileType:
        """Return the type of a file, which agrees with its name; raises `NotAccepted`."""
        order = {"do": "recognize", "name": name, "n": len(content)}
        try:
            answer, _ = self._ask(self._types, order, content)
        except BrokenReader as error:
            raise NotAccepted(str(error)) from error
        kind = _TYPES.get(str(answer.get("label")))
        if kind is None:
            raise NotAccepted(_refusal(answer))
        return kind

    def files_of(self, file: IO[bytes], limits: archives.Limits) -> list[ArchivedFile]:
        """List the files of an open archive; raises `UnusableArchive` if there is no list."""
        descriptor = self._descriptor_of(file)
        process = self._open.enter_context(
            ReaderProcess((*self._command, str(descriptor)), seconds=SECONDS, files=(descriptor,))
        )
        order = {"do": "list", "limits": asdict(limits)}
        listed = self._list(process, order, limits)

        def read(place: int) -> bytes:
            if not process.is_running:  # an earlier file broke it, or another archive was read
                self._list(process, order, limits)
            return self._read(process, place, limits)

        return [
            ArchivedFile(path, n_bytes, partial(read, place), refusal)
            for place, (path, n_bytes, refusal) in enumerate(listed)
        ]

    def _list(
        self, process: ReaderProcess, order: dict[str, Any], limits: archives.Limits
    ) -> list[tuple[str, int, str]]:
        answer = self._from_archive(process, order)[0]
        files = answer.get("files")
        if not isinstance(files, list) or len(files) > limits.n_files:
            raise UnusableArchive(_refusal(answer))
        try:
            return [_listed(*entry) for entry in files]
        except TypeError as error:
            raise UnusableArchive(_refusal({})) from error

    def _read(self, process: ReaderProcess, place: int, limits: archives.Limits) -> bytes:
        answer, content = self._from_archive(process, {"do": "read", "place": place})
        if "n_follow" not in answer or len(content) > limits.file_bytes:
            raise UnusableArchive(_refusal(answer))
        return content

    def _from_archive(
        self, process: ReaderProcess, order: dict[str, Any]
    ) -> tuple[dict[str, Any], bytes]:
        if self._archive is not process:
            if self._archive:
                self._archive.stop()
            self._archive = process
        try:
            return self._ask(process, order)
        except BrokenReader as error:
            raise UnusableArchive(str(error)) from error

    def _ask(
        self, process: ReaderProcess, order: dict[str, Any], content: bytes = b""
    ) -> tuple[dict[str, Any], bytes]:
        """Return the answer and the bytes behind it; the delivery's time runs."""
        if self._seconds_left <= 0:
            return {"refusal": OVER_LIMIT}, b""
        begun = time.monotonic()
        try:
            line, follow = process.ask(order, content, most_bytes=MOST_ANSWER_BYTES)
        finally:
            self._seconds_left -= time.monotonic() - begun
        return _parsed(line), follow

    def _descriptor_of(self, file: IO[bytes]) -> int:
        """Return the descriptor of an open file; a copy's if the storage is not on this disk."""
        try:
            return file.fileno()
        except (OSError, AttributeError):
            copy: IO[bytes] = self._open.enter_context(tempfile.TemporaryFile())  # noqa: SIM115
            while chunk := file.read(1_048_576):
                copy.write(chunk)
            copy.flush()
            return copy.fileno()


def _refusal(answer: dict[str, Any]) -> str:
    words = answer.get("refusal")
    return words[:LONGEST_REFUSAL] if isinstance(words, str) and words else "It could not be read."


def _listed(path: object, n_bytes: object, refusal: object) -> tuple[str, int, str]:
    """Return an entry of the list of files; raises `TypeError` if it is none."""
    if not (isinstance(path, str) and isinstance(n_bytes, int) and isinstance(refusal, str)):
        raise TypeError
    return clean_path(path), max(n_bytes, 0), refusal[:LONGEST_REFUSAL]


def _parsed(line: bytes) -> dict[str, Any]:
    """Return the answer on a line; empty if it is none that the script gives."""
    try:
        answer = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}
