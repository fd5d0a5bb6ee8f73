"""Opened sheets as columns of numbers, one row a sheet; words that people wrote are left out.

Columns by question: `name` says how it was answered: a place in `question.choices`, `ANSWERED` for
an answer that is none of the choices, `SKIPPED` or `NOT_ASKED`. `name.row` (grid) is a place in the
choices or `SKIPPED`; `name.choice` (several) is 1 where it was ticked; `name.choice` (ranking) is
its place, 0 for none; `name#` (number, date) is the number or the day's ordinal, NaN for none.
`week#` is the Monday of the batch as an ordinal, `channel` a place in `Channel`.
"""

import json
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surveys.answers.models import Channel
from surveys.question_types.number import number_in
from surveys.questionnaire.questionnaire import Answer, Document, Question

ANSWERED, SKIPPED, NOT_ASKED = 10_000, -1, -2
PACKING_LEVEL = 6
CHANNELS = tuple(Channel.values)
IN_LISTS = frozenset({"several", "ranking"})
IN_WORDS = frozenset({"line", "text"})
WEEK, CHANNEL = "week#", "channel"
Column = NDArray[Any]
Sheet = tuple[dict[str, Answer], str, date]  # answers, channel, week


@dataclass(frozen=True, eq=False)
class Coded:
    """`n` sheets as columns (n,); see the top of this module."""

    n: int
    columns: dict[str, Column]

    def __getitem__(self, name: str) -> Column:
        """The column of this name; raises `KeyError`."""
        return self.columns[name]

    def ordered(self, places: NDArray[np.int64]) -> "Coded":
        """The sheets at these places, in their order."""
        return Coded(len(places), {name: column[places] for name, column in self.columns.items()})

    def kept(self, keep: NDArray[np.bool_]) -> "Coded":
        """Only the sheets for which `keep` (n,) is true."""
        return Coded(int(keep.sum()), {name: col[keep] for name, col in self.columns.items()})


def coded(document: Document, sheets: Iterable[Sheet]) -> Coded:
    """The sheets as columns, sorted by their own content."""
    rows = list(sheets)
    answers = [row[0] for row in rows]
    columns: dict[str, Column] = {}
    for question in document.questions:
        given = [sheet.get(question.name, NOT_ASKED) for sheet in answers]
        columns[question.name] = _state(question, given)
        columns.update(PARTS.get(question.kind, _no_parts)(question, given))
    columns[CHANNEL] = np.array([CHANNELS.index(row[1]) for row in rows], dtype=np.int16)
    columns[WEEK] = np.array([row[2].toordinal() for row in rows], dtype=np.float64)
    made = Coded(len(rows), columns)
    return made.ordered(by_content(document, made))


def by_content(document: Document, made: Coded) -> NDArray[np.int64]:
    """The places (n,) of the sheets in the order of their closed answers.

    Whether words were written, the channel and the week part only sheets whose closed answers are
    the same: so the order of a file of closed answers says nothing that the file does not say.
    """
    words = [question.name for question in document.questions if question.kind in IN_WORDS]
    least = [WEEK, CHANNEL, *words]
    closed = sorted(made.columns.keys() - set(least))
    return np.lexsort([made[name] for name in (*least, *closed)])


def packed(made: Coded) -> bytes:
    """The columns as bytes: names and types, then all numbers; no time and no file's name."""
    header = json.dumps([[name, col.dtype.str] for name, col in made.columns.items()]).encode()
    body = b"".join(np.ascontiguousarray(col).tobytes() for col in made.columns.values())
    counts = made.n.to_bytes(8, "little") + len(header).to_bytes(8, "little")
    return zlib.compress(counts + header + body, PACKING_LEVEL)


def unpacked(content: bytes) -> Coded:
    """The columns again."""
    raw = zlib.decompress(content)
    n, start = (int.from_bytes(raw[at : at + 8], "little") for at in (0, 8))
    columns: dict[str, Column] = {}
    place = 16 + start
    for name, kind in json.loads(raw[16:place]):
        columns[name] = np.frombuffer(raw, dtype=kind, count=n, offset=place)
        place += columns[name].nbytes
    return Coded(n, columns)


def _state(question: Question, given: Sequence[Any]) -> Column:
    alone = question.apart if question.kind in IN_LISTS else question.choices
    places = {
        choice.value: place for place, choice in enumerate(question.choices) if choice in alone
    }
    return np.array([_place(places, answer) for answer in given], dtype=np.int16)


def _place(places: dict[str, int], answer: object) -> int:
    if answer is NOT_ASKED:
        return NOT_ASKED
    if answer is None:
        return SKIPPED
    if isinstance(answer, list) and len(answer) == 1:
        answer = answer[0]  # one that is set apart stands alone in its list
    return places.get(answer, ANSWERED) if isinstance(answer, str) else ANSWERED


def _ticks(question: Question, given: Sequence[Any]) -> dict[str, Column]:
    return {
        f"{question.name}.{choice.value}": np.array(
            [isinstance(answer, list) and choice.value in answer for answer in given], dtype=np.int8
        )
        for choice in question.choices
    }


def _places(question: Question, given: Sequence[Any]) -> dict[str, Column]:
    return {
        f"{question.name}.{choice.value}": np.array(
            [
                answer.index(choice.value) + 1
                if isinstance(answer, list) and choice.value in answer
                else 0
                for answer in given
            ],
            dtype=np.int8,
        )
        for choice in question.offered
    }


def _rows(question: Question, given: Sequence[Any]) -> dict[str, Column]:
    places = {choice.value: place for place, choice in enumerate(question.choices)}
    return {
        f"{question.name}.{row.value}": np.array(
            [_in_row(places, row.value, answer) for answer in given], dtype=np.int8
        )
        for row in question.rows
    }


def _in_row(places: dict[str, int], row: str, answer: object) -> int:
    if answer is NOT_ASKED:
        return NOT_ASKED
    value = answer.get(row) if isinstance(answer, dict) else None
    return SKIPPED if value is None else places.get(value, ANSWERED)


def _numbers(question: Question, given: Sequence[Any]) -> dict[str, Column]:
    return _measured(question, given, number_in)


def _days(question: Question, given: Sequence[Any]) -> dict[str, Column]:
    return _measured(question, given, _ordinal)


def _ordinal(text: str) -> int | None:
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        return None


def _measured(
    question: Question, given: Sequence[Any], read: Callable[[str], Any]
) -> dict[str, Column]:
    found = [read(answer) if isinstance(answer, str) else None for answer in given]
    numbers = [np.nan if one is None else float(one) for one in found]
    return {f"{question.name}#": np.array(numbers, dtype=np.float64)}


def _no_parts(question: Question, given: Sequence[Any]) -> dict[str, Column]:
    return {}


PARTS: dict[str, Callable[[Question, Sequence[Any]], dict[str, Column]]] = {
    "several": _ticks,
    "ranking": _places,
    "grid": _rows,
    "number": _numbers,
    "date": _days,
}
