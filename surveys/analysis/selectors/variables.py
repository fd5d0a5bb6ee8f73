"""The variables of a survey, for crosstabs and comparisons."""

from surveys.analysis.variables import Variable, variables
from surveys.survey.models import Survey
from surveys.survey.selectors import questionnaire_of


def variables_of(survey: Survey) -> list[Variable]:
    """List all variables that a table of the survey may use."""
    counts = dict(survey.targets.current().values_list("question", "counts"))
    return variables(questionnaire_of(survey), counts)
