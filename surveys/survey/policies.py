"""Checks of acts on a survey, and the sentence said when one is refused."""

from decimal import Decimal

from clayton_review.refusals import Refused, impossible_step
from surveys.survey.models import TRANSITIONS, Survey, SurveyStatus

RESERVED_ADDRESSES = frozenset({"new", "planner", "how-answers-are-protected"})
RESERVED = "The portal already uses this address. Choose a different one."


def check_move(survey: Survey, status: SurveyStatus) -> None:
    """Raise `Refused` unless the survey may go from its present status to this one."""
    if status not in TRANSITIONS[SurveyStatus(survey.status)]:
        present, target = SurveyStatus(survey.status).label.lower(), status.label.lower()
        raise impossible_step("A survey", present, target)


def check_address_is_free(slug: str) -> None:
    """Raise `Refused` for an address at which the portal itself has a page."""
    if slug in RESERVED_ADDRESSES:
        raise Refused(RESERVED)


def check_eligibility(share: Decimal | None, source: str) -> None:
    """Raise `Refused` unless e is a share from 0 to 1 with its source, or neither is given."""
    if (share is None) != (not source):
        raise Refused("Enter both the share of eligible cases and its source, or leave both empty.")
    if share is not None and not 0 <= share <= 1:
        raise Refused("Enter a share of eligible cases from 0 to 1.")


def check_wording_can_change(survey: Survey) -> None:
    """Raise `Refused` once residents may have answered: they all read the same words."""
    if survey.status != SurveyStatus.DRAFT:
        raise Refused("The questionnaire cannot be changed once the survey has been opened.")
