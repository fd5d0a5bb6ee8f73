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
from surveys.questionnaire.questionnaire import Answer, Document

PACKING_LEVEL = 6
CHANNELS = tuple(Channel.values)
WEEK, CHANNEL = "week#", "channel"
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
        question_type = type_of(question.kind)
        columns[question.name] = question_type.state(question, given)
        columns.update(question_type.part_columns(question, given))
    columns[CHANNEL] = np.array([CHANNELS.index(row[1]) for row in rows], dtype=np.int16)
    columns[WEEK] = np.array([row[2].toordinal() for row in rows], dtype=np.float64)
    made = Coded(len(rows), columns)
    return made.ordered(by_content(document, made))


def by_content(document: Document, made: Coded) -> NDArray[np.int64]:
    """The places (n,) of the sheets in the order of their closed answers.

    Whether words were written, the channel and the week part only sheets whose closed answers are
    the same: so the order of a file of closed answers says nothing that the file does not say.
    """
    words = [q.name for q in document.questions if type_of(q.kind).is_own_words]
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
