"""Figures of grids and rankings: each statement or answer with its place among the others."""

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from clayton_review.charts.shapes import AgreementChart, Bar, BarChart
from clayton_review.figures import Column, Table, cell
from clayton_review.languages import quoted
from clayton_review.stats.disclosure.mean_places import step_of_means
from clayton_review.stats.disclosure.suppression_rule import SuppressionRule
from clayton_review.stats.estimates.rounding import round_half_up
from clayton_review.web.formatting import as_title
from surveys.analysis.share_text import percent_text
from surveys.question_types.agreement import STEPS
from surveys.question_types.columns import NOT_ASKED, SKIPPED, LevelIndexes
from surveys.questionnaire.questionnaire import NO_OPINION
from surveys.results.figures import question_figure
from surveys.results.figures.headlines import (
    HeadlineCandidate,
    answers_apart,
    close_title,
    has_hidden_answer_apart,
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
from surveys.results.figures.selected_choices import agreement_row

RowLines = list[tuple[str, list[AnswerLine]]]


def draw_grid(figure_input: FigureInput) -> FigureContent:
    """Draw a diverging bar for each statement."""
    question = figure_input.question
    drawn_rows = [
        (figure_input.text_of(row.label), *_row_lines(figure_input, row.value))
        for row in question.rows
    ]
    row_lines: RowLines = [(label, lines) for label, lines, _proofs in drawn_rows]
    n_steps = len(question.offered)
    visible = _visible_rows(figure_input, row_lines)
    columns = [Column(line.label, "percent") for line in visible[0][1]]
    shown = any(not line.is_hidden for _label, lines in row_lines for line in lines)
    return FigureContent(
        title=_grid_title(figure_input, row_lines),
        sentence=_grid_sentence(figure_input, row_lines),
        table=Table(
            (Column(_("Statement")), *columns),
            tuple((label, *(line.share for line in lines)) for label, lines in visible),
        ),
        chart=AgreementChart(
            title=figure_input.text,
            apart=_("No opinion or skipped"),
            steps=tuple(figure_input.text_of(choice.label) for choice in question.offered),
            rows=tuple(agreement_row(label, lines[:n_steps], lines) for label, lines in row_lines),
        )
        if shown
        else None,
        value=None,
        n_hidden=sum(question_figure.n_hidden(lines) for _label, lines in visible),
        n_cells=sum(len(lines) for _label, lines in visible),
        lines=tuple(line for _label, lines in row_lines for line in lines),
        method=_(
            "The base of each row is everyone who was asked. Hidden cells are chosen row by row."
        ),
        has_intervals=False,
        certificates=tuple(proof for _label, _lines, proofs in drawn_rows for proof in proofs),
    )


def draw_ranking(figure_input: FigureInput) -> FigureContent:
    """Draw a bar for each answer by how often it was put first, with its mean place."""
    offered = figure_input.question.offered
    codes, apart = question_figure.answer_codes(
        figure_input, first_places(figure_input), len(offered)
    )
    levels: list[Level] = [(choice.value, figure_input.text_of(choice.label)) for choice in offered]
    lines, proofs = question_figure.exclusive_lines(figure_input, codes, [*levels, *apart])
    visible = question_figure.with_merged_silence(figure_input, lines)
    step = _step_of_means(figure_input, has_hidden=question_figure.n_hidden(visible) > 0)
    rows = [(*line.row()[:3], _mean_place(figure_input, line, step)) for line in visible]
    first = [line for line in lines if line.value and not line.is_hidden]
    is_certain = len(first) == len(offered)
    is_certain = is_certain and bool(question_figure.is_answered(figure_input).any())
    is_certain = is_certain and not has_hidden_answer_apart(figure_input, lines)
    contenders = [
        HeadlineCandidate(line.label, line.share_of, codes == place)
        for place, line in enumerate(first)
    ] + answers_apart(figure_input, lines, has_opinion=True)
    title, headline = headline_of(
        figure_input,
        lines,
        contenders if is_certain else [],
        lambda values: _("%(share)s%% put “%(answer)s” first: %(question)s") % values,
    )
    return FigureContent(
        title=title,
        sentence=_ranking_sentence(figure_input, lines),
        table=Table(
            (
                Column(_("Answer")),
                Column(_("First places"), "people"),
                Column(_("Share put first"), "percent"),
                Column(_("Mean place"), "number"),
            ),
            tuple(rows),
        ),
        chart=_ranking_chart(figure_input, lines),
        value=percent_text(headline.value) if headline else None,
        interval=headline.interval if headline else None,
        n_hidden=question_figure.n_hidden(visible),
        n_cells=len(visible),
        lines=tuple(lines),
        method=_(
            "Mean place is the average place, where 1 is first. An answer that was not placed "
            "counts as the middle of the places that were left. For “don’t know,” “prefer not to "
            "answer” and skipped answers, the first two numbers count the people who answered "
            "that way. Outside the team, means are rounded so that they do not tell which places "
            "fewer than five people gave."
        ),
        certificates=proofs,
    )


def first_places(figure_input: FigureInput) -> LevelIndexes:
    """Return the answer (n,) that was put first; 0 where none was."""
    places = np.zeros(figure_input.sample.n, dtype=np.int64)
    for place, choice in enumerate(figure_input.question.offered):
        places[figure_input.column(choice.value) == 1] = place
    return places


def _row_lines(figure_input: FigureInput, row: str) -> tuple[list[AnswerLine], Proofs]:
    choices = figure_input.question.choices
    levels: list[Level] = [(choice.value, figure_input.text_of(choice.label)) for choice in choices]
    state = figure_input.column(row)
    codes = np.where(state == SKIPPED, len(levels), np.maximum(state, -1)).astype(np.int64)
    codes[state == NOT_ASKED] = -1
    return question_figure.exclusive_lines(figure_input, codes, [*levels, (None, _("Skipped"))])


def _visible_rows(figure_input: FigureInput, row_lines: RowLines) -> RowLines:
    """Return the rows with all that is no opinion in one column, where that lets a row show more.

    Where only these are hidden in a row, their sum follows from its other cells.
    """
    if not any(question_figure.hides_silence_only(figure_input, lines) for _, lines in row_lines):
        return row_lines
    rows: RowLines = []
    for label, lines in row_lines:
        silent = [line for line in lines if line.label in figure_input.no_opinion]
        together = question_figure.one_line(silent)
        if question_figure.hides_silence_only(figure_input, lines):
            together = replace(together, is_hidden=False)
        together = replace(together, label=_("No opinion or skipped"))
        rows.append((label, [*(line for line in lines if line not in silent), together]))
    return rows


def _upper_share(figure_input: FigureInput, lines: list[AnswerLine]) -> str | None:
    """Return the percent in the upper half of the scale; None if it cannot be shown."""
    n_steps = len(figure_input.question.offered)
    top = lines[n_steps - n_steps // 2 : n_steps]
    if not top or any(line.is_hidden for line in top):
        return None
    return percent_text(sum(line.share_of.value for line in top))


def _rows_by_share(figure_input: FigureInput, row_lines: RowLines) -> list[tuple[float, str, str]]:
    known = [(label, _upper_share(figure_input, lines)) for label, lines in row_lines]
    return sorted((float(share), share, label) for label, share in known if share is not None)


def _upper_steps(figure_input: FigureInput) -> str:
    offered = figure_input.question.offered
    labels = [
        figure_input.text_of(choice.label).lower() for choice in offered[-(len(offered) // 2) :]
    ]
    return _(" or ").join(quoted(label) for label in labels)


def _grid_title(figure_input: FigureInput, row_lines: RowLines) -> str:
    rows_by_share = _rows_by_share(figure_input, row_lines)
    if len(rows_by_share) < len(row_lines) or not rows_by_share or is_fixed(figure_input):
        return figure_input.text
    is_asked = figure_input.sample.is_asked(figure_input.question.name)
    close = leading(figure_input.sample, is_asked, _row_contenders(figure_input))
    if any(_has_larger_no_opinion(figure_input, row) for row in close):
        return figure_input.text
    if len(close) > 1:
        return close_title(close, figure_input.text)
    words = {
        "share": close[0].percent,
        "row": as_title(close[0].label),
        "question": figure_input.text,
        "steps": _upper_steps(figure_input),
    }
    if tuple(choice.label["en"] for choice in figure_input.question.offered) == STEPS:
        return (
            _(
                "More people agree with “%(row)s” (%(share)s%%) than with any of the other "
                "statements: %(question)s"
            )
            % words
        )
    return _("%(share)s%% answered %(steps)s to “%(row)s”: %(question)s") % words


def _row_contenders(figure_input: FigureInput) -> list[HeadlineCandidate]:
    """Return the rows with the sheets (n,) at the upper half of the scale."""
    n_steps = len(figure_input.question.offered)
    upper = range(n_steps - n_steps // 2, n_steps)
    contenders = []
    for row in figure_input.question.rows:
        state = figure_input.column(row.value)
        sheets = np.isin(state, upper)
        share = figure_input.sample.shares(np.where(state == NOT_ASKED, -1, sheets), 2)[1]
        contenders.append(HeadlineCandidate(figure_input.text_of(row.label), share, sheets))
    return contenders


def _has_larger_no_opinion(figure_input: FigureInput, candidate: HeadlineCandidate) -> bool:
    """True if more people answered "don't know" to this statement than agreed with it."""
    [row] = [
        row
        for row in figure_input.question.rows
        if figure_input.text_of(row.label) == candidate.label
    ]
    state = figure_input.column(row.value)
    places = [
        place
        for place, choice in enumerate(figure_input.question.choices)
        if choice.value in NO_OPINION
    ]
    codes = np.where(state == NOT_ASKED, -1, np.isin(state, places))
    return figure_input.sample.shares(codes, 2)[1].value > candidate.share.value


def _grid_sentence(figure_input: FigureInput, row_lines: RowLines) -> str:
    rows_by_share = list(reversed(_rows_by_share(figure_input, row_lines)))
    if not rows_by_share:
        return question_figure.too_few_sentence(figure_input)
    shares = ", ".join(
        f"{quoted(as_title(label))} {share}%" for _score, share, label in rows_by_share
    )
    return _("Of the %(people)s, these shares answered %(steps)s: %(rows)s.") % {
        "people": figure_input.people,
        "steps": _upper_steps(figure_input),
        "rows": shares,
    }


def _step_of_means(figure_input: FigureInput, *, has_hidden: bool) -> float | None:
    """Return the step to which mean places are rounded; None if they are not shown.

    Beside a hidden count there are none: of two answers, the mean place of one gives the other's
    count away.
    """
    is_ranking = question_figure.is_answered(figure_input)
    is_few = not is_ranking.any() or is_ranking.sum() < figure_input.rule.minimum_base
    if is_few or figure_input.is_closed or (has_hidden and figure_input.rule.minimum_base):
        return None
    if not figure_input.sample.stands_for_somebody(is_ranking):
        return None
    places = tuple(map(tuple, _places(figure_input)[is_ranking].tolist()))
    return _cached_step(places, figure_input.rule)


@lru_cache(maxsize=64)
def _cached_step(places: tuple[tuple[int, ...], ...], rule: SuppressionRule) -> float | None:
    return step_of_means(np.array(places), rule)


def _mean_place(figure_input: FigureInput, line: AnswerLine, step: float | None) -> str | None:
    if line.value is None and step is not None:
        return ""
    if line.is_hidden or line.value is None or step is None:
        return None
    mean = figure_input.sample.mean(
        counted_places(figure_input, line.value), question_figure.is_answered(figure_input)
    )
    n_steps = round_half_up(round(mean / step, 7), 0)
    return cell(n_steps * Decimal(str(step)))


def _places(figure_input: FigureInput) -> NDArray[np.int64]:
    """Return the place (n × answers) that was given to each answer; 0 without one."""
    columns = [figure_input.column(choice.value) for choice in figure_input.question.offered]
    return np.column_stack(columns).astype(np.int64)


def counted_places(figure_input: FigureInput, value: str) -> NDArray[np.float64]:
    """Return the place (n,) of an answer as its mean counts it.

    An answer without a place gets the middle of the places left over.
    """
    offered = figure_input.question.offered
    n_placed = (_places(figure_input) > 0).sum(axis=1)
    stated_places = figure_input.column(value).astype(np.float64)
    places_counted: NDArray[np.float64] = np.where(
        stated_places > 0, stated_places, (n_placed + 1 + len(offered)) / 2
    )
    return places_counted


def _ranking_sentence(figure_input: FigureInput, lines: list[AnswerLine]) -> str:
    shares = ", ".join(
        f"{quoted(line.label)} {line.share}%" for line in lines if line.value and line.share
    )
    if not shares:
        return question_figure.too_few_sentence(figure_input)
    return _("Shares of the %(people)s who put each answer first: %(answers)s.") % {
        "people": figure_input.people,
        "answers": shares,
    }


def _ranking_chart(figure_input: FigureInput, lines: list[AnswerLine]) -> BarChart | None:
    if all(line.is_hidden for line in lines):
        return None
    placed = [line for line in lines if line.value]
    ordered = sorted(
        placed, key=lambda line: (line.is_hidden, 0 if line.is_hidden else -line.share_of.value)
    )
    bars: tuple[Bar, ...] = tuple(line.bar() for line in ordered)
    title = _("Put first: %(question)s") % {"question": figure_input.text}
    return BarChart(title=title, unit="percent", maximum=100.0, bars=bars)
