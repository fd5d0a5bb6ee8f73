"""The report as PDF, with its figures attached."""

from clayton_review.reports.edition import Edition
from clayton_review.reports.printing.pdf_job import PdfAttachment
from clayton_review.reports.printing.pdf_process import render_pdf
from clayton_review.reports.renderers import page


def render(edition: Edition) -> bytes:
    """Return the PDF of an edition. Raises `PrintingError`."""
    figures = PdfAttachment(
        name="figures.json",
        content=edition.text.encode(),
        description="All figures of this report, with their tables",
    )
    return render_pdf(
        html=page.document(edition),
        title=f"{edition.headline} Report {edition.number}",
        language="en-US",
        created_at=edition.issued_at or edition.as_of,
        attachments=(figures,),
    )
