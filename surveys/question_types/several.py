"""Several choice: any of the answers listed; one that is set apart excludes the others."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys.question_types.base import Rules, Sent, Unusable
from surveys.question_types.closed import (
    OneField,
    apart_only,
    check_offered,
    with_no_opinion,
)
from surveys.questionnaire.questionnaire import Answer, Choice, Question


class Several(OneField):
    """Any number of answers, or as many as `most: 3` allows; a list even of one."""

    name = "several"
    label = "Several choice"
    template = "surveys/question_choice.html"
    chart = "several"
    rules = Rules(has_choices=True, least_choices=2, settings=frozenset({"most"}), compares="ticks")

    def completed(self, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """The written choices, "don't know" and "prefer not to answer"."""
        return with_no_opinion(choices)

    def read(self, question: Question, sent: Sent) -> Answer:
        """The ticked values in the order of the question, or None; raises `Unusable`."""
        given = [value for value in sent.get(question.name, ()) if value]
        if not given:
            return None
        check_offered(question, given)
        if apart := apart_only(question, given):
            return [apart]
        ticked = [choice.value for choice in question.choices if choice.value in given]
        most = question.bounds.n_most
        if most and len(ticked) > most:
            raise Unusable(
                ngettext(
                    "Choose %(most)s answer at most.", "Choose %(most)s answers at most.", most
                )
                % {"most": most}
            )
        if len(set(given)) != len(given):
            raise Unusable(_("Choose each answer once."))
        return list(ticked)

    def said(self, question: Question, answer: Answer, language: str) -> list[str]:
        """The words of each choice."""
        ticked = answer if isinstance(answer, list) else []
        return [question.label_of(value, language) for value in ticked]
