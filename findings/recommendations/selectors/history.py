"""History of a recommendation: its issue, the city's responses, status changes and reminders."""

from dataclasses import dataclass
from datetime import datetime

from clayton_review.documents.models import Document
from findings.recommendations.models.recommendations import (
    CLOSED,
    Recommendation,
    RecommendationStatus,
    StatusChange,
)
from findings.recommendations.selectors.issued_state import (
    state_of_status,
)


@dataclass(frozen=True)
class HistoryEvent:
    """One event in the history: its description, author and note."""

    at: datetime
    description: str
    by: str
    note: str
    state: str = ""
    stage: str = ""
    document: Document | None = None
    is_public: bool = False


def history_events(recommendation: Recommendation) -> tuple[HistoryEvent, ...]:
    """List issue, responses, status changes and reminders, oldest first."""
    events = [*_answers(recommendation), *_changes(recommendation), *_reminders(recommendation)]
    if recommendation.issued_at:
        events.append(
            HistoryEvent(recommendation.issued_at, "Issued", "the study team", "", is_public=True)
        )
    return tuple(sorted(events, key=lambda event: event.at))


def city_events(recommendation: Recommendation) -> tuple[HistoryEvent, ...]:
    """List responses and status changes for the city's page, oldest first."""
    events = [*_answers(recommendation), *_changes(recommendation)]
    return tuple(sorted(events, key=lambda event: event.at))


def _changes(recommendation: Recommendation) -> list[HistoryEvent]:
    events = []
    previous_status = ""
    for change in recommendation.changes.select_related("by", "document"):
        events.append(
            HistoryEvent(
                at=change.at,
                description=_change_description(change, previous_status),
                by=_changed_by(change),
                note=change.note,
                state=state_of_status(change.status),
                stage=change.get_stage_display(),
                document=change.document,
                is_public=change.is_note_public,
            )
        )
        previous_status = change.status
    return events


def _answers(recommendation: Recommendation) -> list[HistoryEvent]:
    return [
        HistoryEvent(
            at=answer.at,
            description=f"Answered: {answer.get_response_display().lower()}",
            by=f"the city ({answer.by})",
            note=answer.text,
            is_public=True,
        )
        for answer in recommendation.responses.select_related("by")
    ]


def _reminders(recommendation: Recommendation) -> list[HistoryEvent]:
    return [
        HistoryEvent(
            reminder.at,
            f"Reminded, {reminder.get_step_display()}",
            f"e-mail to {reminder.person}",
            "",
        )
        for reminder in recommendation.reminders.select_related("person")
    ]


def _change_description(change: StatusChange, previous_status: str) -> str:
    if previous_status in CLOSED and change.status == RecommendationStatus.IN_PROGRESS:
        return "Reopened"
    if change.status == previous_status:
        return f"Noted while {change.get_status_display().lower()}"
    return change.get_status_display()


def _changed_by(change: StatusChange) -> str:
    return f"the city ({change.by})" if change.is_by_the_city else str(change.by)
