"""Record types and work queues of incidents."""

import re
from collections.abc import Callable

from django.db.models import Q

from clayton_review.accounts.roles import Permission
from clayton_review.web import record_types, worklist
from clayton_review.web.record_types import JoinedText, RecordType
from incidents.models import Claim, EvidenceItem, Incident, InvolvedPerson, TimelineEvent

READ = Permission.READ_INCIDENTS
OF_INCIDENT = ("incident__reference",)
_PART = re.compile(r"INC-(\d{1,9})-([CE])(\d{1,9})", re.ASCII)


def _cited_with(field: str) -> JoinedText:
    return record_types.cited("incident__reference", field, ": ")


def _numbered_part(letter: str) -> Callable[[str], Q | None]:
    """Return a function from a name such as `INC-0001-C4` to its condition; None for others."""

    def named(name: str) -> Q | None:
        part = _PART.fullmatch(name)
        if part is None or part[2] != letter:
            return None
        return Q(incident__reference=f"INC-{int(part[1]):04d}", number=int(part[3]))

    return named


INCIDENT = RecordType(
    name="incidents",
    label="Incidents",
    noun="incident",
    model=Incident,
    permission=READ,
    rows=lambda user: Incident.objects.visible_to(user).current(),
    heading=record_types.cited("reference", "title", " · "),
    url_name="incidents:detail",
    search_fields=("title", "summary", "place", "agency"),
)
CLAIM = RecordType(
    name="claims",
    label="Claims",
    noun="claim",
    model=Claim,
    permission=READ,
    rows=lambda user: Claim.objects.visible_to(user).current(),
    heading=_cited_with("point"),
    url_name="incidents:claim",
    address=("incident__reference", "pk"),
    key=JoinedText("incident__reference", "number", glue="-C"),
    named=_numbered_part("C"),
    search_fields=("point", "text", "asserted_by", "assessor_note"),
)
EVENT = RecordType(
    name="events",
    label="Timeline",
    noun="timeline event",
    model=TimelineEvent,
    permission=READ,
    rows=lambda user: TimelineEvent.objects.visible_to(user).current(),
    heading=_cited_with("text"),
    url_name="incidents:detail",
    address=OF_INCIDENT,
    key="pk",
    search_fields=("text", "clock_source"),
)
PERSON = RecordType(
    name="people",
    label="People in incidents",
    noun="person in an incident",
    model=InvolvedPerson,
    permission=READ,
    rows=lambda user: InvolvedPerson.objects.visible_to(user).current(),
    heading=_cited_with("label"),
    url_name="incidents:detail",
    address=OF_INCIDENT,
    key="pk",
    search_fields=("label", "note"),
)
EVIDENCE = RecordType(
    name="evidence",
    label="Evidence",
    noun="piece of evidence",
    model=EvidenceItem,
    permission=READ,
    rows=lambda user: EvidenceItem.objects.visible_to(user).current(),
    heading=_cited_with("description"),
    url_name="incidents:detail",
    address=OF_INCIDENT,
    key=JoinedText("incident__reference", "number", glue="-E"),
    named=_numbered_part("E"),
    search_fields=("description", "holder"),
)
record_types.register(INCIDENT, CLAIM, EVENT, PERSON, EVIDENCE)
worklist.register_quick_starts(
    worklist.QuickStart("File an incident", "incidents:create", Permission.WRITE_INCIDENTS)
)
