"""Extract the text of files in a separate process, with limits on time and memory.

A file that takes over the reader finds an empty environment, no network and no files: see
`text_extraction_script`. Its answers are not believed: they are bounded and checked.
"""

import json
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from clayton_review.documents import text_extraction_script
from clayton_review.documents.reader_process import BrokenReader, ReaderProcess

SECONDS = 30.0  # for one file
DELIVERY_SECONDS = 1_800.0  # for all files of a delivery
DELIVERY_LETTERS = 100_000_000
MOST_ANSWER_BYTES = 64 * 1_048_576
READABLE = frozenset(text_extraction_script.READERS)
_COMMAND = (sys.executable, "-I", "-W", "ignore", str(Path(text_extraction_script.__file__)))


OVER_LIMIT = "Its delivery holds more than is read for the search."


@dataclass(frozen=True)
class Extraction:
    """Outcome of reading a file: read, empty or failed, and the text by page."""

    state: str
    pages: list[str] = field(default_factory=list)
    note: str = ""


def _parsed(line: bytes) -> Extraction | None:
    """Return the answer on a line; None if it is none that the script gives."""
    try:
        answer = json.loads(line)
        extraction = Extraction(answer["state"], answer["pages"], answer["note"])
    except (ValueError, LookupError, TypeError):
        return None
    if not isinstance(extraction.pages, list):
        return None
    texts = [extraction.state, extraction.note, *extraction.pages]
    is_known = extraction.state in ("read", "empty", "failed")
    return extraction if is_known and all(isinstance(text, str) for text in texts) else None


class TextProcess:
    """A reader that is started when it is needed, and anew when a file broke or stopped it."""

    def __init__(
        self,
        *,
        seconds: float = SECONDS,
        command: tuple[str, ...] = _COMMAND,
        all_seconds: float = DELIVERY_SECONDS,
        all_letters: int = DELIVERY_LETTERS,
    ) -> None:
        self._process = ReaderProcess(command, seconds=seconds)
        self._seconds_left = all_seconds
        self._letters_left = all_letters

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._process.stop()

    def read(self, extension: str, content: bytes) -> Extraction:
        """Return the text of one file; never raise for what a file does."""
        if self._seconds_left <= 0 or self._letters_left <= 0:
            return Extraction("failed", note=OVER_LIMIT)
        begun = time.monotonic()
        extraction = self._read(extension, content)
        self._seconds_left -= time.monotonic() - begun
        self._letters_left -= sum(map(len, extraction.pages))
        return extraction

    def _read(self, extension: str, content: bytes) -> Extraction:
        order = {"kind": extension, "n": len(content)}
        try:
            line, _ = self._process.ask(order, content, most_bytes=MOST_ANSWER_BYTES)
        except BrokenReader as error:
            return Extraction("failed", note=str(error))
        extraction = _parsed(line)
        if extraction is None:
            self._process.stop()
            return Extraction("failed", note="It could not be read.")
        return extraction
