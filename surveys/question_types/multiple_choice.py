"""Several choices: any of the answers listed; one that is set apart excludes the others."""

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys.question_types.base import FigureForm, QuestionPart, QuestionType, Sent, UnusableAnswer
from surveys.question_types.closed import check_offered, choice_apart
from surveys.question_types.columns import (
    Columns,
    LevelIndexes,
    SheetAnswers,
    has_no_answer,
    selected_columns,
)
from surveys.question_types.notation_rules import NotationRules
from surveys.questionnaire.questionnaire import Answer, Question


class MultipleChoice(QuestionType):
    """Any number of answers, or as many as `most: 3` allows; a list even of one."""

    name = "several"
    label = "Several choices"
    template = "surveys/question_choice.html"
    rules = NotationRules(
        least_choices=2, settings=frozenset({"most"}), operators=frozenset({"has"})
    )
    is_list = True
    figure_form = FigureForm.SELECTED_CHOICES
    is_compared = True

    def instruction(self, question: Question) -> str:
        """Say how many choices may be selected."""
        most = question.bounds.n_most
        return _("Choose up to %(n)s.") % {"n": most} if most else _("Choose all that apply.")

    def read(self, question: Question, sent: Sent) -> Answer:
        """Read the selected values in the order of the question. Raise `UnusableAnswer`."""
        values = [value for value in sent.get(question.name, ()) if value]
        if not values:
            return None
        check_offered(question, values)
        if apart := choice_apart(question, values):
            return [apart]
        selected = [choice.value for choice in question.choices if choice.value in values]
        most = question.bounds.n_most
        if most and len(selected) > most:
            raise UnusableAnswer(
                ngettext(
                    "Choose %(most)s answer at most.", "Choose %(most)s answers at most.", most
                )
                % {"most": most}
            )
        if len(set(values)) != len(values):
            raise UnusableAnswer(_("Choose each answer once."))
        return list(selected)

    def longest_answer(self, question: Question) -> Answer:
        """Return every choice."""
        return [choice.value for choice in question.choices]

    def answer_texts(self, question: Question, answer: Answer, language: str) -> list[str]:
        """Return the words of each selected choice."""
        selected = answer if isinstance(answer, list) else []
        return [question.label_of(value, language) for value in selected]

    def part_columns(self, question: Question, answers: SheetAnswers) -> Columns:
        """Return 1 for each choice that was selected, else 0."""
        return selected_columns(question, answers)

    def parts(self, question: Question) -> list[QuestionPart]:
        """Return each choice, selected or not."""
        levels = ("Chosen", "Not chosen")
        return [
            QuestionPart(choice.value, choice.label["en"], levels) for choice in question.offered
        ]

    def part_codes(self, question: Question, part: str, columns: Columns) -> LevelIndexes:
        """Return 0 if the choice was selected, 1 if not; −1 for sheets without an answer."""
        is_selected = columns[f"{question.name}.{part}"].astype(np.int64)
        return np.where(has_no_answer(question, columns[question.name]), -1, 1 - is_selected)

    def headline_levels(self, n_levels: int) -> tuple[int, ...]:
        """Return the level of sheets on which the choice was selected."""
        return (0,)
