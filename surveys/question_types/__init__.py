"""The question types. To add one: one file beside this, one name in `TYPES`."""

from surveys.question_types.agreement import Agreement
from surveys.question_types.base import Answer, QuestionType, Unusable
from surveys.question_types.long_text import LongText
from surveys.question_types.single_choice import SingleChoice

__all__ = ["TYPES", "Answer", "QuestionType", "Unusable", "type_of"]

TYPES: tuple[QuestionType, ...] = (SingleChoice(), Agreement(), LongText())


def type_of(kind: str) -> QuestionType:
    """The question type of this name; raises `KeyError`."""
    for question_type in TYPES:
        if question_type.name == kind:
            return question_type
    raise KeyError(kind)
