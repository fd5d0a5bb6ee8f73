"""The smallest valid incident and parts; later states are reached through actions."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass
from clayton_review.documents.models import Document, StoredFile
from incidents import actions
from incidents.models import (
    Claim,
    ClaimInput,
    ClaimStanding,
    EventInput,
    EvidenceInput,
    EvidenceItem,
    EvidenceItemKind,
    EvidenceState,
    Incident,
    IncidentInput,
    InvolvedPerson,
    PersonInput,
    PersonRole,
    TimelineEvent,
    TimePrecision,
)
from tests.documents import factories as documents

AT = datetime(2018, 7, 8, 5, 30, tzinfo=UTC)  # half past midnight in Clayton
VALUES = IncidentInput(
    title="The stop near IHOP",
    summary="A group of young men was stopped and led back to the restaurant.",
    place="8049 Clayton Road",
    agency="Clayton Police Department",
    happened_from=AT,
    precision=TimePrecision.MINUTE,
)


def incident(
    *, by: User, title: str = VALUES.title, disclosure_class: str = DisclosureClass.TEAM
) -> Incident:
    """An open incident."""
    values = replace(VALUES, title=title, disclosure_class=disclosure_class)
    return actions.open_incident(record_id=uuid.uuid4(), values=values, by=by)


def claim_values(
    *, document: Document, point: str = "Who proposed it", text: str = "They did"
) -> ClaimInput:
    """Add a claim."""
    return ClaimInput(point=point, text=text, asserted_by="City", document=document, locator="p. 3")


def claim(
    *,
    incident: Incident,
    by: User,
    point: str = "Who proposed it",
    text: str = "They did",
    document: Document | None = None,
    standing: str | None = None,
) -> Claim:
    """A claim; with a standing, an assessed one."""
    source = document or documents.document(by=by)
    values = claim_values(document=source, point=point, text=text)
    result = actions.file_claim(incident=incident, record_id=uuid.uuid4(), values=values, by=by)
    return assessed(claim=result, standing=standing, by=by) if standing else result


def assessed(*, claim: Claim, standing: str = ClaimStanding.DISPUTED, by: User) -> Claim:
    """The claim, assessed."""
    return actions.assess_claim(
        claim=claim,
        revision=claim.revision,
        standing=standing,
        standard="More likely than not",
        assessor_note="Two records agree.",
        reason="City report read",
        by=by,
    )


def event(*, incident: Incident, by: User, text: str = "Officers meet the group") -> TimelineEvent:
    """An event of the timeline."""
    values = EventInput(text=text, at=AT, precision=TimePrecision.MINUTE, clock_source="Dispatch")
    return actions.add_event(incident=incident, record_id=uuid.uuid4(), values=values, by=by)


def person(*, incident: Incident, by: User, label: str = "Students") -> InvolvedPerson:
    """A group of ten."""
    values = PersonInput(role=PersonRole.STOPPED, label=label, n_people=10)
    return actions.add_person(incident=incident, record_id=uuid.uuid4(), values=values, by=by)


def evidence_values(
    *,
    description: str = "Video of the stop",
    disclosure_class: str = DisclosureClass.TEAM,
    file: StoredFile | None = None,
) -> EvidenceInput:
    """Fields of an evidence item."""
    return EvidenceInput(
        kind=EvidenceItemKind.BODY_CAMERA,
        description=description,
        holder="Clayton Police Department",
        disclosure_class=disclosure_class,
        file=file,
    )


def evidence(
    *,
    incident: Incident,
    by: User,
    state: str = EvidenceState.REQUESTED,
    disclosure_class: str = DisclosureClass.TEAM,
    description: str = "Video of the stop",
) -> EvidenceItem:
    """An evidence item."""
    return actions.register_evidence(
        incident=incident,
        record_id=uuid.uuid4(),
        values=evidence_values(description=description, disclosure_class=disclosure_class),
        state=state,
        state_on=date(2018, 10, 20),
        by=by,
    )
