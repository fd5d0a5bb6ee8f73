"""The variables of a survey, for crosstabs and comparisons."""

from surveys.analysis.selectors.population import comparable_targets
from surveys.analysis.variables import Variable, variables
from surveys.survey.models import Survey
from surveys.survey.selectors import questionnaire_of


def variables_of(survey: Survey) -> list[Variable]:
    """List all variables that a table of the survey may use."""
    counts = {target.question: target.counts for target in comparable_targets(survey)}
    return variables(questionnaire_of(survey), counts)
