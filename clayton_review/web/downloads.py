"""Files that leave the portal: CSV that no spreadsheet executes, and attachments."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from clayton_review.web.formatting import TextWithValue

FORMULA_SIGNS = "=+-@"
QUOTATION_MARKS = "\"'"
FORMULA_STARTS = ("\t", "\r", "\n")
# At these a spreadsheet may split a text, whatever separates the cells of the file.
PART_OF_TEXT = re.compile(r"(?<=[;\t\r\n])[^;\t\r\n]+")
Response = TypeVar("Response", bound=HttpResponseBase)
CENT = Decimal("0.01")
DEMONSTRATION_COLUMN = "Data"
DEMONSTRATION_CELL = "demonstration"


def safe_cell(value: Any) -> Any:
    """Return a cell that no spreadsheet executes: formulas get a leading apostrophe.

    So do parts of a text that a spreadsheet might take for cells of their own.
    """
    if isinstance(value, str):
        text = PART_OF_TEXT.sub(lambda part: _harmless(part[0]), value.replace("\x00", ""))
        return _harmless(text)
    return "" if value is None else value


def _harmless(text: str) -> str:
    return f"'{text}" if _may_be_formula(text) else text


def _may_be_formula(text: str) -> bool:
    """True if a spreadsheet might run the text.

    What it skips before a formula, and quotation marks that it takes away, do not count; full-width
    signs do as the plain ones.
    """
    seen = (
        letter
        for letter in text
        if letter.isprintable() and not letter.isspace() and letter not in QUOTATION_MARKS
    )
    first = unicodedata.normalize("NFKC", next(seen, ""))
    return text.startswith(FORMULA_STARTS) or (first != "" and first in FORMULA_SIGNS)


def machine_cell(value: Any) -> Any:
    """Return a value for other programs: days as 2019-02-05, money as 2340.00."""
    if not isinstance(value, TextWithValue):
        return value
    if isinstance(value.value, datetime):
        return f"{value.value:%Y-%m-%d %H:%M}"
    if isinstance(value.value, date):
        return value.value.isoformat()
    return Decimal(value.value).quantize(CENT)  # a number, so that a debt stays one


def csv_text(header: Sequence[str], rows: Iterable[Iterable[Any]]) -> str:
    """Return the table as CSV (RFC 4180), safe for spreadsheets; demonstration data are labeled.

    All texts are quoted, and stay one cell where cells are split at commas.
    """
    is_demonstration = settings.DEMONSTRATION
    sheet = io.StringIO()
    writer = csv.writer(sheet, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(
        [safe_cell(label) for label in header] + [DEMONSTRATION_COLUMN] * is_demonstration
    )
    for row in rows:
        writer.writerow(
            [safe_cell(value) for value in row] + [DEMONSTRATION_CELL] * is_demonstration
        )
    return sheet.getvalue()


def csv_response(
    filename: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> HttpResponse:
    """Return the table as a CSV download that starts with a byte order mark, for Excel.

    Days and amounts that pages write in words are written for programs.
    """
    name = f"{filename.removesuffix('.csv')}.csv"
    content = "\ufeff" + csv_text(header, (map(machine_cell, row) for row in rows))
    return attachment(name, content.encode(), "text/csv; charset=utf-8")


def attachment(name: str, content: bytes, content_type: str) -> HttpResponse:
    """Return a response that browsers save and never display."""
    return _saved_as(saved_name(name), HttpResponse(content, content_type=content_type))


def attachment_as_named(name: str, content: bytes, content_type: str) -> HttpResponse:
    """Return a response saved under this name, which a signed list or a command holds."""
    return _saved_as(name, HttpResponse(content, content_type=content_type))


def stored_attachment(name: str, path: str, content_type: str) -> FileResponse:
    """Return a stored file as a response that browsers save; it is never whole in memory.

    Raises `FileNotFoundError`.
    """
    file = default_storage.open(path)
    return _saved_as(saved_name(name), FileResponse(file, content_type=content_type))


def saved_name(name: str) -> str:
    """Return the name under which a download is saved: the demonstration marks its own."""
    return f"demonstration-{name}" if settings.DEMONSTRATION else name


def _saved_as(name: str, response: Response) -> Response:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    response["Cache-Control"] = "no-store"
    return response
