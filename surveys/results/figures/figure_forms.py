"""The forms of figures: how each is drawn, filed as columns of the file of sheets, and judged."""

from collections.abc import Callable
from dataclasses import dataclass

from surveys.question_types import type_of
from surveys.question_types.base import FigureForm
from surveys.results.figures import recompute_columns
from surveys.results.figures.answer_levels import (
    AnswerLevels,
    Comparisons,
    choice_levels,
    range_levels,
    ranking_levels,
    row_levels,
    selected_levels,
    state_levels,
)
from surveys.results.figures.grids import draw_grid, draw_ranking
from surveys.results.figures.question_figure import FigureContent, FigureInput
from surveys.results.figures.ranges import draw_date, draw_number
from surveys.results.figures.recompute_columns import FileColumn
from surveys.results.figures.selected_choices import (
    draw_agreement,
    draw_choice,
    draw_multiple_choice,
)


@dataclass(frozen=True)
class FormFunctions:
    """The drawing of a form, its columns in the file of sheets, and its levels for conditions."""

    draw: Callable[[FigureInput], FigureContent]
    columns: Callable[[FigureInput], list[FileColumn]]
    levels: Callable[[FigureInput, FigureContent, Comparisons], AnswerLevels]


FORMS: dict[FigureForm, FormFunctions] = {
    FigureForm.CHOICES: FormFunctions(draw_choice, recompute_columns.choice_columns, choice_levels),
    FigureForm.AGREEMENT: FormFunctions(
        draw_agreement, recompute_columns.agreement_columns, choice_levels
    ),
    FigureForm.SELECTED_CHOICES: FormFunctions(
        draw_multiple_choice, recompute_columns.selected_columns, selected_levels
    ),
    FigureForm.GRID: FormFunctions(draw_grid, recompute_columns.grid_columns, row_levels),
    FigureForm.RANKING: FormFunctions(
        draw_ranking, recompute_columns.ranking_columns, ranking_levels
    ),
    FigureForm.NUMBERS: FormFunctions(draw_number, recompute_columns.number_columns, range_levels),
    FigureForm.DAYS: FormFunctions(draw_date, recompute_columns.day_columns, range_levels),
}


def draw(figure_input: FigureInput) -> FigureContent:
    """Draw a closed question in the form of its type; raises `KeyError` for own words."""
    form = type_of(figure_input.question.kind).figure_form
    if form is None:
        raise KeyError(figure_input.question.name)
    return FORMS[form].draw(figure_input)


def file_columns(figure_input: FigureInput) -> list[FileColumn]:
    """Return a closed question's columns in the file of sheets; none for answers in own words."""
    form = type_of(figure_input.question.kind).figure_form
    return [] if form is None else FORMS[form].columns(figure_input)


def answer_levels(figure_input: FigureInput, comparisons: Comparisons) -> AnswerLevels:
    """Return the levels that the question's published lines and these comparisons tell apart."""
    form = type_of(figure_input.question.kind).figure_form
    if form is None:
        return state_levels(figure_input, None, comparisons)
    return FORMS[form].levels(figure_input, draw(figure_input), comparisons)
