"""Tables as Excel workbooks: real dates and numbers, text that nothing executes, row by row."""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import Any

from django.conf import settings
from django.http import HttpResponse

from clayton_review import clock
from clayton_review.web.downloads import DEMONSTRATION_CELL, DEMONSTRATION_COLUMN, attachment
from clayton_review.web.formatting import TextWithValue

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEASURED = 200  # rows whose content decides how wide the columns are
NARROWEST, WIDEST = 8, 60
LONGEST_CELL = 32_767  # what Excel holds
# All but the characters of XML 1.0 (section 2.2): no workbook may hold them.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_READ_AS_MORE = ("=", "#")  # openpyxl would take these for a formula or an error
_NUMBERS = (bool, int, float, Decimal)


def xlsx_response(
    filename: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> HttpResponse:
    """Return the table as a workbook download; demonstration data are labeled in each row."""
    name = f"{filename.removesuffix('.xlsx')}.xlsx"
    return attachment(name, xlsx_bytes(filename, header, rows), XLSX)


def xlsx_bytes(title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a workbook with one sheet, its header row bold and frozen.

    It is written row by row, so that it is never whole in memory.
    """
    # Half a second of every start, for those few who download a workbook.
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet("".join(c for c in title if c.isalnum() or c in " -_")[:31] or "List")
    sheet.freeze_panes = "A2"
    mark = [DEMONSTRATION_CELL] * settings.DEMONSTRATION
    bold = Font(bold=True)
    labels = [*header, *[DEMONSTRATION_COLUMN] * settings.DEMONSTRATION]
    head = [_text_cell(sheet, _text(label)) for label in labels]
    for cell in head:
        cell.font = bold
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
    if isinstance(value, TextWithValue):
        value = value.value
    if isinstance(value, datetime):
        return (clock.local(value) if value.tzinfo else value).replace(tzinfo=None)
    if value is None or isinstance(value, (*_NUMBERS, date)):
        return value
    text = _text(value)
    return _text_cell(sheet, text) if text.startswith(_READ_AS_MORE) else text


def _text_cell(sheet: Any, text: str) -> Any:
    """Return a cell that holds the text as it is, never a formula."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  # see `xlsx_bytes`

    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell


def _text(value: Any) -> str:
    text = _NOT_XML.sub("", str(value))
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
