"""Adding, amending and withdrawing the parts of an incident: events, people, claims, evidence."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from django.db import models, transaction

from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.citable import records
from clayton_review.citable.dates import check_happened
from clayton_review.documents.policies import check_class
from clayton_review.refusals import Refused
from incidents.actions.history import note
from incidents.models import (
    Claim,
    ClaimInput,
    EventInput,
    EvidenceInput,
    EvidenceItem,
    EvidenceState,
    Incident,
    InvolvedPerson,
    PersonInput,
    TimelineEvent,
)
from incidents.policies import check_editable, check_moment_happened, check_time

AnyPart = TypeVar("AnyPart", Claim, EvidenceItem, TimelineEvent, InvolvedPerson)
PartInput = ClaimInput | EventInput | EvidenceInput | PersonInput


def add_event(
    *, incident: Incident, record_id: UUID, values: EventInput, by: User
) -> TimelineEvent:
    """Add an event to the timeline.

    Raises `Refused` for a closed incident, and for a time without its precision.
    """
    return _add(TimelineEvent, incident, record_id, _checked_values(values, by), by)


def add_person(
    *, incident: Incident, record_id: UUID, values: PersonInput, by: User
) -> InvolvedPerson:
    """Add a person involved, by role and pseudonym.

    Raises `Refused` for a closed incident.
    """
    return _add(InvolvedPerson, incident, record_id, values, by)


def file_claim(*, incident: Incident, record_id: UUID, values: ClaimInput, by: User) -> Claim:
    """File a claim on one point; its standing is "single source" until somebody assesses it.

    Raises `Refused` for a closed incident.
    """
    values = _checked_values(values, by)
    return _add(
        Claim, incident, record_id, values, by, number=partial(_next_number, incident.claims.all())
    )


def register_evidence(
    *,
    incident: Incident,
    record_id: UUID,
    values: EvidenceInput,
    state: str,
    state_on: date,
    by: User,
) -> EvidenceItem:
    """Register a piece of evidence, with the state it has on that day.

    Raises `Refused` for a closed incident, for a day to come, and for a file of evidence that
    was not received.
    """
    values = _checked_values(values, by)
    check_happened(state_on, "That date", "state_on")
    if values.file is not None and state != EvidenceState.RECEIVED:
        raise Refused("You can attach a file only to evidence that was received.", field="upload")
    return _add(
        EvidenceItem,
        incident,
        record_id,
        values,
        by,
        number=partial(_next_number, incident.evidence.all()),
        state=state,
        state_on=state_on,
    )


def amend_part(*, part: AnyPart, revision: int, values: PartInput, by: User) -> AnyPart:
    """Change the details of an event, person, claim or evidence item.

    The former values are kept. A claim whose words, author or source change loses its assessment.
    Raises `Stale` on an outdated revision, `Refused` when the incident is closed.
    """
    values = _checked_values(values, by)
    with transaction.atomic():
        row = _lock_part(part, revision)
        if isinstance(row, EvidenceItem) and isinstance(values, EvidenceInput) and values.file:
            _check_received(row)
        reset = _reset_assessment(row, values)
        former = {**records.revise(row, values), **reset}
        note(obj=row, act=f"amended {_a(row)}", former=former, by=by)
    return row


def withdraw_part(*, part: AnyPart, revision: int, reason: str, by: User) -> AnyPart:
    """Take a part out of use, with the reason; it stays citable as withdrawn.

    Raises `Refused` for a closed incident and without a reason.
    """
    with transaction.atomic():
        check_editable(_locked_incident(part.incident))
        row = records.withdraw(part, revision=revision, reason=reason, by=by)
        former = {"withdrawn_on": None}
        act = f"withdrew {_a(row)}"
        note(obj=row, act=act, former=former, by=by, reason=row.withdrawn_reason)
    return row


def _add(
    model: type[AnyPart],
    incident: Incident,
    record_id: UUID,
    values: PartInput,
    by: User,
    **fixed: Callable[[], int] | str | date,
) -> AnyPart:
    with transaction.atomic():
        owner = _locked_incident(incident)
        check_editable(owner)
        part, is_new = records.create_once(
            model, record_id=record_id, values=values, incident=owner, recorded_by=by, **fixed
        )
        if part.incident_id != owner.pk:
            raise Refused("This form was already saved in another incident. Start a new form.")
        if is_new:
            record(by=by, verb=f"added {_a(part)}", obj=part, incident=owner.reference)
    part.is_new = is_new
    return part


def _lock_part(part: AnyPart, revision: int) -> AnyPart:
    check_editable(_locked_incident(part.incident))
    return records.locked(part, revision=revision)


def _locked_incident(incident: Incident) -> Incident:
    row: Incident = Incident.objects.select_for_update().get(pk=incident.pk)
    return row


def _next_number(rows: "models.QuerySet[Any]") -> int:
    return 1 + (rows.aggregate(last=models.Max("number"))["last"] or 0)


def _a(part: models.Model) -> str:
    name = str(part._meta.verbose_name)
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"


def _checked_values(values: Any, by: User) -> Any:
    """Return the values with the point in one spelling.

    Raises `Refused` for a hidden source and for a day or time to come.
    """
    for source in (values, getattr(values, "document", None)):
        disclosure_class = getattr(source, "disclosure_class", None)
        if disclosure_class is not None:
            check_class(by, disclosure_class)
    if isinstance(values, EventInput):
        check_time(values.at, values.precision, field="at")
        check_moment_happened(values.at, values.precision, "The time", field="at")
    if isinstance(values, EventInput) and values.locator and values.document is None:
        raise Refused(
            "You entered a place in a document. Choose the document too.", field="document"
        )
    if isinstance(values, ClaimInput):
        check_happened(values.asserted_on, "The date they said so", "asserted_on")
        return replace(values, point=" ".join(values.point.split()))
    return values


def _check_received(item: EvidenceItem) -> None:
    if item.state != EvidenceState.RECEIVED:
        raise Refused("You can attach a file only to evidence that was received.", field="upload")


def _reset_assessment(part: object, values: PartInput) -> dict[str, Any]:
    """Take back the assessment of a claim whose words change; return what it was."""
    if not isinstance(part, Claim) or not isinstance(values, ClaimInput) or not part.assessed_on:
        return {}
    stated = (part.text, part.asserted_by, part.document_id)
    if stated == (values.text, values.asserted_by, values.document.pk):
        return {}
    return clear_assessment(part)


def clear_assessment(claim: Claim) -> dict[str, Any]:
    """Reset a claim, without saving it, to its standing before any assessment."""
    names = ("standing", "standard", "assessor_note", "assessed_on")
    former = {name: getattr(claim, name) for name in names}
    claim.standing, claim.standard, claim.assessor_note = "single_source", "", ""
    claim.assessed_by, claim.assessed_on = None, None
    return former
