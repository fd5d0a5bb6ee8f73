"""State of issued recommendations at a moment: published text, and the history until then."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from clayton_review import clock
from clayton_review.figures import State
from clayton_review.read_cache import cached_read
from findings.recommendations.models.recommendations import (
    NOT_WITH_THE_CITY,
    RecommendationStatus,
    StatusChange,
)
from findings.recommendations.models.responses import CityResponse
from findings.releases.selectors import published_items


@dataclass(frozen=True)
class Progress:
    """Progress of a recommendation until a moment; days are ISO dates or None."""

    status: str = RecommendationStatus.NO_RESPONSE
    stage: str = ""
    reported_on: str | None = None
    verified_on: str | None = None
    note: str = ""
    note_on: str | None = None


@dataclass(frozen=True)
class IssuedRecommendation:
    """One issued recommendation with its latest progress; `due_on` is an ISO date."""

    reference: str
    text: str
    addressee: str
    findings: tuple[str, ...]
    pillars: tuple[str, ...]
    goal: str
    action_step: str
    due_on: str | None
    measure_of_done: str
    response: str
    response_on: str | None
    response_text: str
    progress: Progress

    @property
    def status(self) -> str:
        """Return the latest status; reported and verified are two."""
        return self.progress.status

    @property
    def stage(self) -> str:
        """Return the stage from policy to practice."""
        return self.progress.stage

    def is_overdue(self, day: str) -> bool:
        """True if it is open past its date; reported ones wait for us and are not overdue."""
        return bool(self.due_on and self.due_on < day and self.status not in NOT_WITH_THE_CITY)


def state_of_status(status: str, *, is_overdue: bool = False) -> State:
    """Return the state sign of a status, the same for every audience."""
    if is_overdue:
        return State.ATTENTION
    return (
        State.WATCH
        if status == RecommendationStatus.NO_RESPONSE
        else RecommendationStatus(status).shape
    )


@cached_read
def issued_recommendations(as_of: datetime) -> list[IssuedRecommendation]:
    """Return the recommendations published at this moment, with their status on that day.

    Reads published texts and the history, never the present text.
    """
    items = published_items(as_of)
    pillars = {
        item.reference: item.content["pillar_words"]
        for item in items
        if item.finding_id is not None
    }
    changes: dict[object, list[StatusChange]] = defaultdict(list)
    for change in StatusChange.objects.filter(at__lte=as_of).order_by("at"):
        changes[change.recommendation_id].append(change)
    answers = {
        answer.recommendation_id: answer
        for answer in CityResponse.objects.filter(at__lte=as_of).order_by("at")
    }
    return [
        _issued_recommendation(
            item.content,
            pillars,
            summarize_progress(changes[item.recommendation_id]),
            answers.get(item.recommendation_id),
        )
        for item in items
        if item.recommendation_id is not None
    ]


def summarize_progress(changes: Iterable[StatusChange]) -> Progress:
    """Return the progress after these changes, oldest first; reopening undoes a report."""
    status, stage, note = RecommendationStatus.NO_RESPONSE.value, "", ""
    reported_on = verified_on = note_on = None
    for change in changes:
        status, stage = change.status, change.get_stage_display()
        if status == RecommendationStatus.REPORTED:
            reported_on, verified_on = _day(change.at), None
        elif status == RecommendationStatus.VERIFIED:
            verified_on = _day(change.at)
        elif status == RecommendationStatus.IN_PROGRESS:
            reported_on = verified_on = None
        if change.is_note_public:
            note, note_on = change.note, _day(change.at)
    return Progress(status, stage, reported_on, verified_on, note, note_on)


def _issued_recommendation(
    content: dict[str, Any],
    pillars: dict[str, str],
    progress: Progress,
    response: CityResponse | None,
) -> IssuedRecommendation:
    finding_references = tuple(content["findings"])
    return IssuedRecommendation(
        reference=content["reference"],
        text=content["text"],
        addressee=content["addressee"],
        findings=finding_references,
        pillars=tuple(
            sorted({pillars[reference] for reference in finding_references if reference in pillars})
        ),
        goal=content.get("goal", ""),
        action_step=content.get("action_step", ""),
        due_on=content["due_on"],
        measure_of_done=content["measure_of_done"],
        response=response.get_response_display() if response else "",
        response_on=response.given_on.isoformat() if response else None,
        response_text=response.text if response else "",
        progress=progress,
    )


def _day(moment: datetime) -> str:
    day: date = clock.local(moment).date()
    return day.isoformat()
