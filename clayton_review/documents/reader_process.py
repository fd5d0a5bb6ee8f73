"""A process that reads hostile files: without environment and working folder, stopped when slow.

Its scripts give up opening anything before they read the first order. What it answers is not
believed: callers bound and check it.
"""

import json
import subprocess
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Self


class BrokenReader(Exception):
    """The process died, took too long, or gave an answer without end; it is stopped by now."""

    def __init__(self, *, is_slow: bool) -> None:
        super().__init__("It took too long to read." if is_slow else "It could not be read.")


class ReaderProcess:
    """A process that answers one order after another; started when needed, anew after a break.

    `files` are open descriptors that it inherits, and `seconds` is what one order may take.
    """

    def __init__(
        self, command: tuple[str, ...], *, seconds: float, files: tuple[int, ...] = ()
    ) -> None:
        self._command = command
        self._seconds = seconds
        self._files = files
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def is_running(self) -> bool:
        return self._process is not None

    def ask(
        self, order: Mapping[str, object], content: bytes = b"", *, most_bytes: int
    ) -> tuple[bytes, bytes]:
        """Return the line that it answers, and the bytes behind it that the line announces.

        Raises `BrokenReader`.
        """
        process = self._process or self._start()
        is_over = threading.Event()

        def end() -> None:
            is_over.set()
            process.kill()

        watch = threading.Timer(self._seconds, end)
        watch.start()
        try:
            return _exchange(process, json.dumps(order).encode() + b"\n" + content, most_bytes)
        except (BrokenPipeError, EOFError):
            self.stop()
            raise BrokenReader(is_slow=is_over.is_set()) from None
        finally:
            watch.cancel()
            watch.join()
            # Perhaps just after the answer: the next order needs a new process.
            if is_over.is_set():
                self.stop()

    def stop(self) -> None:
        """Stop the process at once."""
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

    def _start(self) -> "subprocess.Popen[bytes]":
        self._process = subprocess.Popen(  # noqa: S603  # our own scripts
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},  # the portal's holds keys
            cwd="/",
            pass_fds=self._files,
        )
        return self._process


def _exchange(
    process: "subprocess.Popen[bytes]", order: bytes, most_bytes: int
) -> tuple[bytes, bytes]:
    """Send an order and return its answer; raises `EOFError` for one that is not whole."""
    assert process.stdin is not None  # noqa: S101  # pipes, see _start
    assert process.stdout is not None  # noqa: S101
    process.stdin.write(order)
    process.stdin.flush()
    line = process.stdout.readline(most_bytes)
    n_follow = _announced(line)
    if not line.endswith(b"\n") or n_follow > most_bytes:
        raise EOFError
    follow = process.stdout.read(n_follow)
    if len(follow) < n_follow:
        raise EOFError
    return line, follow


def _announced(line: bytes) -> int:
    """Return the number of bytes that follow an answer."""
    try:
        n = json.loads(line).get("n_follow", 0)
    except (ValueError, AttributeError, RecursionError):
        return 0
    return n if isinstance(n, int) and n > 0 else 0
