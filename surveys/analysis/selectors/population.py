"""Population targets of a survey that its sheets can be compared with."""

from surveys.analysis.models import PopulationTarget
from surveys.analysis.population import can_be_compared
from surveys.survey.models import Survey
from surveys.survey.selectors import questionnaire_of


def comparable_targets(survey: Survey) -> list[PopulationTarget]:
    """List the current targets whose question and groups the published questionnaire has."""
    questionnaire = questionnaire_of(survey)
    return [
        target
        for target in survey.targets.current()
        if can_be_compared(target.counts, target.question, questionnaire)
    ]
