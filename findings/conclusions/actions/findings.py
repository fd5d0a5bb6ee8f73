"""Write findings, send them to review, return and sign them."""

from functools import partial
from uuid import UUID

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import next_reference, record
from clayton_review.citable import records
from clayton_review.refusals import Refused
from findings.conclusions.actions.signatures import void_signatures
from findings.conclusions.actions.versions import save_finding_version
from findings.conclusions.inputs import FindingInput
from findings.conclusions.models.findings import Finding, FindingState, SignOff
from findings.conclusions.policies import (
    check_comments_are_resolved,
    check_finding_transition,
    check_ready_for_review,
    check_signer,
)


def write_finding(*, record_id: UUID, values: FindingInput, by: User) -> Finding:
    """Create a draft finding under the next reference; the same form sent twice creates one."""
    with transaction.atomic():
        finding, is_new = records.create_once(
            Finding,
            record_id=record_id,
            values=values,
            reference=partial(next_reference, "F"),
            recorded_by=by,
        )
        if is_new:
            save_finding_version(finding, by=by)
            record(by=by, verb="wrote a finding", obj=finding)
    return finding


def edit_finding(
    *, finding: Finding, revision: int, values: FindingInput, by: User, why: str = ""
) -> Finding:
    """Change the text of a finding, with the reason; this voids a signature.

    Saves a version if anything changed. Raises `Stale` on an outdated revision.
    """
    with transaction.atomic():
        row = records.locked(finding, revision=revision)
        former = records.revise(row, values)
        if former:
            void_signatures(row, f"{by.name} changed the text")
            row.save()
            save_finding_version(row, by=by, why=why.strip())
            record(by=by, verb="edited a finding", obj=row, changed=sorted(former))
    return row


def submit_finding(*, finding: Finding, revision: int, by: User) -> Finding:
    """Send a draft to review.

    Raises `Refused` while an element or supporting evidence is missing, `Stale` on an outdated
    revision.
    """
    with transaction.atomic():
        row = records.locked(finding, revision=revision)
        check_finding_transition(row, FindingState.IN_REVIEW)
        check_ready_for_review(row)
        _change_state(row, FindingState.IN_REVIEW)
        record(by=by, verb="sent a finding to review", obj=row)
    return row


def return_finding(*, finding: Finding, revision: int, reason: str, by: User) -> Finding:
    """Return a finding in review to its writers, with the reason.

    Raises `Refused` without a reason or in another state, `Stale` on an outdated revision.
    """
    if not reason.strip():
        raise Refused("Say what the writers should change.")
    with transaction.atomic():
        row = records.locked(finding, revision=revision)
        check_finding_transition(row, FindingState.DRAFT)
        _change_state(row, FindingState.DRAFT)
        record(by=by, verb="returned a finding", obj=row, reason=reason.strip())
    return row


def sign_finding(*, finding: Finding, revision: int, by: User) -> SignOff:
    """Approve a finding: store a signature of the sha256 of its text and evidence.

    Raises `Refused` for its authors, while comments are open and while something is missing;
    `Stale` when it changed since it was read.
    """
    with transaction.atomic():
        row = records.locked(finding, revision=revision)
        check_finding_transition(row, FindingState.APPROVED)
        check_signer(by, row)
        check_comments_are_resolved(row)
        check_ready_for_review(row)
        _change_state(row, FindingState.APPROVED)
        sign_off = SignOff.objects.create(
            finding=row, sha256=row.sha256(), revision=row.revision, by=by
        )
        record(by=by, verb="signed a finding", obj=row, sha256=sign_off.sha256)
    return sign_off


def _change_state(finding: Finding, to: str) -> None:
    finding.state, finding.revision = to, finding.revision + 1
    finding.changed_at = clock.now()
    finding.save()
