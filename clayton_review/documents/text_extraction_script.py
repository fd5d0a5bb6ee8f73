"""Script that extracts the text of files; a file that breaks it breaks nothing else.

Runs as a script without the portal. Each order on standard input is a line of JSON (`kind`, `n`)
and n bytes; each answer is a line of JSON (`state`, `pages`, `note`). Once it has started it can
open nothing: no file, no connection, no other process's memory through a file.
"""

import contextlib
import email
import email.policy
import importlib
import io
import json
import logging
import pkgutil
import resource
import sys
import zipfile
from collections.abc import Callable
from xml.etree import ElementTree as ET

from pypdf import PdfReader

MEMORY = 1_024 * 1_048_576
MOST_PAGES = 3_000
MOST_LETTERS = 5_000_000
PAGE_LETTERS = 100_000
PART_LETTERS = 3_000
MOST_PART_BYTES = 60 * 1_048_576
# Modules that are loaded in the middle of a file, when nothing can be opened any more.
LOADED_LATE = ("email", "encodings", "pypdf")
FONT_TABLES = (
    "C_F_F_", "O_S_2f_2", "_c_m_a_p", "_g_l_y_f", "_h_e_a_d", "_h_h_e_a", "_h_m_t_x", "_l_o_c_a",
    "_m_a_x_p", "_n_a_m_e", "_p_o_s_t",
)  # fmt: skip
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def pages_of(kind: str, content: bytes) -> list[str]:
    """Return the text by page, or in parts of some 3,000 letters if the file has no pages."""
    return READERS[kind](content)


def _pdf(content: bytes) -> list[str]:
    document = PdfReader(io.BytesIO(content), strict=False)
    if document.is_encrypted and not document.decrypt(""):
        raise ValueError("It is protected by a password.")
    pages: list[str] = []
    n_letters = 0
    for page in document.pages[:MOST_PAGES]:
        text = (page.extract_text() or "")[:PAGE_LETTERS]
        n_letters += len(text)
        if n_letters > MOST_LETTERS:
            break
        pages.append(text)
    return pages


def _docx(content: bytes) -> str:
    root = ET.fromstring(_part(content, "word/document.xml"))  # noqa: S314  # memory and time are limited here
    paragraphs = (
        "".join(node.text or "" for node in paragraph.iter(f"{_WORD}t"))
        for paragraph in root.iter(f"{_WORD}p")
    )
    return "\n".join(paragraphs)


def _xlsx(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = book.namelist()
    shared: list[str] = []
    if "xl/sharedStrings.xml" in names:
        root = ET.fromstring(_part(content, "xl/sharedStrings.xml"))  # noqa: S314
        shared = ["".join(t.text or "" for t in item.iter(f"{_SHEET}t")) for item in root]
    lines = []
    for name in sorted(n for n in names if n.startswith("xl/worksheets/") and n.endswith(".xml")):
        root = ET.fromstring(_part(content, name))  # noqa: S314
        lines += [
            "\t".join(_cell(cell, shared) for cell in row.iter(f"{_SHEET}c"))
            for row in root.iter(f"{_SHEET}row")
        ]
    return "\n".join(lines)


def _cell(cell: ET.Element, shared: list[str]) -> str:
    value = cell.findtext(f"{_SHEET}v") or ""
    if cell.get("t") == "s" and value.isdigit() and int(value) < len(shared):
        return shared[int(value)]
    return value or "".join(t.text or "" for t in cell.iter(f"{_SHEET}t"))


def _eml(content: bytes) -> str:
    letter = email.message_from_bytes(content, policy=email.policy.default)
    body = letter.get_body(preferencelist=("plain", "html"))
    head = [f"{name}: {letter[name]}" for name in ("From", "To", "Date", "Subject") if letter[name]]
    return "\n".join([*head, "", str(body.get_content()) if body else ""])


def _plain_text(content: bytes) -> str:
    return content.decode("utf-8-sig", "replace")


def _part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as packed, packed.open(name) as stream:
        read = stream.read(MOST_PART_BYTES + 1)
    if len(read) > MOST_PART_BYTES:
        raise ValueError("It is too large to read.")
    return read


def in_parts(read: Callable[[bytes], str]) -> Callable[[bytes], list[str]]:
    """Return a reader whose text is cut into parts, for files that have no pages."""

    def pages(content: bytes) -> list[str]:
        return _parts(read(content))

    return pages


# The reader of each kind of file by its extension; a kind without one is kept, not searched.
READERS: dict[str, Callable[[bytes], list[str]]] = {
    ".pdf": _pdf,
    ".docx": in_parts(_docx),
    ".xlsx": in_parts(_xlsx),
    ".eml": in_parts(_eml),
    ".txt": in_parts(_plain_text),
    ".csv": in_parts(_plain_text),
}


def _parts(text: str) -> list[str]:
    """Cut after the line that fills a part; a line longer than a part is cut where it is full."""
    parts: list[str] = []
    part: list[str] = []
    n_letters = 0
    for line in text[:MOST_LETTERS].splitlines(keepends=True):
        for start in range(0, len(line), PART_LETTERS):
            piece = line[start : start + PART_LETTERS]
            if part and n_letters + len(piece) > PART_LETTERS:
                parts.append("".join(part))
                part, n_letters = [], 0
            part.append(piece)
            n_letters += len(piece)
    return [*parts, "".join(part)] if part else parts


def clean(text: str) -> str:
    """Return the text in a form the database can store, without space around it."""
    plain = text.replace("\x00", "").replace("\r\n", "\n")
    return plain.encode("utf-8", "replace").decode().strip()


def answer(kind: str, content: bytes) -> dict[str, object]:
    """Return the text of one file, or its failure."""
    try:
        pages = [clean(page) for page in pages_of(kind, content)]
    except Exception as error:  # noqa: BLE001  # a broken file breaks a parser in any way
        note = str(error) if type(error) is ValueError else type(error).__name__
        return {"state": "failed", "pages": [], "note": note[:200]}
    has_text = any(page.strip() for page in pages)
    return {"state": "read" if has_text else "empty", "pages": pages, "note": ""}


def load_late_modules() -> None:
    """Import what a reader would otherwise import in the middle of a file."""
    names = ["_strptime", "base64", "quopri", *(f"fontTools.ttLib.tables.{t}" for t in FONT_TABLES)]
    for package in map(importlib.import_module, LOADED_LATE):
        names += [m.name for m in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    for name in names:
        with contextlib.suppress(ImportError):  # of another system, or not installed
            importlib.import_module(name)


def main() -> None:
    """Answer orders until standard input ends."""
    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    load_late_modules()
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))  # open pipes stay, nothing else opens
    while line := sys.stdin.buffer.readline():
        order = json.loads(line)
        content = sys.stdin.buffer.read(order["n"])
        sys.stdout.write(json.dumps(answer(order["kind"], content)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
