"""The figures of surveys: how many answered, and what they answered."""

from surveys.figures.answers import answers_figure
from surveys.figures.response import response_figure

__all__ = ["answers_figure", "response_figure"]
