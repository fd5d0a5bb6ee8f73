"""Tables as Excel workbooks: real dates and numbers, text that nothing executes, row by row."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from clayton_review import clock
from clayton_review.web.downloads import DEMONSTRATION_CELL, DEMONSTRATION_COLUMN, attachment
from clayton_review.web.formatting import Written

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEASURED = 200  # rows whose content decides how wide the columns are
NARROWEST, WIDEST = 8, 60
LONGEST_CELL = 32_767  # what Excel holds
_READ_AS_MORE = ("=", "#")  # openpyxl would take these for a formula or an error
_NUMBERS = (bool, int, float, Decimal)


def xlsx_response(
    filename: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> HttpResponse:
    """The table as a workbook to download; demonstration data say so in each row."""
    name = f"{filename.removesuffix('.xlsx')}.xlsx"
    return attachment(name, xlsx_bytes(filename, header, rows), XLSX)


def xlsx_bytes(title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """The workbook: one sheet, its header row bold and frozen, written without holding it whole."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("".join(c for c in title if c.isalnum() or c in " -_")[:31] or "List")
    sheet.freeze_panes = "A2"
    mark = [DEMONSTRATION_CELL] * settings.DEMONSTRATION
    bold = Font(bold=True)
    head = [WriteOnlyCell(sheet, value=_text(label)) for label in header]
    head += [WriteOnlyCell(sheet, value=DEMONSTRATION_COLUMN)] * settings.DEMONSTRATION
    for cell in head:
        cell.font, cell.data_type = bold, "s"
    rest = iter(rows)
    first = list(islice(rest, MEASURED))
    for place, width in enumerate(_widths([header, *first]), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append(head)
    for row in chain(first, rest):
        sheet.append([_cell(sheet, value) for value in row] + mark)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _widths(rows: list[Sequence[Any]]) -> list[int]:
    """Return each column's width in characters, from its first rows, within bounds."""
    longest = [max(len(str(value)) for value in column) for column in zip(*rows, strict=True)]
    return [min(max(length + 2, NARROWEST), WIDEST) for length in longest]


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, Written):
        value = value.value
    if isinstance(value, datetime):
        return (clock.local(value) if value.tzinfo else value).replace(tzinfo=None)
    if value is None or isinstance(value, (*_NUMBERS, date)):
        return value
    text = _text(value)
    if not text.startswith(_READ_AS_MORE):
        return text
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell


def _text(value: Any) -> str:
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
