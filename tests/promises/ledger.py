"""The entries of `docs/promises.md`: a sentence, its places, its test, a line that breaks it."""

import re
from dataclasses import dataclass
from pathlib import Path

from tests.promises.sentences import plain

ROOT = Path(__file__).parents[2]
LEDGER = ROOT / "docs" / "promises.md"
HARMLESS = "## Sentences of promising pages that promise nothing"
PEOPLE = "## Promises that people keep, not the program"
ENTRY = re.compile(r"^\*\*“(.+?)”\*\*\n((?:- .+\n?)+)", re.MULTILINE)
ARROW = " → "


@dataclass(frozen=True)
class BrokenLine:
    """One line of a file, as it is and as it breaks a promise."""

    path: str
    line: str
    broken: str

    def apply(self, text: str) -> str:
        """Return the text with the line broken. Raise `ValueError` if it is not there once."""
        lines = text.split("\n")
        if lines.count(self.line) != 1:
            raise ValueError(f"{self.path} has {lines.count(self.line)} times: {self.line}")
        lines[lines.index(self.line)] = self.broken
        return "\n".join(lines)


@dataclass(frozen=True)
class Promise:
    """One entry of the ledger."""

    sentence: str
    places: tuple[str, ...]
    test: str  # a node id of pytest
    broken_by: BrokenLine

    def __str__(self) -> str:
        return self.sentence[:60]


def promises() -> list[Promise]:
    """Return all entries. Raise `ValueError` for one that is not complete."""
    return [_promise(sentence, lines) for sentence, lines in ENTRY.findall(LEDGER.read_text())]


def harmless_sentences() -> set[str]:
    """Return the sentences of promising pages that promise nothing."""
    section = LEDGER.read_text().partition(HARMLESS)[2]
    return set(re.findall(r"^- (.+)$", section, re.MULTILINE))


def kept_by_people() -> set[str]:
    """Return the sentences that promise what people do, which no program can hold."""
    section = LEDGER.read_text().partition(PEOPLE)[2].partition("\n## ")[0]
    return set(re.findall(r"^- (.+)$", section, re.MULTILINE))


def promising_pages() -> list[str]:
    """Return the files all of whose sentences the ledger knows."""
    section = LEDGER.read_text().partition(HARMLESS)[2]
    return re.findall(r"^`([^`]+)`[,.]$", section, re.MULTILINE)


def _promise(sentence: str, lines: str) -> Promise:
    places = _code(_item("stands in", lines, sentence))
    (test,) = _code(_item("held by", lines, sentence))
    path, line, broken = _code(_item("broken by", lines, sentence))
    return Promise(plain(sentence), tuple(places), test, BrokenLine(path, line, broken))


def _item(name: str, lines: str, sentence: str) -> str:
    match = re.search(rf"^- {name}: (.+)$", lines, re.MULTILINE)
    if match is None:
        raise ValueError(f"“{sentence}” has no line “{name}”.")
    return match[1]


def _code(text: str) -> list[str]:
    """Return the parts in backticks; a part that holds a backtick stands in two of them."""
    return [
        long[1:-1] if long else short for long, short in re.findall(r"``(.+?)``|`([^`]+)`", text)
    ]
