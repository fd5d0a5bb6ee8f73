"""The obstacles to publishing the results of a survey."""

from clayton_review.refusals import Refused
from clayton_review.stats.disclosure.suppression_rule import SUPPRESSION_RULES
from surveys.answers.locked_words import left_locked_words
from surveys.answers.selectors import counted_sheets, is_being_opened
from surveys.results import methodology
from surveys.results.models import MethodologyStatement
from surveys.survey.models import Survey, SurveyStatus

LEAST_SHEETS = SUPPRESSION_RULES["public"].minimum_base


def publishing_obstacles(survey: Survey) -> list[str]:
    """List, in sentences, everything that keeps the results from Board and public."""
    sentences = []
    if survey.status != SurveyStatus.CLOSED:
        sentences.append(
            "The survey has not closed. If two reports showed its results before then, anyone "
            "could see what the people in between answered."
        )
    elif survey.n_left_locked:
        locked = left_locked_words(survey, has_sheets=survey.sheets.exists())
        sentences.append(
            f"{locked} They can still be given up, on the survey’s page: then they count as lost."
        )
    elif is_being_opened(survey):
        sentences.append(
            "Answers are still locked. They are opened within minutes after the survey closes."
        )
    if counted_sheets(survey).count() < LEAST_SHEETS:
        sentences.append(f"Fewer than {LEAST_SHEETS} answers have been opened.")
    weighting = survey.weightings.current().first()
    if weighting and weighting.n_sheets != counted_sheets(survey).count():
        sentences.append(
            "The weights do not match the present sheets. Weight the sheets again or "
            f"withdraw the weighting. {weighting.problem}".strip()
        )
    statement = MethodologyStatement.objects.filter(survey=survey).first()
    missing = methodology.missing_items(statement.items if statement else {})
    if missing:
        names = ", ".join(f"“{item.name}”" for item in missing)
        sentences.append(f"The methodology statement is not complete. Missing: {names}.")
    return sentences


def check_publishable(survey: Survey) -> None:
    """Raise `Refused` while something keeps the results from Board and public."""
    if obstacles := publishing_obstacles(survey):
        raise Refused(" ".join(obstacles))
