"""Record types and work queues of incidents."""

from clayton_review.accounts.roles import Permission
from clayton_review.web import day, kinds
from clayton_review.web.kinds import Joined, Kind
from incidents.models import Claim, EvidenceItem, Incident, InvolvedPerson, TimelineEvent

READ = Permission.READ_INCIDENTS
OF_INCIDENT = ("incident__reference",)


def _said(field: str) -> Joined:
    return kinds.cited("incident__reference", field, ": ")


INCIDENT = Kind(
    name="incidents",
    label="Incidents",
    noun="incident",
    model=Incident,
    permission=READ,
    rows=lambda user: Incident.objects.visible_to(user).current(),
    heading=kinds.cited("reference", "title", " · "),
    url_name="incidents:detail",
    words=("title", "summary", "place", "agency"),
)
CLAIM = Kind(
    name="claims",
    label="Claims",
    noun="claim",
    model=Claim,
    permission=READ,
    rows=lambda user: Claim.objects.visible_to(user).current(),
    heading=_said("point"),
    url_name="incidents:claim",
    address=("incident__reference", "pk"),
    key=Joined("incident__reference", "number", glue="-C"),
    words=("point", "text", "asserted_by", "assessor_note"),
)
EVENT = Kind(
    name="events",
    label="Timeline",
    noun="timeline event",
    model=TimelineEvent,
    permission=READ,
    rows=lambda user: TimelineEvent.objects.visible_to(user).current(),
    heading=_said("text"),
    url_name="incidents:detail",
    address=OF_INCIDENT,
    key="pk",
    words=("text", "clock_source"),
)
PERSON = Kind(
    name="people",
    label="People in incidents",
    noun="person in an incident",
    model=InvolvedPerson,
    permission=READ,
    rows=lambda user: InvolvedPerson.objects.visible_to(user).current(),
    heading=_said("label"),
    url_name="incidents:detail",
    address=OF_INCIDENT,
    key="pk",
    words=("label", "note"),
)
EVIDENCE = Kind(
    name="evidence",
    label="Evidence",
    noun="piece of evidence",
    model=EvidenceItem,
    permission=READ,
    rows=lambda user: EvidenceItem.objects.visible_to(user).current(),
    heading=_said("description"),
    url_name="incidents:detail",
    address=OF_INCIDENT,
    key=Joined("incident__reference", "number", glue="-E"),
    words=("description", "holder"),
)
kinds.register(INCIDENT, CLAIM, EVENT, PERSON, EVIDENCE)
day.register_ways(day.Way("File an incident", "incidents:create", Permission.WRITE_INCIDENTS))
