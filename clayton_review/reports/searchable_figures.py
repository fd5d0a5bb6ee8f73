"""The words of the figures of an issued report, as search keeps them."""

from collections.abc import Iterable

from clayton_review.figures import Audience, Figure
from clayton_review.reports.edition import Edition
from clayton_review.reports.models import FigureText, Report
from clayton_review.reports.snapshot import Snapshot
from clayton_review.web.formatting import as_title


def figure_texts(report: Report, taken: Snapshot, issued: Edition) -> list[FigureText]:
    """Return unsaved rows: the Board's figures from the snapshot, the public's from the issue."""
    return [
        *_texts(report, Audience.BOARD, taken.figures(Audience.BOARD).values()),
        *_texts(report, Audience.PUBLIC, issued.figures.values()),
    ]


def _texts(report: Report, audience: Audience, figures: Iterable[Figure]) -> list[FigureText]:
    return [
        FigureText(
            report=report,
            audience=audience,
            name=figure.name,
            title=as_title(figure.title),
            sentence=figure.sentence,
            method=figure.method,
        )
        for figure in figures
    ]
