"""The question types. To add one: one file beside this, one name in `TYPES`."""

from surveys.question_types.agreement import Agreement
from surveys.question_types.base import QuestionType
from surveys.question_types.date import Date
from surveys.question_types.grid import Grid
from surveys.question_types.long_text import LongText
from surveys.question_types.multiple_choice import MultipleChoice
from surveys.question_types.number import Number
from surveys.question_types.ranking import Ranking
from surveys.question_types.short_text import ShortText
from surveys.question_types.single_choice import SingleChoice

TYPES: tuple[QuestionType, ...] = (
    SingleChoice(),
    MultipleChoice(),
    Agreement(),
    Grid(),
    Ranking(),
    Number(),
    Date(),
    ShortText(),
    LongText(),
)


def type_of(kind: str) -> QuestionType:
    """Return the question type of this name. Raise `KeyError` if there is none."""
    for question_type in TYPES:
        if question_type.name == kind:
            return question_type
    raise KeyError(kind)
