"""How issued recommendations stood at a moment: released text, and the history until then."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from clayton_review import clock
from clayton_review.figures import State
from findings.recommendations.models.recommendations import NOT_WITH_THE_CITY, Status, StatusChange
from findings.recommendations.models.responses import CityResponse
from findings.releases.models import PublishedItem


@dataclass(frozen=True)
class Progressed:
    """What became of a recommendation until a moment; days are ISO dates or None."""

    status: str = Status.NO_RESPONSE
    stage: str = ""
    reported_on: str | None = None
    verified_on: str | None = None
    note: str = ""
    note_on: str | None = None


@dataclass(frozen=True)
class RecommendationStanding:
    """One issued recommendation; `due_on` is an ISO date, what became of it the latest known."""

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
    progressed: Progressed

    @property
    def status(self) -> str:
        """The latest status, reported and verified apart."""
        return self.progressed.status

    @property
    def stage(self) -> str:
        """How far it is on the way from policy to practice."""
        return self.progressed.stage

    def is_overdue(self, day: str) -> bool:
        """Open past its date; what the city has reported waits for us and is not overdue."""
        return bool(self.due_on and self.due_on < day and self.status not in NOT_WITH_THE_CITY)


def sign_of(status: str, *, is_overdue: bool = False) -> State:
    """The sign of a status, the same for the team and for everybody."""
    if is_overdue:
        return State.ATTENTION
    if status == Status.VERIFIED:
        return State.ON_TRACK
    is_watched = status in {Status.NO_RESPONSE, Status.REPORTED, Status.PARTIAL}
    return State.WATCH if is_watched else State.NONE


def recommendations_at(as_of: datetime) -> list[RecommendationStanding]:
    """What was out at a moment, with the status of that moment; reads no live text."""
    items = list(PublishedItem.objects.standing(as_of))
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
        _standing(
            item.content,
            pillars,
            progressed(changes[item.recommendation_id]),
            answers.get(item.recommendation_id),
        )
        for item in items
        if item.recommendation_id is not None
    ]


def progressed(changes: Iterable[StatusChange]) -> Progressed:
    """The sum of a history, oldest first: a reopened recommendation is no longer reported."""
    status, stage, note = Status.NO_RESPONSE.value, "", ""
    reported_on = verified_on = note_on = None
    for change in changes:
        status, stage = change.status, change.get_stage_display()
        if status == Status.REPORTED:
            reported_on, verified_on = _day(change.at), None
        elif status == Status.VERIFIED:
            verified_on = _day(change.at)
        elif status == Status.IN_PROGRESS:
            reported_on = verified_on = None
        if change.is_note_public:
            note, note_on = change.note, _day(change.at)
    return Progressed(status, stage, reported_on, verified_on, note, note_on)


def _standing(
    content: dict[str, Any],
    pillars: dict[str, str],
    became: Progressed,
    answer: CityResponse | None,
) -> RecommendationStanding:
    found = tuple(content["findings"])
    return RecommendationStanding(
        reference=content["reference"],
        text=content["text"],
        addressee=content["addressee"],
        findings=found,
        pillars=tuple(sorted({pillars[one] for one in found if one in pillars})),
        goal=content.get("goal", ""),
        action_step=content.get("action_step", ""),
        due_on=content["due_on"],
        measure_of_done=content["measure_of_done"],
        response=answer.get_response_display() if answer else "",
        response_on=answer.given_on.isoformat() if answer else None,
        response_text=answer.text if answer else "",
        progressed=became,
    )


def _day(moment: datetime) -> str:
    day: date = clock.local(moment).date()
    return day.isoformat()
