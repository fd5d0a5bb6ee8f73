"""Start the printing process, hand it the job, and return the PDF.

A process of its own bounds what a report can cost the worker in memory, and a document that finds
a hole in the typesetting library finds no key and no database behind it.
"""

import os
import subprocess
import sys
from datetime import datetime

from django.conf import settings

from clayton_review.reports.printing.pdf_job import PdfAttachment, PdfJob, to_json

STYLESHEET = "css/report.css"
LONGEST_SECONDS = 120
# All that the process is told of its surroundings: where programs, fonts and their caches lie.
HANDED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "XDG_CACHE_HOME", "FONTCONFIG_PATH",
             "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")  # fmt: skip


class PrintingError(RuntimeError):
    """The printing process gave no PDF; the message is its last words."""


def render_pdf(
    *,
    html: str,
    title: str,
    language: str,
    created_at: datetime,
    attachments: tuple[PdfAttachment, ...] = (),
    stylesheet: str = STYLESHEET,
    shorter: tuple[str, ...] = (),
    n_pages: int | None = None,
) -> bytes:
    """Return the document as PDF: the same bytes for the same arguments and library versions.

    `html` is a whole page; `stylesheet`, a file below `static/`, is added to it. `created_at`
    (aware) becomes every date inside the file. With `n_pages`, the first of `html` and `shorter`
    that has exactly that many pages is printed. ISO 19005-3 level A, ISO 14289-1. Raises
    `PrintingError`.
    """
    static = str(settings.BASE_DIR / "static")
    job = PdfJob(
        html, title, language, created_at, static, stylesheet, attachments, shorter, n_pages
    )
    return _run_printing_process(to_json(job))


def _run_printing_process(job: bytes) -> bytes:
    command = [sys.executable, "-m", "clayton_review.reports.printing.document"]
    try:
        done = subprocess.run(  # noqa: S603  # our own module, nothing typed by a person
            command,
            input=job,
            cwd=settings.BASE_DIR,
            env={name: os.environ[name] for name in HANDED_ON if name in os.environ},
            capture_output=True,
            check=False,
            timeout=LONGEST_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise PrintingError(f"no PDF within {LONGEST_SECONDS} s") from error
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        words = done.stderr.decode(errors="replace").strip().splitlines()
        raise PrintingError(words[-1] if words else f"printing ended with {done.returncode}")
    return done.stdout
