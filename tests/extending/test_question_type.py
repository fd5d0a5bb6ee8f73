"""The question types themselves; the example of README's row adds one in a copy of the project."""

from surveys.question_types import TYPES
from surveys.question_types.base import FigureForm
from surveys.results.figures.figure_forms import FORMS


def test_the_example_touches_nothing_outside_its_copy() -> None:
    assert "thermometer" not in {question_type.name for question_type in TYPES}


def test_every_form_of_figure_is_drawn_and_filed() -> None:
    assert set(FORMS) == set(FigureForm)
