"""The typed notation of interview notes: quotes, codes, identifying text, follow-ups; pure text.

`> ` opens a verbatim quote, `#code` or `#parent/child` codes its line, `((…))` holds text that
identifies somebody and is never released, `!` opens a follow-up.
"""

import re
from dataclasses import dataclass

_NAME = r"[^\W\d_][\w-]{0,59}"
CODE = re.compile(rf"(?<![\w#&/])#({_NAME}(?:/{_NAME}){{0,4}})")
IDENTIFYING = re.compile(r"\(\((.*?)(?:\)\)|\Z)", re.DOTALL)
FOLLOW_UP = re.compile(r"(?<!\S)!(?=\S)")
STRUCK = "[…]"


@dataclass(frozen=True)
class Line:
    """One line of an answer; `start` and `end` bound its words in the whole text."""

    start: int
    end: int
    words: str
    codes: tuple[str, ...]
    is_quote: bool
    follow_up: str

    @property
    def is_marked(self) -> bool:
        """Whether the line is worth an excerpt: a quote, or words with a code."""
        return bool(self.words) and (self.is_quote or bool(self.codes))


@dataclass(frozen=True)
class Notes:
    """What the notation of one answer says."""

    lines: tuple[Line, ...]
    n_identifying: int

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, once each, in the order of their first use."""
        return tuple(dict.fromkeys(code for line in self.lines for code in line.codes))

    @property
    def quotes(self) -> tuple[Line, ...]:
        """The verbatim lines."""
        return tuple(line for line in self.lines if line.is_quote and line.words)

    @property
    def follow_ups(self) -> tuple[str, ...]:
        """What is still to be asked."""
        return tuple(line.follow_up for line in self.lines if line.follow_up)


def parse(text: str) -> Notes:
    """Read an answer; any text is a valid answer."""
    lines, offset = [], 0
    for raw in text.split("\n"):
        lines.append(_line(raw, offset))
        offset += len(raw) + 1
    return Notes(tuple(lines), len(IDENTIFYING.findall(text)))


def released(text: str, start: int, end: int) -> str:
    """The words between two positions as they may leave the team.

    Identifying text is struck even where the selection cuts through its brackets; codes,
    follow-ups and the quote sign are left out.
    """
    hidden = [(found.start(), found.end()) for found in IDENTIFYING.finditer(text)]
    pieces, position = [], start
    for first, last in hidden:
        if last <= position or first >= end:
            continue
        pieces += [text[position : max(first, position)], STRUCK]
        position = last
    pieces.append(text[position:end] if position < end else "")
    return _plain("".join(pieces))


def _line(raw: str, offset: int) -> Line:
    codes = tuple(dict.fromkeys(found.lower() for found in CODE.findall(raw)))
    mark = FOLLOW_UP.search(CODE.sub(lambda found: " " * len(found[0]), raw))
    follow_up = CODE.sub("", raw[mark.end() :]).strip() if mark else ""
    body = raw[: mark.start()] if mark else raw
    is_quote = body.lstrip().startswith("> ")
    first = body.index(">") + 1 if is_quote else 0
    last = _end_of_words(body)
    first = min(first + len(body[first:]) - len(body[first:].lstrip()), last)
    return Line(offset + first, offset + last, body[first:last], codes, is_quote, follow_up)


def _end_of_words(body: str) -> int:
    """Where the words end once the codes at the end of the line are taken off."""
    last = len(body.rstrip())
    while found := _code_ending_at(body, last):
        last = len(body[: found.start()].rstrip())
    return last


def _code_ending_at(body: str, last: int) -> re.Match[str] | None:
    return next((found for found in CODE.finditer(body[:last]) if found.end() == last), None)


def _plain(text: str) -> str:
    lines = []
    for raw in text.split("\n"):
        mark = FOLLOW_UP.search(raw)
        words = CODE.sub("", raw[: mark.start()] if mark else raw)
        lines.append(re.sub(r"^\s*>\s", "", words))
    return " ".join(" ".join(lines).split())
