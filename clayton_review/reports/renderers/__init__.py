"""Renderers of an edition, one for each format: same edition, same renderers, same bytes."""

from collections.abc import Callable

from clayton_review.reports.edition import Edition
from clayton_review.reports.file_formats import FileFormat
from clayton_review.reports.renderers import page, pdf, tables
from clayton_review.reports.renderers.brief import render_brief

RENDERERS: dict[FileFormat, Callable[[Edition], bytes]] = {
    FileFormat.HTML: lambda edition: page.standalone(edition).encode(),
    FileFormat.PDF: pdf.render,
    FileFormat.JSON: lambda edition: edition.text.encode(),
    FileFormat.CSV: tables.bundle,
    FileFormat.BRIEF: render_brief,
}


def render_all(edition: Edition) -> dict[FileFormat, bytes]:
    """Return the bytes of every format of one edition."""
    return {name: render(edition) for name, render in RENDERERS.items()}
