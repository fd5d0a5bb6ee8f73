"""How issued recommendations stood at a moment: released text, and the history until then."""

from dataclasses import dataclass
from datetime import datetime

from findings.models import Status, StatusChange
from findings.models.recommendations import CLOSED
from findings.models.releases import PublishedItem


@dataclass(frozen=True)
class RecommendationStanding:
    """One issued recommendation; `due_on` is an ISO date, status the latest known then."""

    reference: str
    text: str
    addressee: str
    findings: tuple[str, ...]
    due_on: str | None
    measure_of_done: str
    status: str
    stage: str
    response: str

    def is_overdue(self, day: str) -> bool:
        """Open past its date."""
        return bool(self.due_on and self.due_on < day and self.status not in CLOSED)


def recommendations_at(as_of: datetime) -> list[RecommendationStanding]:
    """What was out at a moment, with the status of that moment; reads no live text."""
    items = PublishedItem.objects.standing(as_of).filter(recommendation__isnull=False)
    latest: dict[object, StatusChange] = {}
    responses: dict[object, str] = {}
    for change in StatusChange.objects.filter(at__lte=as_of).order_by("at"):
        latest[change.recommendation_id] = change
        if change.response:
            responses[change.recommendation_id] = change.get_response_display()
    return [
        RecommendationStanding(
            reference=item.reference,
            text=item.content["text"],
            addressee=item.content["addressee"],
            findings=tuple(item.content["findings"]),
            due_on=item.content["due_on"],
            measure_of_done=item.content["measure_of_done"],
            status=_status(latest.get(item.recommendation_id)),
            stage=_stage(latest.get(item.recommendation_id)),
            response=responses.get(item.recommendation_id, ""),
        )
        for item in items
    ]


def _status(change: StatusChange | None) -> str:
    return change.status if change else Status.NO_RESPONSE


def _stage(change: StatusChange | None) -> str:
    return change.get_stage_display() if change else ""
