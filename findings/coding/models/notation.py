"""Parser of the notation typed in notes: quotes, codes, identifying text and follow-ups.

`>` opens a verbatim quote, `#code` or `#parent/child` codes its line, `((…))` holds text that
identifies somebody and is never released, `!` opens a follow-up. A space after `>` makes no
difference; after `!` it may stand at the start of a line only, since “Stop ! he said” is speech.
"""

import re
from dataclasses import dataclass

_NAME = r"[^\W\d_][\w-]{0,59}"
CODE = re.compile(rf"(?<![\w#&/])#({_NAME}(?:/{_NAME}){{0,4}})")
IDENTIFYING = re.compile(r"\(\((.*?)(?:\)\)|\Z)", re.DOTALL)
FOLLOW_UP = re.compile(r"^\s*!(?=\s*\S)|(?<!\S)!(?=\S)")
STRUCK_MARK = "[…]"


@dataclass(frozen=True)
class NotesLine:
    """One line of a text; `start` and `end` are the place of its words in the whole text."""

    start: int
    end: int
    words: str
    codes: tuple[str, ...]
    is_quote: bool
    follow_up: str

    @property
    def is_excerpt(self) -> bool:
        """True if the line becomes a quote: it is marked as one, or its words have a code."""
        return bool(self.words) and (self.is_quote or bool(self.codes))


@dataclass(frozen=True)
class ParsedNotes:
    """Lines of one text, parsed, with the number of identifying passages."""

    lines: tuple[NotesLine, ...]
    n_identifying: int

    @property
    def codes(self) -> tuple[str, ...]:
        """List all codes, once each, in the order of their first use."""
        return tuple(dict.fromkeys(code for line in self.lines for code in line.codes))

    @property
    def quotes(self) -> tuple[NotesLine, ...]:
        """List the lines that are verbatim quotes."""
        return tuple(line for line in self.lines if line.is_quote and line.words)

    @property
    def follow_ups(self) -> tuple[str, ...]:
        """List the questions that are still to be asked."""
        return tuple(line.follow_up for line in self.lines if line.follow_up)


def parse(text: str) -> ParsedNotes:
    """Parse a text; any text is valid."""
    lines, offset = [], 0
    for line in text.split("\n"):
        lines.append(_parse_line(line, offset))
        offset += len(line) + 1
    return ParsedNotes(tuple(lines), len(IDENTIFYING.findall(text)))


def release_text(text: str, start: int, end: int) -> str:
    """Return the words between two positions in the form that may leave the team.

    Identifying text is struck even where the selection cuts through its brackets; codes, follow-ups
    and the quote sign are left out.
    """
    spans = [(match.start(), match.end()) for match in IDENTIFYING.finditer(text)]
    pieces, position = [], start
    for span_start, span_end in spans:
        if span_end <= position or span_start >= end:
            continue
        pieces += [text[position : max(span_start, position)], STRUCK_MARK]
        position = span_end
    pieces.append(text[position:end] if position < end else "")
    return _without_notation("".join(pieces))


def _parse_line(line: str, offset: int) -> NotesLine:
    codes = tuple(dict.fromkeys(match.lower() for match in CODE.findall(line)))
    follow_up_mark = FOLLOW_UP.search(CODE.sub(lambda match: " " * len(match[0]), line))
    follow_up = CODE.sub("", line[follow_up_mark.end() :]).strip() if follow_up_mark else ""
    body = line[: follow_up_mark.start()] if follow_up_mark else line
    is_quote = body.lstrip().startswith(">")
    text_start = body.index(">") + 1 if is_quote else 0
    text_end = _end_of_words(body)
    text_start = min(
        text_start + len(body[text_start:]) - len(body[text_start:].lstrip()), text_end
    )
    return NotesLine(
        offset + text_start,
        offset + text_end,
        body[text_start:text_end],
        codes,
        is_quote,
        follow_up,
    )


def _end_of_words(body: str) -> int:
    """Return the end of the words, without the codes at the end of the line."""
    end = len(body.rstrip())
    while match := _code_ending_at(body, end):
        end = len(body[: match.start()].rstrip())
    return end


def _code_ending_at(body: str, end: int) -> re.Match[str] | None:
    return next((match for match in CODE.finditer(body[:end]) if match.end() == end), None)


def _without_notation(text: str) -> str:
    lines = []
    for line in text.split("\n"):
        follow_up_mark = FOLLOW_UP.search(line)
        words = CODE.sub("", line[: follow_up_mark.start()] if follow_up_mark else line)
        lines.append(re.sub(r"^\s*>\s?", "", words))
    return " ".join(" ".join(lines).split())
