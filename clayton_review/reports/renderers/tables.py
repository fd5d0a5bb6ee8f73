"""The tables behind every figure as a bundle of CSV files."""

import csv
import io
import zipfile
from decimal import Decimal, InvalidOperation

from clayton_review.reports.edition import Edition
from clayton_review.web.downloads import safe_cell

ABOUT = ("file", "statement", "unit", "denominator", "method")
FIXED_TIME = (2018, 10, 9, 0, 0, 0)  # a ZIP needs some date; the same one gives the same bytes


def bundle(edition: Edition) -> bytes:
    """Return a ZIP with one CSV per figure and a list of them; suppressed cells are empty."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        listing = [[*ABOUT, "value", "lower", "upper", "n", "n weighted", "not shown"]]
        for name, figure in sorted(edition.figures.items()):
            file_name = name.replace("/", ".") + ".csv"
            header = [column.label for column in figure.table.columns]
            rows = [["" if cell is None else cell for cell in row] for row in figure.table.rows]
            _write(archive, file_name, [header, *rows])
            about = [figure.title, figure.unit, figure.denominator, figure.method]
            numbers = (figure.value, figure.lower, figure.upper, figure.n, figure.n_weighted)
            cells = ["" if number is None else number for number in numbers]
            listing.append([file_name, *about, *cells, figure.suppressed])
        _write(archive, "figures.csv", listing)
    return packed.getvalue()


def _write(archive: zipfile.ZipFile, name: str, rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([_cell(cell) for cell in row] for row in rows)
    entry = zipfile.ZipInfo(name, FIXED_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, "﻿" + text.getvalue())


def _cell(text: str) -> str:
    try:
        Decimal(text)
    except InvalidOperation:
        return str(safe_cell(text))
    return text
