"""The forms of figures: each drawn, and filed as columns of the file of sheets, in its own way."""

from collections.abc import Callable
from dataclasses import dataclass

from surveys.question_types import type_of
from surveys.question_types.base import FigureForm
from surveys.results.figures import recompute_files
from surveys.results.figures.grids import draw_grid, draw_ranking
from surveys.results.figures.question_figure import FigureContent, FigureInput
from surveys.results.figures.ranges import draw_date, draw_number
from surveys.results.figures.recompute_files import FileColumn
from surveys.results.figures.selected_choices import (
    draw_agreement,
    draw_choice,
    draw_multiple_choice,
)


@dataclass(frozen=True)
class FormFunctions:
    """The drawing of a form, and its columns in the file of sheets."""

    draw: Callable[[FigureInput], FigureContent]
    columns: Callable[[FigureInput], list[FileColumn]]


FORMS: dict[FigureForm, FormFunctions] = {
    FigureForm.CHOICES: FormFunctions(draw_choice, recompute_files.choice_columns),
    FigureForm.AGREEMENT: FormFunctions(draw_agreement, recompute_files.agreement_columns),
    FigureForm.SELECTED_CHOICES: FormFunctions(
        draw_multiple_choice, recompute_files.selected_columns
    ),
    FigureForm.GRID: FormFunctions(draw_grid, recompute_files.grid_columns),
    FigureForm.RANKING: FormFunctions(draw_ranking, recompute_files.ranking_columns),
    FigureForm.NUMBERS: FormFunctions(draw_number, recompute_files.number_columns),
    FigureForm.DAYS: FormFunctions(draw_date, recompute_files.day_columns),
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
