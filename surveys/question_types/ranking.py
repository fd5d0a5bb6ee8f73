"""Ranking: all answers in order, or the first few; one select box for each place."""

from django.utils.translation import gettext as _

from surveys.question_types.base import Control, FigureForm, QuestionType, Sent, UnusableAnswer
from surveys.question_types.closed import check_offered, choice_apart
from surveys.question_types.columns import Columns, SheetAnswers, rank_columns
from surveys.question_types.notation_rules import NotationRules
from surveys.questionnaire.questionnaire import Answer, Question


class Ranking(QuestionType):
    """An order of the answers; the first stands in the first place. Fewer places may be given."""

    name = "ranking"
    label = "Ranking"
    template = "surveys/question_ranking.html"
    rules = NotationRules(least_choices=2, settings=frozenset({"top"}))
    is_list = True
    figure_form = FigureForm.RANKING

    def fields(self, question: Question) -> tuple[str, ...]:
        """Return one field for the answers set apart, and one for each place."""
        return (question.name, *(place_field(question, n) for n in range(n_places(question))))

    def controls(self, question: Question, language: str) -> list[Control]:
        """Return a select box for each place."""
        return [
            Control(
                place_field(question, place), _("Place %(n)s") % {"n": place + 1}, question.offered
            )
            for place in range(n_places(question))
        ]

    def instruction(self, question: Question) -> str:
        """Say how many places there are, and which one comes first."""
        if most := question.bounds.n_most:
            return _("Choose your top %(n)s, with the most important first.") % {"n": most}
        return _("Put the most important first. You can leave places empty.")

    def read(self, question: Question, sent: Sent) -> Answer:
        """Read the values from the first place on, or None. Raise `UnusableAnswer`."""
        apart_field, *places = (sent.get(name, ()) for name in self.fields(question))
        selected = [value for value in apart_field if value]
        ranked = [" ".join(place) for place in places]
        values = [value for value in ranked if value]
        check_offered(question, selected + values)
        if apart := choice_apart(question, selected + values):
            return [apart]
        if selected:
            raise UnusableAnswer(_("Choose one of the answers shown."))
        if not values:
            return None
        if ranked[: len(values)] != values:
            raise UnusableAnswer(_("Fill in the places in order, starting with the first."))
        if len(set(values)) != len(values):
            raise UnusableAnswer(_("Put each answer in only one place."))
        return values

    def longest_answer(self, question: Question) -> Answer:
        """Return every choice."""
        return [choice.value for choice in question.choices]

    def answer_texts(self, question: Question, answer: Answer, language: str) -> list[str]:
        """Return each place with its words."""
        choices = answer if isinstance(answer, list) else []
        if len(choices) == 1 and choices[0] in {choice.value for choice in question.apart}:
            return [question.label_of(choices[0], language)]
        return [
            f"{place}. {question.label_of(value, language)}"
            for place, value in enumerate(choices, start=1)
        ]

    def part_columns(self, question: Question, answers: SheetAnswers) -> Columns:
        """Return the place of each choice."""
        return rank_columns(question, answers)


def n_places(question: Question) -> int:
    """Return the number of places that can be filled."""
    return question.bounds.n_most or len(question.offered)


def place_field(question: Question, place: int) -> str:
    """Return the field of a place, counted from 0."""
    return f"{question.name}-{place + 1}"
