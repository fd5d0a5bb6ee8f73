"""Checks of acts on a survey that has population targets."""

from clayton_review.refusals import Refused
from surveys.analysis.models import PopulationTarget
from surveys.analysis.population import can_be_compared
from surveys.questionnaire.questionnaire import Questionnaire
from surveys.survey.models import Survey


def check_populations_fit(survey: Survey, questionnaire: Questionnaire) -> None:
    """Raise `Refused` if a current target names a question or an answer that is not in here."""
    for target in PopulationTarget.objects.current().filter(survey=survey):
        if not can_be_compared(target.counts, target.question, questionnaire):
            raise Refused(
                f"The population by “{target.question}” does not fit this questionnaire. Withdraw "
                "it first, or write that question and its answers as they were."
            )
