"""Every format of an edition: same edition, same renderers, same bytes."""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from clayton_review.reports.edition import read
from clayton_review.reports.models import FileFormat
from clayton_review.reports.printing.pdf_job import Attachment
from clayton_review.reports.printing.pdf_process import render_pdf
from clayton_review.reports.renderers import page, tables
from clayton_review.reports.renderers.brief import render_brief

LIBRARIES = ("django", "weasyprint", "pydyf", "pikepdf", "fonttools")
SOURCES = (
    "templates/reports/edition",
    "static/css/report",
    "clayton_review/charts",
    "clayton_review/reports/printing",
    "static/fonts",
)


def _pdf(edition_text: str) -> bytes:
    edition = read(edition_text)
    figures = Attachment(
        name="figures.json",
        content=edition_text.encode(),
        description="All figures of this report, with their tables",
    )
    return render_pdf(
        html=page.document(edition),
        title=f"{edition.headline} Report {edition.number}",
        language="en-US",
        created_at=edition.issued_at or edition.as_of,
        attachments=(figures,),
    )


RENDERERS: dict[FileFormat, Callable[[str], bytes]] = {
    FileFormat.HTML: lambda text: page.standalone(read(text)).encode(),
    FileFormat.PDF: _pdf,
    FileFormat.JSON: lambda text: text.encode(),
    FileFormat.CSV: lambda text: tables.bundle(read(text)),
    FileFormat.BRIEF: lambda text: render_brief(read(text)),
}


def render_all(edition_text: str) -> dict[FileFormat, bytes]:
    """The bytes of every format of one edition."""
    return {kind: render(edition_text) for kind, render in RENDERERS.items()}


@lru_cache(maxsize=1)
def renderer_name() -> str:
    """The versions that decide the bytes: libraries, and a hash over templates, style, charts."""
    found = hashlib.sha256()
    for path in sorted(path for stem in SOURCES for path in _files_of(stem)):
        found.update(path.read_bytes())
    libraries = " ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return f"{libraries} source {found.hexdigest()[:16]}"


def _files_of(stem: str) -> list[Path]:
    start = settings.BASE_DIR / stem
    files = start.rglob("*") if start.is_dir() else start.parent.glob(f"{start.name}*")
    return [path for path in files if path.suffix in {".py", ".html", ".css", ".woff2", ".ttf"}]
