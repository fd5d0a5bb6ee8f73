"""Tables, files, downloads and pages as an insider gathers them, again and again, in a survey.

Whoever watches knows which codes belong to which batch: their boxes vanish from one copy to the
next. They line up the codes and the sheets of a batch by anything that orders them: size and place
of the box, length and place of the answer.
"""

import csv
import re
import struct
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from itertools import pairwise, product
from uuid import UUID

from django.db import connection
from django.test import Client

from surveys.survey.models import Survey
from tests.surveys import linkage
from tests.surveys.database_files import files_of
from tests.surveys.linkage import Guesses, Row

LEAST_DIFFERENCE = 100
HEADER = 24  # bytes in front of the columns of a row without nulls
_TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')

# The size of a box, and the number of the row in which PostgreSQL keeps it apart.
_BOXES = """
    SELECT code.mark, code.ctid::text, code.xmin::text, box.ctid::text, box.id::text,
           octet_length(box.ciphertext)::text, pg_column_size(box.ciphertext)::text,
           coalesce(pg_column_toast_chunk_id(box.ciphertext), 0)::text
    FROM surveys_spentcode code JOIN surveys_sealedbox box ON box.xmin::text = code.xmin::text
"""
_BOX_COLUMNS = ("mark", "place of code", "xmin", "place", "id", "size", "stored size", "chunk")
_SHEETS = """
    SELECT answers->>'story', ctid::text, id::text, pg_column_size(answers)::text,
           coalesce(pg_column_toast_chunk_id(answers), 0)::text
    FROM surveys_answersheet
"""
_SHEET_COLUMNS = ("words", "place", "id", "size", "chunk")


@dataclass
class Watch:
    """All that a member of the team with a full copy of the database gathers, look by look."""

    survey: Survey
    client: Client
    copies: dict[str, list[Row]] = field(default_factory=dict)
    codes: dict[str, Row] = field(default_factory=dict)  # mark: its row and its box, batch too
    sheets: dict[str, Row] = field(default_factory=dict)  # words: its sheet, and when first seen
    pages: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    n_looks: int = 0

    def look(self, *, at_pages: bool = False) -> None:
        """Copy tables, boxes, sheets and downloaded words as they stand now, and the pages."""
        self.n_looks += 1
        self.copies |= linkage.copy_of_sealed_tables(f"look {self.n_looks}")
        boxes = {row["mark"]: row for row in _rows(_BOXES, _BOX_COLUMNS)}
        for mark, row in boxes.items():
            self.codes.setdefault(mark, row | {"came": str(self.n_looks)})
        for mark in self.codes.keys() - boxes.keys():
            self.codes[mark].setdefault("batch", str(self.n_looks))
        for row in _rows(_SHEETS, _SHEET_COLUMNS):
            seen = {"length": str(len(row["words"])), "batch": str(self.n_looks)}
            self.sheets.setdefault(row["words"], row | seen)
        for at, words in enumerate(self._downloaded_words()):
            self.sheets[words].setdefault("place in the download", str(at))
        if at_pages:
            self.pages.append((len(self.sheets), self._pages()))

    def guesses(self) -> Iterator[tuple[str, Guesses]]:
        """Return each way of lining up the codes and the sheets of every batch."""
        code_columns = {name for row in self.codes.values() for name in row} - {"mark", "batch"}
        sheet_columns = {name for row in self.sheets.values() for name in row} - {"words", "batch"}
        for code_column, sheet_column in product(sorted(code_columns), sorted(sheet_columns)):
            marks = _by_batch(self.codes, code_column)
            words = _by_batch(self.sheets, sheet_column)
            for label, step in (("", 1), ("reversed ", -1)):
                pairs = [
                    pair
                    for batch in words
                    for pair in zip(marks.get(batch, ()), words[batch][::step], strict=False)
                ]
                yield f"{label}in batches: {code_column} ~ {sheet_column}", dict(pairs)

    def small_differences(self) -> list[str]:
        """Return what differs between two looks by fewer than 100 sheets."""
        told = []
        for (n_before, before), (n, now) in pairwise(self.pages):
            if 0 < n - n_before < LEAST_DIFFERENCE:
                told.append(f"{n - n_before} sheets")
            if n == n_before:
                told += [url for url in now if now[url] != before[url]]
        return told

    def _downloaded_words(self) -> list[str]:
        file = self.client.get(f"/surveys/{self.survey.slug}/results/story/?format=csv")
        return [row[0] for row in list(csv.reader(StringIO(file.content.decode("utf-8-sig"))))[1:]]

    def _pages(self) -> dict[str, str]:
        base = f"/surveys/{self.survey.slug}/"
        names = (
            "", "results/", "results/feel_safe/", "results/feel_safe/?format=csv", "response/",
            "results/story/", "methodology/", "weighting/", "population/", "sheets.csv",
            "compare/?by=stopped", "crosstab/?rows=feel_safe&columns=stopped",
        )  # fmt: skip
        answers = {base + name: self.client.get(base + name) for name in names}
        return {url: _TOKEN.sub(r"\1", page.content.decode()) for url, page in answers.items()}


def rows_in_files(survey: Survey) -> dict[str, list[Row]]:
    """Return codes and boxes as they lie in the database's files, those that were deleted too.

    They are found by what they hold, so that it does not matter if anything points to them.
    """
    files = files_of(["surveys_spentcode", "surveys_sealedbox"])
    codes, boxes = files["surveys_spentcode"], files["surveys_sealedbox"]
    marks = [(at.start() - HEADER - 1, {"mark": at[0].decode()}) for at in _marks(codes)]
    ids = [(at.start() - HEADER - 16, at.start() - 16) for at in _places(boxes, survey.pk)]
    found = [(start, {"id": str(UUID(bytes=boxes[pos : pos + 16]))}) for start, pos in ids]
    return {
        "files: codes": [row | _transaction(codes, start) for start, row in marks],
        "files: boxes": [row | _transaction(boxes, start) for start, row in found],
    }


def _marks(content: bytes) -> Iterator["re.Match[bytes]"]:
    return re.finditer(rb"[0-9a-f]{64}", content)


def _places(content: bytes, survey_id: UUID) -> Iterator["re.Match[bytes]"]:
    return re.finditer(re.escape(survey_id.bytes), content)


def _transaction(content: bytes, start: int) -> Row:
    xmin, xmax = struct.unpack_from("<II", content, start)
    return {"xmin": str(xmin), "xmax": str(xmax), "offset": str(start)}


def _rows(query: str, columns: tuple[str, ...]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _by_batch(rows: dict[str, Row], column: str) -> dict[str, list[str]]:
    """Return the names of the rows of each batch, in the order of a column."""
    batches: dict[str, list[str]] = defaultdict(list)
    for name in sorted(rows, key=lambda name: linkage.sort_key(rows[name], column)):
        batches[rows[name].get("batch", "")].append(name)
    return batches
