"""The obstacles to publishing the results of a survey."""

from clayton_review.refusals import Refused
from clayton_review.stats.disclosure.suppression_rule import SUPPRESSION_RULES
from clayton_review.web.formatting import count_phrase
from surveys.answers.models import SealedBox
from surveys.answers.selectors import counted_sheets, n_left_locked
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
    elif n_left := n_left_locked(survey):
        answers = count_phrase(n_left, "answer", "answers")
        sentences.append(
            f"{answers} could not be opened. They can still be given up, on the survey’s page: "
            "then they count as lost."
        )
    elif not survey.is_never_opened and SealedBox.objects.filter(survey=survey).exists():
        sentences.append(
            "Answers are still locked. They are opened within minutes after the survey closes."
        )
    if counted_sheets(survey).count() < LEAST_SHEETS:
        sentences.append(f"Fewer than {LEAST_SHEETS} people have answered.")
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
