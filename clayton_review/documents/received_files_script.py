"""Script that recognizes files and opens archives; a file that breaks it breaks nothing else.

Runs as a script without the portal's settings; an archive is an open file whose descriptor is the
first argument. Each order on standard input is a line of JSON, with `n` bytes behind it; each
answer is a line of JSON, with `n_follow` bytes behind it. Once it has started it can open nothing.
"""

import encodings.cp437  # names in archives; nothing can be imported later
import encodings.utf_8_sig  # noqa: F401
import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from clayton_review.documents import archives, filetypes  # found by the path above

MEMORY = 1_024 * 1_048_576
Answer = tuple[dict[str, Any], bytes]


class OpenArchive:
    """An archive and its files, once they are listed."""

    def __init__(self, descriptor: int) -> None:
        self._file = os.fdopen(descriptor, "rb")
        self._files: list[archives.ArchivedFile] = []

    def list_files(self, order: dict[str, Any]) -> Answer:
        """Return path, size and refusal of each file."""
        try:
            self._files = list(archives.files_of(self._file, archives.Limits(**order["limits"])))
        except archives.UnusableArchive as error:
            return {"refusal": str(error)}, b""
        return {"files": [[f.path, f.n_bytes, f.refusal] for f in self._files]}, b""

    def read_file(self, order: dict[str, Any]) -> Answer:
        """Return the bytes of one file, by its place in the list."""
        try:
            content = self._files[order["place"]].read()
        except archives.UnusableArchive as error:
            return {"refusal": str(error)}, b""
        return {"n_follow": len(content)}, content


def recognize(order: dict[str, Any]) -> Answer:
    """Return the label of the type of the `n` bytes that follow the order."""
    content = sys.stdin.buffer.read(order["n"])
    try:
        return {"label": filetypes.recognize(content, order["name"]).label}, b""
    except filetypes.NotAccepted as error:
        return {"refusal": str(error)}, b""


def main() -> None:
    """Answer orders until standard input ends."""
    orders = {"recognize": recognize}
    if sys.argv[1:]:
        archive = OpenArchive(int(sys.argv[1]))
        orders |= {"list": archive.list_files, "read": archive.read_file}
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))  # open files stay, nothing else opens
    while line := sys.stdin.buffer.readline():
        order = json.loads(line)
        answer, content = orders[order["do"]](order)
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + content)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
