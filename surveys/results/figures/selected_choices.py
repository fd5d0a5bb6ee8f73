"""Figures of ticked answers: one of a list, a step of agreement, or several."""

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from clayton_review.charts.shapes import AgreementChart, AgreementRow, BarChart
from clayton_review.stats.estimates.intervals import Interval
from surveys.analysis.sample import Share
from surveys.analysis.share_text import plain, told_percent
from surveys.question_types.columns import NOT_ASKED, SKIPPED
from surveys.questionnaire.questionnaire import NO_OPINION
from surveys.results.figures import question_figure
from surveys.results.figures.question_figure import Asked, Codes, Drawn, Level, Line, Proofs


def draw_choice(asked: Asked) -> Drawn:
    """One answer out of a list: a bar for each."""
    found = _lines(asked)
    lines = found[0]
    most = _most(lines)
    title = asked.text
    if most:
        told = {"share": plain(most.share), "answer": most.label, "question": asked.text}
        title = _("%(share)s%% answered “%(answer)s”: %(question)s") % told
    headline = most.share_of if most else None
    return _drawn(asked, found, title, headline, question_figure.bars_of(asked, lines))


def draw_agreement(asked: Asked) -> Drawn:
    """Steps of agreement: one diverging bar."""
    found = _lines(asked)
    lines = found[0]
    agreeing, most = _agreeing(asked, lines), _most(lines)
    title = asked.text
    if agreeing:
        told = {"share": plain(told_percent(agreeing.value)), "question": asked.text}
        title = _("%(share)s%% agree: “%(question)s”") % told
    headline = agreeing or (most.share_of if most else None)
    chart = None
    if not all(line.is_hidden for line in lines):
        steps = _opinions(lines)
        chart = AgreementChart(
            title=asked.text,
            steps=tuple(line.label for line in steps),
            # Not rounded: their sums are printed, too.
            rows=(AgreementRow(asked.text, tuple(line.percent for line in steps)),),
        )
    return _drawn(asked, found, title, headline, chart)


def draw_several(asked: Asked) -> Drawn:
    """Any number of answers: a bar for each, out of everybody asked."""
    is_asked = asked.sample.is_asked(asked.question.name)
    ticked: list[tuple[Level, Codes]] = [
        ((c.value, asked.said(c.label)), np.where(is_asked, asked.column(c.value), -1))
        for c in asked.question.offered
    ]
    lines, proofs = question_figure.overlapping(asked, ticked)
    shown = [line for line in lines if line.value and not line.is_hidden]
    most = max(shown, key=lambda line: line.share_of.value, default=None)
    is_certain = len(shown) == len(ticked) and most is not None
    title = asked.text
    if most is not None and is_certain:
        told = {"share": plain(most.share), "answer": most.label, "question": asked.text}
        title = _("%(share)s%% chose “%(answer)s”: %(question)s") % told
    headline = most.share_of if most is not None and is_certain else None
    return Drawn(
        title=title,
        sentence=question_figure.told(asked, lines),
        table=question_figure.table_of(lines),
        chart=question_figure.bars_of(asked, lines),
        value=told_percent(headline.value) if headline else None,
        interval=headline.interval if headline else None,
        n_hidden=question_figure.n_hidden(lines),
        n_cells=len(lines),
        method=_(
            "People could choose more than one answer, so shares can add up to more than 100%."
        ),
        certificates=proofs,
    )


def _lines(asked: Asked) -> tuple[list[Line], Proofs]:
    choices = asked.question.choices
    levels: list[Level] = [(choice.value, asked.said(choice.label)) for choice in choices]
    state = asked.column()
    codes = np.where(state == SKIPPED, len(levels), state).astype(np.int64)
    return question_figure.exclusive(asked, np.maximum(codes, -1), [*levels, (None, _("Skipped"))])


def _drawn(
    asked: Asked,
    found: tuple[list[Line], Proofs],
    title: str,
    headline: Share | None,
    chart: BarChart | AgreementChart | None,
) -> Drawn:
    lines, proofs = found
    interval: Interval | None = headline.interval if headline else None
    return Drawn(
        title=title,
        sentence=question_figure.told(asked, lines),
        table=question_figure.table_of(lines),
        chart=chart,
        value=told_percent(headline.value) if headline else None,
        interval=interval,
        n_hidden=question_figure.n_hidden(lines),
        n_cells=len(lines),
        certificates=proofs,
    )


def _opinions(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.value is not None and line.value not in NO_OPINION]


def _agreeing(asked: Asked, lines: list[Line]) -> Share | None:
    """The share of those who agree or strongly agree, or None when it cannot be shown."""
    top = [place for place, line in enumerate(lines) if line.value in asked.agreeing]
    if not top or any(lines[place].is_hidden for place in top):
        return None
    agrees = np.where(asked.column() == NOT_ASKED, -1, agreed(asked))
    return asked.sample.shares(agrees, 2)[1]


def agreed(asked: Asked) -> NDArray[np.bool_]:
    """Which sheets agree or strongly agree, shape (n,)."""
    top = [place for place, one in enumerate(asked.question.choices) if one.value in asked.agreeing]
    return np.isin(asked.column(), top)


def _most(lines: list[Line]) -> Line | None:
    known = [line for line in _opinions(lines) if not line.is_hidden]
    is_certain = len(known) == len(_opinions(lines))
    return max(known, key=lambda line: line.share_of.value) if known and is_certain else None
