"""Release a finding as published text, and withdraw it."""

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.citable import records
from clayton_review.refusals import Refused
from findings.conclusions.models.findings import Finding, FindingState
from findings.conclusions.policies import (
    check_comments_are_resolved,
    check_finding_transition,
    check_ready_for_review,
)
from findings.conclusions.selectors.public_finding import public_finding
from findings.releases.actions import publish
from findings.releases.models import PublishedItem
from findings.releases.policies import check_can_release, check_no_participant_code


def release_finding(*, finding: Finding, revision: int, by: User) -> PublishedItem:
    """Publish the text of an approved finding, with the quotes that consent allows.

    Raises `Refused` for anybody but a lead, while comments are open or something is missing,
    without a valid signature, and when a pseudonym is in the text; `Stale` on an outdated revision.
    """
    with transaction.atomic():
        row = records.locked(finding, revision=revision)
        check_can_release(by)
        check_finding_transition(row, FindingState.RELEASED)
        check_comments_are_resolved(row)
        check_ready_for_review(row)
        if row.valid_sign_off() is None:
            raise Refused("The text has changed since it was signed. It must be signed again.")
        row.state, row.revision = FindingState.RELEASED, row.revision + 1
        row.changed_at = clock.now()
        row.save()
        content = public_finding(row)
        check_no_participant_code(content)
        item = publish(content, by, finding=row)
        record(by=by, verb="released a finding", obj=row, sha256=item.sha256)
    return item


def withdraw_finding(*, finding: Finding, revision: int, reason: str, by: User) -> Finding:
    """Withdraw a finding with the reason; a released one is published as retracted.

    Raises `Refused` when somebody other than a lead withdraws a released one, `Stale` on an
    outdated revision.
    """
    with transaction.atomic():
        is_published = finding.published.exists()
        if is_published:
            check_can_release(by)
        row = records.withdraw(finding, revision=revision, reason=reason, by=by)
        if is_published:
            publish({"reference": row.reference}, by, finding=row, is_retraction=True)
        record(by=by, verb="withdrew a finding", obj=row, reason=row.withdrawn_reason)
    return row
