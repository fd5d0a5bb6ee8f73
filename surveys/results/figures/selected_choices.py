"""Figures of ticked answers: one of a list, a step of agreement, or several."""

from collections.abc import Mapping, Sequence

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from clayton_review.charts.shapes import AgreementChart, AgreementRow, BarChart
from clayton_review.languages import quoted
from clayton_review.stats.estimates.intervals import Interval
from surveys.analysis.sample import Share
from surveys.analysis.share_text import percent_text
from surveys.question_types.columns import NOT_ASKED, SKIPPED, LevelIndexes
from surveys.questionnaire.questionnaire import NO_OPINION, Choice
from surveys.results.figures import question_figure
from surveys.results.figures.headlines import (
    Headline,
    HeadlineCandidate,
    are_about_even,
    headline_of,
    is_fixed,
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


def draw_choice(figure_input: FigureInput) -> FigureContent:
    """Draw a bar for each answer of which one can be chosen."""
    lines, proofs = _lines(figure_input)
    opinions = _opinions(lines)
    codes = figure_input.column()
    places = {choice.value: place for place, choice in enumerate(figure_input.question.choices)}
    contenders = [
        HeadlineCandidate(line.label, line.share_of, codes == places[line.value])
        for line in opinions
        if line.value is not None and not line.is_hidden
    ]
    title, headline = headline_of(
        figure_input,
        lines,
        contenders if len(contenders) == len(opinions) else [],
        lambda values: _("%(share)s%% answered “%(answer)s”: %(question)s") % values,
    )
    return _figure_content(
        figure_input,
        (lines, proofs),
        title,
        headline,
        question_figure.answers_chart(
            figure_input, question_figure.with_merged_silence(figure_input, lines)
        ),
    )


def draw_agreement(figure_input: FigureInput) -> FigureContent:
    """Draw one diverging bar for the steps of agreement."""
    lines_and_proofs = _lines(figure_input)
    lines = lines_and_proofs[0]
    title, headline = _agreement_title(figure_input, lines)
    chart = None
    if not all(line.is_hidden for line in lines):
        steps = _opinions(lines)
        chart = AgreementChart(
            title=figure_input.text,
            steps=tuple(line.label for line in steps),
            # Not rounded: their sums are printed, too.
            rows=(agreement_row(figure_input.text, steps, lines),),
            apart=_("No opinion or skipped"),
        )
    return _figure_content(figure_input, lines_and_proofs, title, headline, chart)


def agreement_row(
    label: str, steps: Sequence[AnswerLine], lines: Sequence[AnswerLine]
) -> AgreementRow:
    """Return the steps, and the share of all other lines unless it is hidden.

    Where all steps are shown, it is what they leave of the whole.
    """
    others = [line for line in lines if line not in steps]
    are_shown = not any(line.is_hidden for line in steps)
    apart = sum(line.share_of.value for line in others) if are_shown else None
    return AgreementRow(
        label,
        tuple(line.percent for line in steps),
        None if apart is None else round(100 * apart, 4),
    )


def draw_multiple_choice(figure_input: FigureInput) -> FigureContent:
    """Draw a bar for each answer of which several can be chosen, out of everybody asked."""
    is_asked = figure_input.sample.is_asked(figure_input.question.name)
    ticked: list[tuple[Level, LevelIndexes]] = [
        (
            (c.value, figure_input.text_of(c.label)),
            np.where(is_asked, figure_input.column(c.value), -1),
        )
        for c in figure_input.question.offered
    ]
    lines, proofs = question_figure.overlapping_lines(figure_input, ticked)
    title, headline = headline_of(
        figure_input,
        lines,
        _selected_contenders(figure_input, lines),
        lambda values: _("%(share)s%% chose “%(answer)s”: %(question)s") % values,
    )
    return FigureContent(
        title=title,
        sentence=question_figure.answers_sentence(figure_input, lines),
        table=question_figure.answers_table(lines),
        chart=question_figure.answers_chart(figure_input, lines),
        value=percent_text(headline.value) if headline else None,
        interval=headline.interval if headline else None,
        n_hidden=question_figure.n_hidden(lines),
        n_cells=len(lines),
        lines=tuple(lines),
        method=_(
            "People could choose more than one answer, so shares can add up to more than 100%."
        ),
        certificates=proofs,
    )


def _lines(figure_input: FigureInput) -> tuple[list[AnswerLine], Proofs]:
    choices = figure_input.question.choices
    levels: list[Level] = [(choice.value, figure_input.text_of(choice.label)) for choice in choices]
    state = figure_input.column()
    codes = np.where(state == SKIPPED, len(levels), state).astype(np.int64)
    return question_figure.exclusive_lines(
        figure_input, np.maximum(codes, -1), [*levels, (None, _("Skipped"))]
    )


def _figure_content(
    figure_input: FigureInput,
    lines_and_proofs: tuple[list[AnswerLine], Proofs],
    title: str,
    headline: Share | None,
    chart: BarChart | AgreementChart | None,
) -> FigureContent:
    lines, proofs = lines_and_proofs
    interval: Interval | None = headline.interval if headline else None
    visible = question_figure.with_merged_silence(figure_input, lines)
    return FigureContent(
        title=title,
        sentence=question_figure.answers_sentence(figure_input, visible),
        table=question_figure.answers_table(visible),
        chart=chart,
        value=percent_text(headline.value) if headline else None,
        interval=interval,
        n_hidden=question_figure.n_hidden(visible),
        n_cells=len(visible),
        lines=tuple(lines),
        certificates=proofs,
    )


def _opinions(lines: list[AnswerLine]) -> list[AnswerLine]:
    return [line for line in lines if line.value is not None and line.value not in NO_OPINION]


def _agreement_title(figure_input: FigureInput, lines: list[AnswerLine]) -> Headline:
    """Return the title, and the share it names: the side that leads, or the middle."""
    sides = _sides(figure_input, lines)
    if "agree" not in sides or is_fixed(figure_input):
        return figure_input.text, None
    contenders = list(sides.values())
    if headline := no_opinion_headline(figure_input, lines, contenders, quoted(figure_input.text)):
        return headline
    is_asked = figure_input.sample.is_asked(figure_input.question.name)
    close = leading(figure_input.sample, is_asked, contenders)
    names = frozenset(name for name, side in sides.items() if side in close)
    if len(close) == 1:  # where disagreement is hidden, the share that agrees is only stated
        return _side_title(figure_input, next(iter(names)), close[0]), close[0].share
    return _close_sides_title(figure_input, sides, names), None


def _sides(figure_input: FigureInput, lines: list[AnswerLine]) -> dict[str, HeadlineCandidate]:
    """Return those of the sides "agree", "disagree" and "middle" that can be shown."""
    offered = [choice.value for choice in figure_input.question.offered]
    n_agreeing = len(figure_input.agreeing)
    sides = {
        "agree": _side(figure_input, lines, figure_input.agreeing),
        "disagree": _side(figure_input, lines, frozenset(offered[:n_agreeing])),
        "middle": _side(figure_input, lines, frozenset(offered[n_agreeing:-n_agreeing])),
    }
    return {name: side for name, side in sides.items() if side}


def _side_title(figure_input: FigureInput, name: str, side: HeadlineCandidate) -> str:
    words = {"share": side.percent, "question": figure_input.text}
    if name == "agree":
        return _("%(share)s%% agree: “%(question)s”") % words
    if name == "disagree":
        return _("%(share)s%% disagree: “%(question)s”") % words
    if side.is_majority:
        return _("Most neither agree nor disagree: “%(question)s”") % words
    return _("%(share)s%% neither agree nor disagree: “%(question)s”") % words


def _close_sides_title(
    figure_input: FigureInput, sides: Mapping[str, HeadlineCandidate], names: frozenset[str]
) -> str:
    """Return the title of two sides, or of a side and the middle, of which none is ahead."""
    words = {name: side.percent for name, side in sides.items()} | {"question": figure_input.text}
    if not are_about_even([sides[name] for name in names]):
        return no_lead_title(quoted(figure_input.text))
    if names == {"agree", "disagree"}:
        return (
            _("About as many agree (%(agree)s%%) as disagree (%(disagree)s%%): “%(question)s”")
            % words
        )
    if names == {"agree", "middle"}:
        return (
            _(
                "About as many agree (%(agree)s%%) as neither agree nor disagree (%(middle)s%%): "
                "“%(question)s”"
            )
            % words
        )
    if names == {"disagree", "middle"}:
        return (
            _(
                "About as many disagree (%(disagree)s%%) as neither agree nor disagree "
                "(%(middle)s%%): “%(question)s”"
            )
            % words
        )
    return no_lead_title(quoted(figure_input.text))


def _side(
    figure_input: FigureInput, lines: list[AnswerLine], values: frozenset[str]
) -> HeadlineCandidate | None:
    """Return the sheets that chose one of these steps, or None when it cannot be shown."""
    if not values or any(line.is_hidden for line in lines if line.value in values):
        return None
    places = [
        place
        for place, choice in enumerate(figure_input.question.choices)
        if choice.value in values
    ]
    sheets = np.isin(figure_input.column(), places)
    codes = np.where(figure_input.column() == NOT_ASKED, -1, sheets)
    return HeadlineCandidate("", figure_input.sample.shares(codes, 2)[1], sheets)


def _selected_contenders(
    figure_input: FigureInput, lines: list[AnswerLine]
) -> list[HeadlineCandidate]:
    """Return the choices and "none of these" with their sheets; none where one is hidden."""
    apart = [choice for choice in figure_input.question.apart if choice.value not in NO_OPINION]
    none_codes = {
        figure_input.text_of(choice.label): code
        for choice, code in apart_codes(figure_input, apart)
    }
    named = [line for line in lines if line.value or line.label in none_codes]
    if any(line.is_hidden for line in named):
        return []
    return [
        HeadlineCandidate(
            line.label,
            line.share_of,
            figure_input.column(line.value) == 1
            if line.value
            else figure_input.column() == none_codes[line.label],
        )
        for line in named
    ]


def apart_codes(figure_input: FigureInput, choices: Sequence[Choice]) -> list[tuple[Choice, int]]:
    """Return choices that are set apart with their codes in the question's own column."""
    codes = dict(
        zip((c.value for c in figure_input.question.apart), figure_input.apart(), strict=False)
    )
    return [(choice, codes[choice.value][1]) for choice in choices]


def is_agreeing(figure_input: FigureInput) -> NDArray[np.bool_]:
    """True (n,) for sheets that agree or strongly agree."""
    top = [
        place
        for place, choice in enumerate(figure_input.question.choices)
        if choice.value in figure_input.agreeing
    ]
    return np.isin(figure_input.column(), top)
