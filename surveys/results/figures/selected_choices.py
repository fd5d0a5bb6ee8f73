"""Figures of ticked answers: one of a list, a step of agreement, or several."""

from collections.abc import Sequence

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from clayton_review.charts.shapes import AgreementChart, AgreementRow, BarChart
from clayton_review.stats.estimates.intervals import Interval
from surveys.analysis.sample import Share
from surveys.analysis.share_text import percent_text, quoted
from surveys.question_types.columns import NOT_ASKED, SKIPPED, LevelIndexes
from surveys.questionnaire.questionnaire import NO_OPINION, Choice
from surveys.results.figures import question_figure
from surveys.results.figures.headlines import (
    Headline,
    HeadlineCandidate,
    headline_of,
    is_fixed,
    is_given_each,
    leading,
    no_lead_title,
    no_opinion_headline,
)
from surveys.results.figures.question_figure import (
    AnswerLine,
    FigureContent,
    FigureInput,
    Level,
    Proofs,
)


def draw_choice(asked: FigureInput) -> FigureContent:
    """Draw a bar for each answer of which one can be chosen."""
    lines, proofs = _lines(asked)
    opinions = _opinions(lines)
    codes = asked.column()
    places = {choice.value: place for place, choice in enumerate(asked.question.choices)}
    contenders = [
        HeadlineCandidate(line.label, line.share_of, codes == places[line.value])
        for line in opinions
        if line.value is not None and not line.is_hidden
    ]
    title, headline = headline_of(
        asked,
        lines,
        contenders if len(contenders) == len(opinions) else [],
        lambda values: _("%(share)s%% answered “%(answer)s”: %(question)s") % values,
    )
    return _figure_content(
        asked, (lines, proofs), title, headline, question_figure.answers_chart(asked, lines)
    )


def draw_agreement(asked: FigureInput) -> FigureContent:
    """Draw one diverging bar for the steps of agreement."""
    lines_and_proofs = _lines(asked)
    lines = lines_and_proofs[0]
    title, headline = _agreement_title(asked, lines)
    chart = None
    if not all(line.is_hidden for line in lines):
        steps = _opinions(lines)
        chart = AgreementChart(
            title=asked.text,
            steps=tuple(line.label for line in steps),
            # Not rounded: their sums are printed, too.
            rows=(AgreementRow(asked.text, tuple(line.percent for line in steps)),),
        )
    return _figure_content(asked, lines_and_proofs, title, headline, chart)


def draw_several(asked: FigureInput) -> FigureContent:
    """Draw a bar for each answer of which several can be chosen, out of everybody asked."""
    is_asked = asked.sample.is_asked(asked.question.name)
    ticked: list[tuple[Level, LevelIndexes]] = [
        ((c.value, asked.text_of(c.label)), np.where(is_asked, asked.column(c.value), -1))
        for c in asked.question.offered
    ]
    lines, proofs = question_figure.overlapping_lines(asked, ticked)
    title, headline = headline_of(
        asked,
        lines,
        _selected_contenders(asked, lines),
        lambda values: _("%(share)s%% chose “%(answer)s”: %(question)s") % values,
    )
    return FigureContent(
        title=title,
        sentence=question_figure.answers_sentence(asked, lines),
        table=question_figure.answers_table(lines),
        chart=question_figure.answers_chart(asked, lines),
        value=percent_text(headline.value) if headline else None,
        interval=headline.interval if headline else None,
        n_hidden=question_figure.n_hidden(lines),
        n_cells=len(lines),
        method=_(
            "People could choose more than one answer, so shares can add up to more than 100%."
        ),
        certificates=proofs,
    )


def _lines(asked: FigureInput) -> tuple[list[AnswerLine], Proofs]:
    choices = asked.question.choices
    levels: list[Level] = [(choice.value, asked.text_of(choice.label)) for choice in choices]
    state = asked.column()
    codes = np.where(state == SKIPPED, len(levels), state).astype(np.int64)
    return question_figure.exclusive_lines(
        asked, np.maximum(codes, -1), [*levels, (None, _("Skipped"))]
    )


def _figure_content(
    asked: FigureInput,
    lines_and_proofs: tuple[list[AnswerLine], Proofs],
    title: str,
    headline: Share | None,
    chart: BarChart | AgreementChart | None,
) -> FigureContent:
    lines, proofs = lines_and_proofs
    interval: Interval | None = headline.interval if headline else None
    return FigureContent(
        title=title,
        sentence=question_figure.answers_sentence(asked, lines),
        table=question_figure.answers_table(lines),
        chart=chart,
        value=percent_text(headline.value) if headline else None,
        interval=interval,
        n_hidden=question_figure.n_hidden(lines),
        n_cells=len(lines),
        certificates=proofs,
    )


def _opinions(lines: list[AnswerLine]) -> list[AnswerLine]:
    return [line for line in lines if line.value is not None and line.value not in NO_OPINION]


def _agreement_title(asked: FigureInput, lines: list[AnswerLine]) -> Headline:
    """Return the title, and the share it names: the side that leads, or the middle."""
    offered = [choice.value for choice in asked.question.offered]
    n_agreeing = len(asked.agreeing)
    agree = _side(asked, lines, asked.agreeing)
    disagree = _side(asked, lines, frozenset(offered[:n_agreeing]))
    middle = _side(asked, lines, frozenset(offered[n_agreeing:-n_agreeing]))
    if agree is None or is_fixed(asked):
        return asked.text, None
    sides = [side for side in (agree, disagree, middle) if side]
    if headline := no_opinion_headline(asked, lines, sides, quoted(asked.text)):
        return headline
    is_asked = asked.sample.is_asked(asked.question.name)
    if middle and leading(asked.sample, is_asked, sides) == (middle,):
        return _middle_title(asked, middle), middle.share
    if disagree is None:  # hidden: the share that agrees is stated, not compared
        title = _("%(agree)s%% agree: “%(question)s”")
        return title % {"agree": agree.percent, "question": asked.text}, agree.share
    return _side_title(asked, agree, disagree)


def _middle_title(asked: FigureInput, middle: HeadlineCandidate) -> str:
    words = {"share": middle.percent, "question": asked.text}
    if middle.is_majority:
        return _("Most neither agree nor disagree: “%(question)s”") % words
    return _("%(share)s%% neither agree nor disagree: “%(question)s”") % words


def _side_title(
    asked: FigureInput, agree: HeadlineCandidate, disagree: HeadlineCandidate
) -> Headline:
    """Return the title of the larger of two sides, or that they are about even."""
    close = leading(asked.sample, asked.sample.is_asked(asked.question.name), [agree, disagree])
    words = {"agree": agree.percent, "disagree": disagree.percent, "question": asked.text}
    if not is_given_each(close):
        return no_lead_title(quoted(asked.text)), None
    if len(close) > 1:
        return _(
            "About as many agree (%(agree)s%%) as disagree (%(disagree)s%%): “%(question)s”"
        ) % words, None
    if close[0] is agree:
        return _("%(agree)s%% agree: “%(question)s”") % words, agree.share
    return _("%(disagree)s%% disagree: “%(question)s”") % words, disagree.share


def _side(
    asked: FigureInput, lines: list[AnswerLine], values: frozenset[str]
) -> HeadlineCandidate | None:
    """Return the sheets that chose one of these steps, or None when it cannot be shown."""
    if not values or any(line.is_hidden for line in lines if line.value in values):
        return None
    places = [
        place for place, choice in enumerate(asked.question.choices) if choice.value in values
    ]
    sheets = np.isin(asked.column(), places)
    codes = np.where(asked.column() == NOT_ASKED, -1, sheets)
    return HeadlineCandidate("", asked.sample.shares(codes, 2)[1], sheets)


def _selected_contenders(asked: FigureInput, lines: list[AnswerLine]) -> list[HeadlineCandidate]:
    """Return the choices and "none of these" with their sheets; none where one is hidden."""
    apart = [choice for choice in asked.question.apart if choice.value not in NO_OPINION]
    none_codes = {asked.text_of(choice.label): code for choice, code in apart_codes(asked, apart)}
    named = [line for line in lines if line.value or line.label in none_codes]
    if any(line.is_hidden for line in named):
        return []
    return [
        HeadlineCandidate(
            line.label,
            line.share_of,
            asked.column(line.value) == 1
            if line.value
            else asked.column() == none_codes[line.label],
        )
        for line in named
    ]


def apart_codes(asked: FigureInput, choices: Sequence[Choice]) -> list[tuple[Choice, int]]:
    """Return choices that are set apart with their codes in the question's own column."""
    codes = dict(zip((c.value for c in asked.question.apart), asked.apart(), strict=False))
    return [(choice, codes[choice.value][1]) for choice in choices]


def is_agreeing(asked: FigureInput) -> NDArray[np.bool_]:
    """True (n,) for sheets that agree or strongly agree."""
    top = [
        place
        for place, choice in enumerate(asked.question.choices)
        if choice.value in asked.agreeing
    ]
    return np.isin(asked.column(), top)
