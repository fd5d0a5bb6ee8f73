"""Opened sheets as columns of numbers, one row a sheet; words that people wrote are left out.

Each question has the columns that its type makes of it (`surveys.question_types.columns`).
`week#` is the Monday of the batch as an ordinal, `channel` a place in `Channel`.
"""

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from surveys.answers.models import Channel
from surveys.question_types import type_of
from surveys.question_types.columns import NOT_ASKED, Column
from surveys.questionnaire.questionnaire import Answer, Questionnaire

PACKING_LEVEL = 6
CHANNELS = tuple(Channel.values)
WEEK, CHANNEL = "week#", "channel"
BY_PROGRAM = CHANNELS.index(Channel.PROGRAM)
Sheet = tuple[dict[str, Answer], str, date]  # answers, channel, week


@dataclass(frozen=True, eq=False)
class AnswerColumns:
    """`n` sheets as columns (n,); see the top of this module."""

    n: int
    columns: dict[str, Column]

    def __getitem__(self, name: str) -> Column:
        """Return the column of this name. Raise `KeyError` if there is none."""
        return self.columns[name]

    def ordered(self, places: NDArray[np.int64]) -> "AnswerColumns":
        """Return the sheets at these places, in their order."""
        return AnswerColumns(
            len(places), {name: column[places] for name, column in self.columns.items()}
        )

    def filtered(self, keep: NDArray[np.bool_]) -> "AnswerColumns":
        """Return only the sheets for which `keep` (n,) is true."""
        return AnswerColumns(
            int(keep.sum()), {name: col[keep] for name, col in self.columns.items()}
        )


def columns_of_sheets(questionnaire: Questionnaire, sheets: Iterable[Sheet]) -> AnswerColumns:
    """Return the sheets as columns, sorted by their own content."""
    rows = list(sheets)
    answers = [row[0] for row in rows]
    columns: dict[str, Column] = {}
    for question in questionnaire.questions:
        values = [sheet.get(question.name, NOT_ASKED) for sheet in answers]
        question_type = type_of(question.kind)
        columns[question.name] = question_type.state(question, values)
        columns.update(question_type.part_columns(question, values))
    columns[CHANNEL] = np.array([CHANNELS.index(row[1]) for row in rows], dtype=np.int16)
    columns[WEEK] = np.array([row[2].toordinal() for row in rows], dtype=np.float64)
    unordered = AnswerColumns(len(rows), columns)
    return unordered.ordered(content_order(questionnaire, unordered))


def content_order(questionnaire: Questionnaire, columns: AnswerColumns) -> NDArray[np.int64]:
    """Return the places (n,) of the sheets in the order of their closed answers.

    Own words, channel and week only separate sheets whose closed answers are the same: so the order
    of a file of closed answers says nothing that the file does not say.
    """
    words = [q.name for q in questionnaire.questions if type_of(q.kind).is_own_words]
    least = [WEEK, CHANNEL, *words]
    closed = sorted(columns.columns.keys() - set(least))
    return np.lexsort([columns[name] for name in (*least, *closed)])


def pack(columns: AnswerColumns) -> bytes:
    """Return the columns as bytes: names and types, then all numbers; no time and no file name."""
    header = json.dumps([[name, col.dtype.str] for name, col in columns.columns.items()]).encode()
    body = b"".join(np.ascontiguousarray(col).tobytes() for col in columns.columns.values())
    counts = columns.n.to_bytes(8, "little") + len(header).to_bytes(8, "little")
    return zlib.compress(counts + header + body, PACKING_LEVEL)


def unpack(content: bytes) -> AnswerColumns:
    """Return the columns that `pack` wrote."""
    raw = zlib.decompress(content)
    n, start = (int.from_bytes(raw[at : at + 8], "little") for at in (0, 8))
    columns: dict[str, Column] = {}
    place = 16 + start
    for name, kind in json.loads(raw[16:place]):
        columns[name] = np.frombuffer(raw, dtype=kind, count=n, offset=place)
        place += columns[name].nbytes
    return AnswerColumns(n, columns)
