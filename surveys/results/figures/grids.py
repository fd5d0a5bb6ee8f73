"""Figures of grids and rankings: each statement or answer with its place among the others."""

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from clayton_review.charts.shapes import AgreementChart, AgreementRow, Bar, BarChart
from clayton_review.figures import Column, Table, cell
from clayton_review.stats.estimates.rounding import round_half_up
from clayton_review.web.formatting import as_title
from surveys.analysis.share_text import percent_text, quoted
from surveys.question_types.agreement import STEPS
from surveys.question_types.columns import NOT_ASKED, SKIPPED
from surveys.results.figures import question_figure
from surveys.results.figures.headlines import (
    HeadlineCandidate,
    close_title,
    headline_of,
    is_fixed,
    leading,
)
from surveys.results.figures.question_figure import (
    AnswerLine,
    FigureContent,
    FigureInput,
    Level,
    Proofs,
)

RowLines = list[tuple[str, list[AnswerLine]]]


def draw_grid(asked: FigureInput) -> FigureContent:
    """Draw a diverging bar for each statement."""
    question = asked.question
    drawn_rows = [
        (asked.text_of(row.label), *_row_lines(asked, row.value)) for row in question.rows
    ]
    row_lines: RowLines = [(label, lines) for label, lines, _proofs in drawn_rows]
    n_steps = len(question.offered)
    steps = [Column(asked.text_of(c.label), "percent") for c in question.choices]
    shown = any(not line.is_hidden for _label, lines in row_lines for line in lines)
    return FigureContent(
        title=_grid_title(asked, row_lines),
        sentence=_grid_sentence(asked, row_lines),
        table=Table(
            (Column(_("Statement")), *steps, Column(_("Skipped"), "percent")),
            tuple((label, *(line.share for line in lines)) for label, lines in row_lines),
        ),
        chart=AgreementChart(
            title=asked.text,
            steps=tuple(asked.text_of(choice.label) for choice in question.offered),
            rows=tuple(
                AgreementRow(label, tuple(line.percent for line in lines[:n_steps]))
                for label, lines in row_lines
            ),
        )
        if shown
        else None,
        value=None,
        n_hidden=sum(question_figure.n_hidden(lines) for _label, lines in row_lines),
        n_cells=sum(len(lines) for _label, lines in row_lines),
        method=_(
            "The base of each row is everyone who was asked. Hidden cells are chosen row by row."
        ),
        has_intervals=False,
        certificates=tuple(proof for _label, _lines, proofs in drawn_rows for proof in proofs),
    )


def draw_ranking(asked: FigureInput) -> FigureContent:
    """Draw a bar for each answer by how often it was put first, with its mean place."""
    offered = asked.question.offered
    firsts = np.zeros(asked.sample.n, dtype=np.int64)
    for place, choice in enumerate(offered):
        firsts[asked.column(choice.value) == 1] = place
    codes, apart = question_figure.answer_codes(asked, firsts, len(offered))
    levels: list[Level] = [(choice.value, asked.text_of(choice.label)) for choice in offered]
    lines, proofs = question_figure.exclusive_lines(asked, codes, [*levels, *apart])
    n_ranking = int(question_figure.is_answered(asked).sum())
    has_means = n_ranking > 0 and n_ranking >= asked.rule.minimum_base
    if not asked.sample.stands_for_somebody(question_figure.is_answered(asked)):
        has_means = False
    if asked.rule.minimum_base and question_figure.n_hidden(lines):
        has_means = False  # of two answers, the mean place of one gives the other's count away
    rows = [(*line.row()[:3], _mean_place(asked, line) if has_means else None) for line in lines]
    first = [line for line in lines if line.value and not line.is_hidden]
    is_certain = len(first) == len(offered) and n_ranking > 0
    contenders = [
        HeadlineCandidate(line.label, line.share_of, codes == place)
        for place, line in enumerate(first)
    ]
    title, headline = headline_of(
        asked,
        lines,
        contenders if is_certain else [],
        lambda values: _("%(share)s%% put “%(answer)s” first: %(question)s") % values,
    )
    return FigureContent(
        title=title,
        sentence=_ranking_sentence(asked, lines),
        table=Table(
            (
                Column(_("Answer")),
                Column(_("First places"), "people"),
                Column(_("Share put first"), "percent"),
                Column(_("Mean place"), "number"),
            ),
            tuple(rows),
        ),
        chart=_ranking_chart(asked, lines),
        value=percent_text(headline.value) if headline else None,
        interval=headline.interval if headline else None,
        n_hidden=question_figure.n_hidden(lines),
        n_cells=len(lines),
        method=_(
            "Mean place is the average place, where 1 is first. An answer that was not placed "
            "counts as the middle of the places that were left. For “don’t know,” “prefer not to "
            "answer” and skipped answers, the first two numbers count the people who answered "
            "that way."
        ),
        certificates=proofs,
    )


def _row_lines(asked: FigureInput, row: str) -> tuple[list[AnswerLine], Proofs]:
    choices = asked.question.choices
    levels: list[Level] = [(choice.value, asked.text_of(choice.label)) for choice in choices]
    state = asked.column(row)
    codes = np.where(state == SKIPPED, len(levels), np.maximum(state, -1)).astype(np.int64)
    codes[state == NOT_ASKED] = -1
    return question_figure.exclusive_lines(asked, codes, [*levels, (None, _("Skipped"))])


def _upper_share(asked: FigureInput, lines: list[AnswerLine]) -> str | None:
    """Return the percent in the upper half of the scale; None if it cannot be shown."""
    n_steps = len(asked.question.offered)
    top = lines[n_steps - n_steps // 2 : n_steps]
    if not top or any(line.is_hidden for line in top):
        return None
    return percent_text(sum(line.share_of.value for line in top))


def _rows_by_share(asked: FigureInput, row_lines: RowLines) -> list[tuple[float, str, str]]:
    known = [(label, _upper_share(asked, lines)) for label, lines in row_lines]
    return sorted((float(share), share, label) for label, share in known if share is not None)


def _upper_steps(asked: FigureInput) -> str:
    offered = asked.question.offered
    labels = [asked.text_of(choice.label).lower() for choice in offered[-(len(offered) // 2) :]]
    return _(" or ").join(quoted(label) for label in labels)


def _grid_title(asked: FigureInput, row_lines: RowLines) -> str:
    scored = _rows_by_share(asked, row_lines)
    if len(scored) < len(row_lines) or not scored or is_fixed(asked):
        return asked.text
    is_asked = asked.sample.is_asked(asked.question.name)
    close = leading(asked.sample, is_asked, _row_contenders(asked))
    if len(close) > 1:
        return close_title(close, asked.text)
    words = {
        "share": close[0].percent,
        "row": as_title(close[0].label),
        "question": asked.text,
        "steps": _upper_steps(asked),
    }
    if tuple(choice.label["en"] for choice in asked.question.offered) == STEPS:
        return (
            _(
                "More people agree with “%(row)s” (%(share)s%%) than with any of the other "
                "statements: %(question)s"
            )
            % words
        )
    return _("%(share)s%% answered %(steps)s to “%(row)s”: %(question)s") % words


def _row_contenders(asked: FigureInput) -> list[HeadlineCandidate]:
    """Return the rows with the sheets (n,) at the upper half of the scale."""
    n_steps = len(asked.question.offered)
    upper = range(n_steps - n_steps // 2, n_steps)
    contenders = []
    for row in asked.question.rows:
        state = asked.column(row.value)
        sheets = np.isin(state, upper)
        share = asked.sample.shares(np.where(state == NOT_ASKED, -1, sheets), 2)[1]
        contenders.append(HeadlineCandidate(asked.text_of(row.label), share, sheets))
    return contenders


def _grid_sentence(asked: FigureInput, row_lines: RowLines) -> str:
    scored = list(reversed(_rows_by_share(asked, row_lines)))
    if not scored:
        return question_figure.too_few_sentence(asked)
    shares = ", ".join(f"{quoted(as_title(label))} {share}%" for _score, share, label in scored)
    return _("Of the %(people)s, these shares answered %(steps)s: %(rows)s.") % {
        "people": asked.people,
        "steps": _upper_steps(asked),
        "rows": shares,
    }


def _mean_place(asked: FigureInput, line: AnswerLine) -> str | None:
    if line.value is None:
        return ""
    if line.is_hidden:
        return None
    mean = asked.sample.mean(counted_places(asked, line.value), question_figure.is_answered(asked))
    return cell(round_half_up(round(mean, 9), 2))


def counted_places(asked: FigureInput, value: str) -> NDArray[np.float64]:
    """Return the place (n,) of an answer as its mean counts it.

    An answer without a place gets the middle of the places left over.
    """
    offered = asked.question.offered
    places = np.column_stack([asked.column(choice.value) for choice in offered])
    n_placed = (places > 0).sum(axis=1)
    own = asked.column(value).astype(np.float64)
    places_counted: NDArray[np.float64] = np.where(own > 0, own, (n_placed + 1 + len(offered)) / 2)
    return places_counted


def _ranking_sentence(asked: FigureInput, lines: list[AnswerLine]) -> str:
    shares = ", ".join(
        f"{quoted(line.label)} {line.share}%" for line in lines if line.value and line.share
    )
    if not shares:
        return question_figure.too_few_sentence(asked)
    return _("Of the %(people)s, these shares put each answer first: %(answers)s.") % {
        "people": asked.people,
        "answers": shares,
    }


def _ranking_chart(asked: FigureInput, lines: list[AnswerLine]) -> BarChart | None:
    if all(line.is_hidden for line in lines):
        return None
    placed = [line for line in lines if line.value]
    ordered = sorted(
        placed, key=lambda line: (line.is_hidden, 0 if line.is_hidden else -line.share_of.value)
    )
    bars: tuple[Bar, ...] = tuple(line.bar() for line in ordered)
    title = _("Put first: %(question)s") % {"question": asked.text}
    return BarChart(title=title, unit="percent", maximum=100.0, bars=bars)
