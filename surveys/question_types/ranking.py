"""Ranking: all answers in order, or the first few; one select box for each place."""

from django.utils.translation import gettext as _

from surveys.question_types.base import Rules, Sent, Unusable
from surveys.question_types.closed import apart_only, check_offered, with_no_opinion
from surveys.questionnaire.questionnaire import Answer, Choice, Question


class Ranking:
    """An order of the answers; the first stands in the first place. Fewer places may be given."""

    name = "ranking"
    label = "Ranking"
    template = "surveys/question_ranking.html"
    chart = "ranking"
    rules = Rules(has_choices=True, least_choices=2, settings=frozenset({"top"}))

    def completed(self, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """The written choices, "don't know" and "prefer not to answer"."""
        return with_no_opinion(choices)

    def fields(self, question: Question) -> tuple[str, ...]:
        """One field for the answers set apart, and one for each place."""
        return (question.name, *(place_field(question, n) for n in range(n_places(question))))

    def read(self, question: Question, sent: Sent) -> Answer:
        """The values from the first place on, or None; raises `Unusable`."""
        apart_field, *places = (sent.get(name, ()) for name in self.fields(question))
        ticked = [value for value in apart_field if value]
        ranked = [" ".join(place) for place in places]
        given = [value for value in ranked if value]
        check_offered(question, ticked + given)
        if apart := apart_only(question, ticked + given):
            return [apart]
        if ticked:
            raise Unusable(_("Choose one of the answers shown."))
        if not given:
            return None
        if ranked[: len(given)] != given:
            raise Unusable(_("Fill in the places in order, the first place first."))
        if len(set(given)) != len(given):
            raise Unusable(_("Put each answer into one place only."))
        return given

    def said(self, question: Question, answer: Answer, language: str) -> list[str]:
        """Each place with its words."""
        given = answer if isinstance(answer, list) else []
        if len(given) == 1 and given[0] in {choice.value for choice in question.apart}:
            return [question.label_of(given[0], language)]
        return [
            f"{place}. {question.label_of(value, language)}"
            for place, value in enumerate(given, start=1)
        ]


def n_places(question: Question) -> int:
    """How many places can be filled."""
    return question.bounds.n_most or len(question.offered)


def place_field(question: Question, place: int) -> str:
    """The field of a place, counted from 0."""
    return f"{question.name}-{place + 1}"
