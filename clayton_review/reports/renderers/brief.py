"""The brief on paper: exactly two Letter pages, black and white, 12 point."""

from io import BytesIO

import pikepdf
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from clayton_review.languages import ENGLISH
from clayton_review.reports.brief import LIMITS, BriefLimits, shortened
from clayton_review.reports.edition import Edition
from clayton_review.reports.printing.pdf_process import render_pdf

PAGES = 2


def render_brief(edition: Edition) -> bytes:
    """Return the brief as PDF/A-3a and PDF/UA-1, with as much as fits on two pages.

    Raises `PrintingError` if even the shortest form does not fit, which no report has reached.
    """
    flowing = [document(edition, limits) for limits in LIMITS]
    # a month with little to tell fills one page; then its second half starts on the next
    parted = [html.replace("<body>", '<body class="parted">', 1) for html in flowing]
    longest, *shorter = (*flowing, *parted)
    return render_pdf(
        html=longest,
        title=f"Brief of report {edition.number}: {edition.headline}",
        language="en-US",
        created_at=edition.issued_at or edition.as_of,
        shorter=tuple(shorter),
        n_pages=PAGES,
    )


def n_pages(content: bytes) -> int:
    """Count the pages of a PDF."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return len(pdf.pages)


@override(ENGLISH)  # the bytes must not depend on the language in use
def document(edition: Edition, limits: BriefLimits) -> str:
    """Return the whole HTML document, with the brief's style before that of the report."""
    style = (settings.BASE_DIR / "static/css/report-brief.css").read_text()
    context = {"brief": shortened(edition, limits), "edition": edition}
    html = render_to_string("reports/edition_brief_document.html", context)
    return html.replace("</head>", f"<style>{style}</style></head>", 1)
