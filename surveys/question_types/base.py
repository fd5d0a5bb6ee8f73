"""The base of all question types: all that depends on the type of a question, with defaults.

A new type is one file beside this with a subclass, and its instance in `TYPES`. It overrides what
differs; the rest of the portal asks the type and never looks at its name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from surveys.question_types.choices_apart import with_no_opinion
from surveys.question_types.columns import (
    Column,
    Columns,
    LevelIndexes,
    SheetAnswers,
    offered_codes,
    state_column,
)
from surveys.question_types.notation_rules import NotationRules
from surveys.questionnaire.questionnaire import Answer, Choice, Question

Sent = Mapping[str, Sequence[str]]  # field name to the values a browser sent


class UnusableAnswer(Exception):
    """Raised for typed text that is no answer to the question; the message says what to do."""


class FigureForm(Enum):
    """The forms in which the figure of a question can be drawn and filed for recomputation."""

    CHOICES = auto()  # a bar for each choice
    AGREEMENT = auto()  # one diverging bar over the steps of a scale
    SELECTED_CHOICES = auto()  # a bar for each choice, of which several can be selected
    GRID = auto()  # a diverging bar for each row
    RANKING = auto()  # how often each choice was put first
    NUMBERS = auto()  # a bar for each range of numbers
    DAYS = auto()  # a bar for each month or year


@dataclass(frozen=True)
class Control:
    """One control of a question that has several: a row of a grid, a place, a part of a day."""

    field: str
    label: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class QuestionPart:
    """A part of a question that can stand in a crosstab, and the words of its levels.

    `key` and `text` are empty where the part is the whole question.
    """

    key: str
    text: str
    levels: tuple[str, ...]


class QuestionType:
    """One type of question: how it is written, shown, read, said, counted, drawn and compared.

    Unless a type says otherwise, an answer is one of the choices, in one field of the question's
    name.
    """

    # Names
    name: str  # in questionnaires and in the notation
    label: str  # for staff
    rules = NotationRules()  # what the notation allows below it

    # On pages
    template: str  # of the question on a page for residents
    control = "checkbox"  # the kind of button beside each choice

    # In counts
    is_list = False  # an answer is a list, in which a choice set apart stands alone
    is_own_words = False  # answers are words of the resident's own, which never leave the team
    is_exclusive = False  # everybody gives exactly one of the choices
    is_number = False  # an answer is a number, in the column `name#`
    shows_frequent_answers = False  # answers that several people gave are listed for the team

    # In charts and comparisons
    figure_form: FigureForm | None = None  # None: it has no figure
    is_scale = False  # its choices are steps, drawn as diverging bars
    n_agreeing = 0  # how many of its last steps are agreement, which crosstabs test
    is_compared = False  # two groups are compared over its parts

    def completed(self, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """Return the written choices with those that this type always offers."""
        return with_no_opinion(choices)

    def fields(self, question: Question) -> tuple[str, ...]:
        """Return the names of its fields in a form."""
        return (question.name,)

    def controls(self, question: Question, language: str) -> list[Control]:
        """Return the controls of a question that has several, in this language."""
        return []

    def instruction(self, question: Question) -> str:
        """Return the portal's own sentence on how to answer, such as "Choose all that apply."."""
        return ""

    def read(self, question: Question, sent: Sent) -> Answer:
        """Read the answer that a browser sent; None if it was skipped. Raise `UnusableAnswer`.

        A control that nobody touched must read as skipped: a browser sends a range all the same.
        """
        raise NotImplementedError  # each type reads what was sent in its own way

    def longest_answer(self, question: Question) -> Answer:
        """Return an answer that takes as many bytes as any, since all boxes of a survey are alike.

        Unless a type says otherwise, no answer has more than 200 bytes; a longer one is refused.
        """
        return max(("?" * 200, *(choice.value for choice in question.choices)), key=len)

    def answer_texts(self, question: Question, answer: Answer, language: str) -> list[str]:
        """Return the answer in words, one text for each line; empty if it was skipped."""
        return [question.label_of(answer, language)] if isinstance(answer, str) else []

    def places(self, question: Question, answer: Answer) -> list[int]:
        """Return the place in its list of each choice of which one had to be taken."""
        return []

    def state(self, question: Question, answers: SheetAnswers) -> Column:
        """Return the column (n,) of the question's own name; see `columns`."""
        choices = question.apart if self.is_list else question.choices
        return state_column(question, choices, answers)

    def part_columns(self, question: Question, answers: SheetAnswers) -> Columns:
        """Return, by name, the columns (n,) that the state does not hold."""
        return {}

    def parts(self, question: Question) -> list[QuestionPart]:
        """Return the parts a crosstab can use, in English; numbers are grouped elsewhere."""
        return []

    def part_codes(self, question: Question, part: str, columns: Columns) -> LevelIndexes:
        """Return the level (n,) of a part on each sheet; −1 if set apart, skipped or not asked."""
        name = question.name
        return offered_codes(question, columns[f"{name}.{part}" if part else name])

    def headline_levels(self, n_levels: int) -> tuple[int, ...]:
        """Return the levels of a part that a comparison uses; empty for the most frequent one."""
        return ()


def upper_half(n_levels: int) -> tuple[int, ...]:
    """Return the levels in the upper half of a scale; of five steps the last two."""
    return tuple(range(n_levels - max(n_levels // 2, 1), n_levels))


def offered_labels(question: Question) -> tuple[str, ...]:
    """Return the English words of the choices offered."""
    return tuple(choice.label["en"] for choice in question.offered)
