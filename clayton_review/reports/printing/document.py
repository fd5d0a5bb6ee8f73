"""HTML to one PDF file that is PDF/A-3a and PDF/UA-1 at once, with its figures attached."""

import gc
import mimetypes
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint import CSS, HTML
from weasyprint import Attachment as EmbeddedFile
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from clayton_review.reports.printing.pdf_job import PdfAttachment, PdfJob, from_json
from clayton_review.reports.printing.standards import finish

EMPTY = (
    re.compile(r"<tr\b[^>]*>\s*</tr>"),
    re.compile(r"<(thead|tbody)\b[^>]*>\s*</\1>"),
    re.compile(r"<table\b[^>]*>(?:(?!<tbody\b|<td\b|</table>).)*</table>", re.DOTALL),
)
LABELED = re.compile(r'<svg\b[^>]*\baria-label="([^"]*)"[^>]*>(?!\s*<title)')


class DoesNotFitError(ValueError):
    """Not even the shortest version makes as many pages as are wanted."""


class RefusedAddressError(ValueError):
    """The document asked for something that is neither inline nor one of our static files."""


class OwnFilesOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Fetches `data:` and files below our static folder; a report can reach nothing else."""

    def __init__(self, static: Path) -> None:
        super().__init__(allowed_protocols={"data"})
        self.static = static.resolve()

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return the content at the address. Raise `RefusedAddressError` if it is not our own."""
        parts = urlsplit(url)
        if parts.scheme == "data":
            return super().fetch(url, headers)
        path = self._own_file(parts.scheme, parts.netloc, unquote(parts.path))
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, body=path.read_bytes(), headers={"Content-Type": kind})

    def _own_file(self, scheme: str, host: str, path: str) -> Path:
        if scheme != "file" or host or "\0" in path:
            raise RefusedAddressError("only own static files may be fetched")
        served = path.removeprefix("/static/")  # an address as a page would write it
        own_path = (self.static / served if served != path else Path(path)).resolve()
        if not own_path.is_relative_to(self.static) or not own_path.is_file():
            raise RefusedAddressError("only own static files may be fetched")
        return own_path


def speaking(html: str) -> str:
    """Return the page with the marks that screen readers need in a PDF.

    Each labeled SVG has its label as `<title>` too; tables with nothing below their head go.
    """
    for empty in EMPTY:
        html = empty.sub("", html)
    return LABELED.sub(lambda svg: f"{svg[0]}<title>{svg[1]}</title>", html)


def typeset(job: PdfJob) -> bytes:
    """Return the job as PDF: the same bytes for the same job and library versions.

    ISO 19005-3 level A, ISO 14289-1. Raises `DoesNotFitError`.
    """
    document = _that_fits(job)
    moment = job.created_at.astimezone(UTC).replace(microsecond=0)
    document.metadata.title = job.title
    document.metadata.lang = job.language
    document.metadata.created = document.metadata.modified = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    document.metadata.attachments = [
        _embedded_file(attachment, moment) for attachment in job.attachments
    ]
    return finish(document.write_pdf(pdf_variant="pdf/a-3a"))


def _that_fits(job: PdfJob) -> Document:
    """Return the first layout that has `n_pages` pages. Raise `DoesNotFitError` if none has."""
    for html in (job.html, *job.shorter):
        laid_out = _laid_out(html, job)
        if job.n_pages in {None, len(laid_out.pages)}:
            return laid_out
    raise DoesNotFitError(f"“{job.title}” does not fit {job.n_pages} pages")


def _laid_out(html: str, job: PdfJob) -> Document:
    static = Path(job.static)
    fetcher, fonts = OwnFilesOnly(static), FontConfiguration()
    style = CSS(filename=static / job.stylesheet, url_fetcher=fetcher, font_config=fonts)
    page = HTML(string=speaking(html), base_url=f"{static.as_uri()}/", url_fetcher=fetcher)
    return page.render(font_config=fonts, stylesheets=[style], pdf_variant="pdf/a-3a")


def _embedded_file(attachment: PdfAttachment, moment: datetime) -> EmbeddedFile:
    return EmbeddedFile(
        string=attachment.content,
        name=attachment.name,
        description=attachment.description,
        created=moment,
        modified=moment,
        relationship=attachment.relationship,
    )


def main() -> None:
    """Read a job from standard input and write its PDF to standard output."""
    gc.disable()  # the process ends with its document: looking for garbage costs a seventh of it
    sys.stdout.buffer.write(typeset(from_json(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
