"""The report as one self-contained web page, which is also what the PDF is printed from."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from clayton_review.languages import ENGLISH
from clayton_review.reports.edition import Edition


@override(ENGLISH)  # the bytes must not depend on the language in use
def document(edition: Edition) -> str:
    """Return a complete HTML document without styles; the PDF adds its own."""
    return render_to_string("reports/edition_document.html", {"edition": edition})


def standalone(edition: Edition) -> str:
    """Return the document with its style inside, readable without this portal."""
    style = (settings.BASE_DIR / "static/css/report.css").read_text()
    return document(edition).replace("</head>", f"<style>{style}</style></head>", 1)
