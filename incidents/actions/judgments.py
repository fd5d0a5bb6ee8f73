"""Assessing claims, and noting what became of requests for evidence."""

from datetime import date

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.citable import records
from clayton_review.refusals import Refused
from incidents.actions.history import note
from incidents.models import Claim, ClaimStanding, EvidenceItem, EvidenceState, Incident
from incidents.policies import check_editable, check_state


def assess_claim(
    *,
    claim: Claim,
    revision: int,
    standing: str,
    standard: str,
    assessor_note: str,
    reason: str,
    by: User,
) -> Claim:
    """Assess a claim by a standard, with the reason; the former assessment is kept.

    Raises `Stale` on an outdated revision, `Refused` without standard or reason.
    """
    if standing not in ClaimStanding.values:
        raise Refused("Choose the status of the claim.")
    if not standard.strip() or not reason.strip():
        raise Refused("Enter the standard you used to assess the claim, and the reason.")
    with transaction.atomic():
        check_editable(Incident.objects.select_for_update().get(pk=claim.incident_id))
        row = records.locked(claim, revision=revision)
        names = ("standing", "standard", "assessor_note", "assessed_on")
        former = {name: getattr(row, name) for name in names}
        row.standing, row.standard = standing, standard.strip()
        row.assessor_note, row.assessed_by = assessor_note.strip(), by
        row.assessed_on, row.revision = clock.today(), row.revision + 1
        row.save()
        note(obj=row, act="assessed a claim", former=former, by=by, reason=reason.strip())
    return row


def move_evidence(
    *, item: EvidenceItem, revision: int, to: str, on: date, reason: str, by: User
) -> EvidenceItem:
    """Record, with the day, that evidence was requested, received, refused or does not exist.

    Raises `Stale` on an outdated revision, `Refused` for a step the mapping does not know.
    """
    with transaction.atomic():
        check_editable(Incident.objects.select_for_update().get(pk=item.incident_id))
        row = records.locked(item, revision=revision)
        check_state(row, to, on)
        former = {"state": row.state, "state_on": row.state_on}
        row.state, row.state_on, row.revision = to, on, row.revision + 1
        row.save()
        note(
            obj=row,
            act=f"marked evidence as “{EvidenceState(to).label.lower()}”",
            former=former,
            by=by,
            reason=reason.strip(),
        )
    return row
