"""The tracker of recommendations: released text, and states from the latest issued report.

What a recommendation says comes from its `PublishedItem`; what became of it from the figures of
the issued edition, so a change shows once a report carries it. The only live record that is read
is the Board's calendar: when the next report is due.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from clayton_review import clock
from clayton_review.dashboard.selectors.reports import latest_edition
from clayton_review.engagement.selectors import packet_due
from clayton_review.figures import Figure
from clayton_review.reports.edition import Edition
from findings.conclusions.models.findings import Pillar
from findings.recommendations.models.recommendations import (
    CLOSED,
    NOT_WITH_THE_CITY,
    RecommendationStatus,
)
from findings.releases.models import PublishedItem

State = dict[str, str]


@dataclass(frozen=True)
class SupportingFinding:
    """The released finding a recommendation stands on."""

    reference: str
    statement: str
    pillar: str


@dataclass(frozen=True)
class TrackerEntry:
    """One change of a recommendation's status, as the issued report tells it."""

    day: date | None
    status: str
    by: str
    note: str


@dataclass(frozen=True)
class TrackedRecommendation:
    """One recommendation as anybody may read it."""

    reference: str
    text: str
    addressee: str
    measure_of_done: str
    goal: str
    action_step: str
    due_on: date | None
    findings: tuple[SupportingFinding, ...]
    state: State
    steps: tuple[TrackerEntry, ...]
    as_of: date

    @property
    def status(self) -> str:
        """Return the status in the latest issued report."""
        return self.state.get("Status") or RecommendationStatus.NO_RESPONSE

    @property
    def is_overdue(self) -> bool:
        """True if it was past its date when reported, and not yet reported as implemented."""
        late = self.due_on is not None and self.due_on < self.as_of
        return late and self.status not in NOT_WITH_THE_CITY

    @property
    def is_closed(self) -> bool:
        """True if nothing more is expected."""
        return self.status in CLOSED

    @property
    def is_new(self) -> bool:
        """True if it was released after the latest report, which does not contain it."""
        return not self.state

    @property
    def reported_on(self) -> date | None:
        """Return the day on which the city reported it as implemented."""
        return _day(self.state.get("Reported on", ""))

    @property
    def verified_on(self) -> date | None:
        """Return the day on which a consultant verified it."""
        return _day(self.state.get("Verified on", ""))

    @property
    def last_change_with_note(self) -> TrackerEntry | None:
        """Return the last step with a note, or None."""
        return next((step for step in reversed(self.steps) if step.note), None)

    @property
    def pillars(self) -> set[str]:
        """Return the pillars of the findings behind it."""
        return {finding.pillar for finding in self.findings}


@dataclass(frozen=True)
class ActionStepGroup:
    """Recommendations under one action step of a goal."""

    goal: str
    action_step: str
    opens_goal: bool
    items: tuple[TrackedRecommendation, ...]


@dataclass(frozen=True)
class Tracker:
    """Everything the tracker shows; `groups` is what was asked for.

    The counts are of what the latest report counts, so that they agree with it; those issued since
    are `n_new`. Before the first report they are of all.
    """

    groups: tuple[ActionStepGroup, ...]
    number: str  # of the report the states are from; empty before the first
    as_of: date
    next_on: date | None  # when the next report is due for the Board, where that is known
    n_all: int
    n_verified: int
    n_reported: int
    n_overdue: int
    n_shown: int
    n_new: int

    @property
    def n_listed(self) -> int:
        """Count all recommendations that can be listed."""
        return self.n_all + self.n_new

    @property
    def items(self) -> list[TrackedRecommendation]:
        """List all recommendations shown, in the order of the plan."""
        return [item for group in self.groups for item in group.items]


def tracker(*, status: str = "", pillar: str = "") -> Tracker:
    """Return the tracker, narrowed to a status (or `overdue`, `open`) and a pillar.

    Three queries: the latest report, the released items, and the Board's next meeting.
    """
    edition = latest_edition()
    items = tracked_recommendations(edition, out_now())
    counted = [item for item in items if edition is None or not item.is_new]
    shown = [item for item in items if _has_status(item, status) and _has_pillar(item, pillar)]
    return Tracker(
        groups=_groups(shown),
        number=edition.number if edition else "",
        as_of=_as_of(edition),
        next_on=_next_on(edition),
        n_all=len(counted),
        n_verified=sum(item.status == RecommendationStatus.VERIFIED for item in counted),
        n_reported=sum(item.status == RecommendationStatus.REPORTED for item in counted),
        n_overdue=sum(item.is_overdue for item in counted),
        n_shown=len(shown),
        n_new=len(items) - len(counted),
    )


@dataclass(frozen=True)
class PublishedRecommendation:
    """One recommendation, the number of the report its state is from, and when the next is due."""

    item: TrackedRecommendation
    number: str
    next_on: date | None


def published_recommendation(reference: str) -> PublishedRecommendation | None:
    """Return one recommendation with the report its status comes from; None if it is not out."""
    edition = latest_edition()
    items = (
        item for item in tracked_recommendations(edition, out_now()) if item.reference == reference
    )
    item = next(items, None)
    return (
        PublishedRecommendation(item, edition.number if edition else "", _next_on(edition))
        if item
        else None
    )


def out_now() -> list[PublishedItem]:
    """List every finding and recommendation that is out now, in one query."""
    return list(PublishedItem.objects.published_at(clock.now()))


def tracked_recommendations(
    edition: Edition | None, items: list[PublishedItem]
) -> list[TrackedRecommendation]:
    """List the recommendations among the released items, with their state in an edition."""
    findings = {item.reference: item.content for item in items if item.finding_id}
    states = {row["Reference"]: row for row in _rows(edition, "findings.tracker")}
    steps = _rows(edition, "findings.steps")
    return [
        _tracked_recommendation(
            item.content, findings, states.get(item.reference, {}), steps, _as_of(edition)
        )
        for item in items
        if item.recommendation_id
    ]


def _tracked_recommendation(
    content: dict[str, Any],
    findings: dict[str, dict[str, Any]],
    state: State,
    steps: list[State],
    as_of: date,
) -> TrackedRecommendation:
    reference = content["reference"]
    behind = [findings[reference] for reference in content["findings"] if reference in findings]
    return TrackedRecommendation(
        reference=reference,
        text=content["text"],
        addressee=content["addressee"],
        measure_of_done=content["measure_of_done"],
        goal=content.get("goal", ""),
        action_step=content.get("action_step", ""),
        due_on=_day(content["due_on"] or ""),
        findings=tuple(
            SupportingFinding(finding["reference"], finding["statement"], finding["pillar"])
            for finding in behind
        ),
        state=state,
        steps=tuple(
            TrackerEntry(_day(row["Day"]), row["What happened"], row["By"], row["Note"])
            for row in steps
            if row["Reference"] == reference
        ),
        as_of=as_of,
    )


def _rows(edition: Edition | None, name: str) -> list[State]:
    """List the rows of a figure by column; empty in reports older than the tracker."""
    figure: Figure | None = edition.figures.get(name) if edition else None
    if figure is None:
        return []
    labels = [column.label for column in figure.table.columns]
    return [
        {label: value or "" for label, value in zip(labels, row, strict=True)}
        for row in figure.table.rows
    ]


def _as_of(edition: Edition | None) -> date:
    return clock.local(edition.as_of).date() if edition else clock.today()


def _next_on(edition: Edition | None) -> date | None:
    """Return the packet deadline of the next report; None once it has passed."""
    if edition is None:
        return None
    month = (edition.month.date().replace(day=1) + timedelta(days=31)).replace(day=1)
    due = packet_due(month)
    return due if due and due >= clock.today() else None


def _has_status(item: TrackedRecommendation, status: str) -> bool:
    if status == "overdue":
        return item.is_overdue
    if status == "open":
        return item.status not in CLOSED
    return not status or item.status == status


def _has_pillar(item: TrackedRecommendation, pillar: str) -> bool:
    return pillar not in set(Pillar.values) or pillar in item.pillars


def _groups(items: list[TrackedRecommendation]) -> tuple[ActionStepGroup, ...]:
    ordered = sorted(items, key=lambda item: (*_place_in_plan(item), item.reference))
    groups: list[ActionStepGroup] = []
    for item in ordered:
        last = groups[-1] if groups else None
        if last and (last.goal, last.action_step) == (item.goal, item.action_step):
            groups[-1] = ActionStepGroup(
                last.goal, last.action_step, last.opens_goal, (*last.items, item)
            )
        else:
            opens = last is None or last.goal != item.goal
            groups.append(ActionStepGroup(item.goal, item.action_step, opens, (item,)))
    return tuple(groups)


def _place_in_plan(item: TrackedRecommendation) -> tuple[list[int], str]:
    """Return a sort key: goal 2 before 10, step 1.2 before 1.10, rows without a number last."""
    number = (item.action_step.split(" ", 1)[0] or "9999").split(".")
    return [int(part) if part.isdecimal() else 9999 for part in number], item.goal


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
