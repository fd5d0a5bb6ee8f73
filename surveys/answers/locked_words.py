"""Answers that stay locked, in words for the team: which can be read, and how many are needed."""

from clayton_review.web.formatting import count_phrase, day
from surveys.answers.policies import LEAST_ADDED
from surveys.survey.models import Survey, SurveyStatus

FIND_THE_KEY = (
    "If the missing key is given to the worker before they are given up, "
    "those that may still be opened open by themselves."
)
ONLY_DIFFERENCE = "but would be the only difference between two results"
BY_INVITATION = (
    "All answers still locked are opened together, unless fewer than 100 would be added to those "
    "opened before: then they stay locked until you give them up. The records of which codes were "
    "used are deleted."
)
BY_OPEN_LINK = "All answers are opened together."
FEW_ARE_DELETED = (
    "If fewer than 10 people answered in all, nothing is opened and the answers are deleted."
)
FEW_PEOPLE = "but fewer than 10 people sent them"


def left_locked_words(survey: Survey, *, has_sheets: bool) -> str:
    """Return which answers a closed survey was opened without, and why; empty if none is left."""
    if not survey.n_left_locked:
        return ""
    parts = []
    if n := survey.n_unreadable:
        parts.append(f"{count_phrase(n, 'answer', 'answers')} could not be read")
    if n := survey.n_readable_left:
        why = ONLY_DIFFERENCE if has_sheets else FEW_PEOPLE
        parts.append(f"{count_phrase(n, 'answer', 'answers')} can be read, {why}")
    return f"{', and '.join(parts)}."


def key_words(survey: Survey, *, has_sheets: bool) -> str:
    """Return how many more a key must open so that all are opened; empty if that cannot help."""
    n_needed = LEAST_ADDED - survey.n_readable_left
    if not has_sheets or survey.published_on or survey.n_unreadable < n_needed:
        return ""
    return f"If {n_needed} more could be read, all that can be read would be opened."


def closing_words(survey: Survey) -> str:
    """Return which answers are opened when a survey closes, and which are deleted."""
    opened = BY_INVITATION if survey.is_probability_sample else BY_OPEN_LINK
    return f"{opened} {FEW_ARE_DELETED}"


def needed_words(survey: Survey, *, has_sheets: bool) -> str:
    """Return how many answers must still come to be opened at the close, by the Sunday's count.

    Empty where enough waited then. After a restore there may be fewer than 100.
    """
    if survey.status != SurveyStatus.OPEN or survey.n_waiting is None or not has_sheets:
        return ""
    n_needed = LEAST_ADDED - survey.n_waiting
    if n_needed <= 0:
        return ""
    return (
        f"{survey.n_waiting} that can be read waited on {day(survey.received_on)}. "
        f"At the close they are opened only if {LEAST_ADDED} can be read: {n_needed} more."
    )
