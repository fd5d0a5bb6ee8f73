"""Reading incidents: claims by point, the parts of a page, how things once stood."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models.functions import Coalesce

from clayton_review.accounts.models import User
from clayton_review.documents.citations import Citation
from clayton_review.documents.models import Document, DocumentRequest
from incidents.models import (
    CLOSED_STANDINGS,
    Change,
    Claim,
    ClaimStanding,
    EvidenceItem,
    Incident,
    InvolvedPerson,
    TimelineEvent,
)
from incidents.models.part import PartQuerySet


@dataclass(frozen=True)
class Point:
    """One point of an incident and every claim about it."""

    topic: str
    claims: tuple[Claim, ...]

    @property
    def is_disputed(self) -> bool:
        """True if there are two or more claims that are not all corroborated."""
        standings = {claim.standing for claim in self.claims}
        return len(self.claims) > 1 and standings != {ClaimStanding.CORROBORATED}

    @property
    def is_closed(self) -> bool:
        """True if every claim was assessed, and none is left disputed or with a single source."""
        return all(claim.standing in CLOSED_STANDINGS for claim in self.claims)

    @property
    def is_closed_by_records(self) -> bool:
        """True if records settle the point, rather than that no record can."""
        return self.is_closed and not self.is_undetermined

    @property
    def is_undetermined(self) -> bool:
        """True if the point is closed because no record can settle it."""
        standings = {claim.standing for claim in self.claims}
        return ClaimStanding.UNDETERMINED in standings and standings <= {
            ClaimStanding.UNDETERMINED,
            ClaimStanding.DISPROVED,
        }


@dataclass(frozen=True)
class IncidentParts:
    """The current parts of one incident that a person may see."""

    points: list[Point]
    events: list[TimelineEvent]
    people: list[InvolvedPerson]
    evidence: list[EvidenceItem]
    changes: list[Change]
    n_withdrawn: int

    @property
    def disputed(self) -> list[Point]:
        return [point for point in self.points if point.is_disputed]

    @property
    def outcome(self) -> str:
        return outcome_words(self.disputed)


def outcome_words(disputed: Sequence[Point]) -> str:
    """Count disputed points by outcome: `3 open, 1 closed (1 settled by records)`."""
    n_closed = sum(point.is_closed for point in disputed)
    n_by_records = sum(point.is_closed_by_records for point in disputed)
    outcomes = {
        "settled by records": n_by_records,
        "that no record can settle": n_closed - n_by_records,
    }
    details = ", ".join(f"{n} {words}" for words, n in outcomes.items() if n)
    open_and_closed = f"{len(disputed) - n_closed} open, {n_closed} closed"
    return f"{open_and_closed} ({details})" if details else open_and_closed


def points_of(claims: Iterable[Claim]) -> list[Point]:
    """Group claims by their point, ignoring capitals and spaces, in the order of filing."""
    grouped: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        grouped[" ".join(claim.point.casefold().split())].append(claim)
    return [Point(group[0].point, tuple(group)) for group in grouped.values()]


def incidents_for_list(user: User) -> models.QuerySet[Incident]:
    """Return incidents with the numbers of claims and evidence items that this person may open."""
    rows: models.QuerySet[Incident] = Incident.objects.visible_to(user).current()
    return rows.annotate(
        n_claims=_n_parts(Claim.objects.visible_to(user)),
        n_evidence=_n_parts(EvidenceItem.objects.visible_to(user)),
    )


def _n_parts(rows: PartQuerySet) -> Coalesce:
    current = rows.current().filter(incident=models.OuterRef("pk")).order_by()
    counts = current.values("incident").annotate(n=models.Count("pk")).values("n")
    return Coalesce(models.Subquery(counts, output_field=models.IntegerField()), 0)


def n_open_points(user: User) -> int:
    """Count disputed points that are still open, in all current incidents this person may open."""
    grouped: dict[UUID, list[Claim]] = defaultdict(list)
    rows = citable_claims(user).select_related(None)
    for claim in rows.only("incident_id", "point", "standing", "number"):
        grouped[claim.incident_id].append(claim)
    points = [point for claims in grouped.values() for point in points_of(claims)]
    return sum(point.is_disputed and not point.is_closed for point in points)


def parts_of(incident: Incident, user: User) -> IncidentParts:
    """Return everything on an incident's page, as this person may see it."""
    claims = _visible_parts(Claim.objects, incident, user, "document", "assessed_by")
    events = _visible_parts(TimelineEvent.objects, incident, user, "document")
    people = _visible_parts(InvolvedPerson.objects, incident, user)
    evidence = _visible_parts(EvidenceItem.objects, incident, user, "file", "request")
    shown_parts: list[list[Any]] = [
        [part for part in parts if not part.is_withdrawn]
        for parts in (claims, events, people, evidence)
    ]
    n_all = len(claims) + len(events) + len(people) + len(evidence)
    return IncidentParts(
        points=points_of(shown_parts[0]),
        events=shown_parts[1],
        people=shown_parts[2],
        evidence=shown_parts[3],
        changes=changes_seen(incident, user),
        n_withdrawn=n_all - sum(map(len, shown_parts)),
    )


def changes_seen(incident: Incident, user: User, *, limit: int = 30) -> list[Change]:
    """List the newest changes of an incident, without those of parts this person may not see."""
    rows = Change.objects.filter(incident=incident)
    for field, model in (("claim", Claim), ("event", TimelineEvent), ("item", EvidenceItem)):
        visible = model.objects.visible_to(user).filter(incident=incident)
        hidden = models.Q(**{f"{field}__isnull": False}) & ~models.Q(**{f"{field}__in": visible})
        rows = rows.exclude(hidden)
    changes = list(rows.select_related("claim", "item", "event", "person", "by")[:limit])
    for change in changes:
        change.incident = incident
        for part in (change.claim, change.item):
            if part is not None:
                part.incident = incident
    return changes


def citable_claims(user: User) -> PartQuerySet:
    """Return claims a finding may cite: visible to the person, current, of current incidents."""
    return (
        Claim.objects.visible_to(user)
        .current()
        .filter(incident__withdrawn_on__isnull=True)
        .select_related("incident", "document")
        .order_by("incident__reference", "number")
    )


def citations_of(document: Document, user: User) -> list[Citation]:
    """List the claims and events that rest on a document and that this person may see."""
    return [
        Citation(kind, str(part), part.locator, part.get_absolute_url())
        for kind, model in (("Claim", Claim), ("Timeline event", TimelineEvent))
        for part in model.objects.visible_to(user)
        .current()
        .filter(document=document)
        .select_related("incident")
    ]


def items_asked_for(request: DocumentRequest, user: User) -> list[Citation]:
    """List the evidence items that a request asked for and that this person may see."""
    items = EvidenceItem.objects.visible_to(user).current().filter(request=request)
    return [
        Citation(str(item), f"Evidence {item.reference}", item.state_words, item.get_absolute_url())
        for item in items.select_related("incident")
    ]


_WOUND_BACK = {"incident": {"status"}, "claim": {"standing", "point"}, "item": {"state"}}


def wind_back(records: Sequence[Any], field: str, moment: datetime) -> None:
    """Put records, in memory only, back to the values they had at a moment.

    `field` is the name under which a `Change` points to such a record ("incident" for itself).
    """
    by_id = {record.pk: record for record in records}
    changes = Change.objects.filter(**{f"{field}__in": by_id}, at__gt=moment).order_by("-at")
    for change in changes:
        record = by_id[getattr(change, f"{field}_id")]
        for name in _WOUND_BACK[field] & change.before.keys():
            setattr(record, name, change.before[name])


def _visible_parts(manager: Any, incident: Incident, user: User, *related: str) -> list[Any]:
    rows = list(manager.visible_to(user).filter(incident=incident).select_related(*related))
    for part in rows:
        part.incident = incident  # spares a query for each reference
    return rows
