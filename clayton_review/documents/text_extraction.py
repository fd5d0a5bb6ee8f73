"""Extract the text of files in a separate process, with limits on time and memory.

A file that takes over the reader finds an empty environment, no network and no files: see
`text_extraction_script`. Its answers are not believed: they are bounded and checked.
"""

import json
import selectors
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from clayton_review.documents import text_extraction_script

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
        self._seconds = seconds
        self._command = command
        self._seconds_left = all_seconds
        self._letters_left = all_letters
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._stop()

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
        process = self._process or self._start()
        order = json.dumps({"kind": extension, "n": len(content)}).encode() + b"\n"
        try:
            assert process.stdin is not None  # noqa: S101  # a pipe, see _start
            process.stdin.write(order + content)
            process.stdin.flush()
            line = self._line(process)
        except (BrokenPipeError, TimeoutError) as error:
            self._stop()
            slow = isinstance(error, TimeoutError)
            return Extraction(
                "failed", note="It took too long to read." if slow else "It could not be read."
            )
        extraction = _parsed(line)
        if extraction is None:
            self._stop()
            return Extraction("failed", note="It could not be read.")
        return extraction

    def _line(self, process: "subprocess.Popen[bytes]") -> bytes:
        """Return one line of the answer. Raise `TimeoutError` if it takes too long."""
        assert process.stdout is not None  # noqa: S101  # a pipe, see _start
        until = time.monotonic() + self._seconds
        chunks: list[bytes] = []
        n_bytes = 0
        with selectors.DefaultSelector() as ready:
            ready.register(process.stdout, selectors.EVENT_READ)
            while not (chunks and chunks[-1].endswith(b"\n")):
                if not ready.select(max(until - time.monotonic(), 0)):
                    raise TimeoutError
                chunk = process.stdout.read1(1_048_576)  # type: ignore[attr-defined]  # buffered
                n_bytes += len(chunk)
                if not chunk or n_bytes > MOST_ANSWER_BYTES:
                    return b""
                chunks.append(chunk)
        return b"".join(chunks)

    def _start(self) -> "subprocess.Popen[bytes]":
        self._process = subprocess.Popen(  # noqa: S603  # our own script
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},  # the worker's holds keys
            cwd="/",
        )
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            try:
                if pipe:
                    pipe.close()
            except BrokenPipeError:
                continue
