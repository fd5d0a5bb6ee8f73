"""The figures of surveys: how many answered, what they answered, how like the population."""

from surveys.figures.answers import answers_figure, has_figure, question_figure
from surveys.figures.methodology import methodology_figure
from surveys.figures.population import population_figure, target_figure
from surveys.figures.published import published_figure
from surveys.figures.response import response_figure

__all__ = [
    "answers_figure",
    "has_figure",
    "methodology_figure",
    "population_figure",
    "published_figure",
    "question_figure",
    "response_figure",
    "target_figure",
]
