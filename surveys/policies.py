"""What may be done when, and the sentence said when it may not."""

from decimal import Decimal

from clayton_review.refusals import Refused
from clayton_review.stats.disclosure.rule import RULES
from surveys import methodology
from surveys.models import TRANSITIONS, MethodologyStatement, SealedBox, Survey, SurveyStatus

LEAST_SHEETS = RULES["public"].minimum_base

RESERVED_ADDRESSES = frozenset({"new", "planner", "how-answers-are-protected"})
RESERVED = "The portal has a page of its own at this address; choose another one."


class NotTaken(Exception):
    """Answers that were not recorded; `reason` picks the sentence a resident reads."""

    UNKNOWN_CODE = "unknown code"
    SPENT_CODE = "spent code"
    CLOSED = "closed"
    TOO_LONG = "too long"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check_move(survey: Survey, status: SurveyStatus) -> None:
    """Raise `Refused` unless the survey may go from its present status to this one."""
    if status not in TRANSITIONS[SurveyStatus(survey.status)]:
        now = SurveyStatus(survey.status).label.lower()
        raise Refused(f"This survey is {now}; it cannot become {status.label.lower()}.")


def check_address_is_free(slug: str) -> None:
    """Raise `Refused` for an address at which the portal itself has a page."""
    if slug in RESERVED_ADDRESSES:
        raise Refused(RESERVED)


def check_eligibility(share: Decimal | None, source: str) -> None:
    """Raise `Refused` unless e is a share from 0 to 1 with its source, or neither is given."""
    if (share is None) != (not source):
        raise Refused("A share of eligible cases and its source are given together, or neither.")
    if share is not None and not 0 <= share <= 1:
        raise Refused("The share of eligible cases lies from 0 to 1.")


def check_wording_can_change(survey: Survey) -> None:
    """Raise `Refused` once residents may have answered: they all read the same words."""
    if survey.status != SurveyStatus.DRAFT:
        raise Refused("The questionnaire cannot change once the survey has been opened.")


def keeps_from_publishing(survey: Survey) -> list[str]:
    """Everything that keeps the results from Board and public, in sentences."""
    told = []
    if survey.status != SurveyStatus.CLOSED:
        told.append(
            "The survey has not closed: two issues while it runs would show what the last people "
            "answered."
        )
    elif SealedBox.objects.filter(survey=survey).exists():
        told.append("Answers are still sealed; they are opened within minutes after the close.")
    if survey.sheets.count() < LEAST_SHEETS:
        told.append(f"Fewer than {LEAST_SHEETS} people have answered.")
    weighting = survey.weightings.current().first()
    if weighting and weighting.n_sheets != survey.sheets.count():
        told.append(
            "The weights do not belong to the sheets there are now; weight them anew or withdraw "
            f"the weighting. {weighting.problem}".strip()
        )
    statement = MethodologyStatement.objects.filter(survey=survey).first()
    gone = methodology.missing(statement.items if statement else {})
    if gone:
        names = ", ".join(f"“{item.name}”" for item in gone)
        told.append(f"The methodology statement is not complete; missing: {names}.")
    return told


def check_publishable(survey: Survey) -> None:
    """Raise `Refused` while something keeps the results from Board and public."""
    if told := keeps_from_publishing(survey):
        raise Refused(" ".join(told))
