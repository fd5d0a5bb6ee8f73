"""Letting findings and recommendations out: frozen public text, and nothing else."""

import hashlib
import json
from typing import Any

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import next_reference, record
from clayton_review.documents import records
from findings.models import Finding, FindingState, PublishedItem, Recommendation, Release
from findings.policies import (
    Refused,
    check_comments_are_resolved,
    check_finding_move,
    check_lead,
    check_no_participant_code,
)
from findings.selectors.releasing import (
    last_published,
    public_finding,
    public_recommendation,
)


def release_finding(*, finding: Finding, revision: int, by: User) -> PublishedItem:
    """Freeze the public text of an approved finding; quotes as far as consent allows.

    Raises `Refused` unless a lead asks and a valid signature covers the text.
    """
    with transaction.atomic():
        row = records.locked(finding, revision=revision)
        check_lead(by)
        check_finding_move(row, FindingState.RELEASED)
        check_comments_are_resolved(row)
        if row.valid_sign_off() is None:
            raise Refused("The text has changed since it was signed. It must be signed again.")
        row.state, row.revision = FindingState.RELEASED, row.revision + 1
        row.changed_at = clock.now()
        row.save()
        content = public_finding(row)
        check_no_participant_code(content)
        item = _publish(content, by, finding=row)
        record(by=by, verb="released a finding", obj=row, sha256=item.sha256)
    return item


def issue_recommendation(
    *, recommendation: Recommendation, revision: int, by: User
) -> PublishedItem:
    """Issue a recommendation to its addressee; its measure of done is fixed from now on.

    Raises `Refused` unless a lead asks and one of its findings is released.
    """
    with transaction.atomic():
        row = records.locked(recommendation, revision=revision)
        check_lead(by)
        if row.issued_at:
            raise Refused("This recommendation has already been issued.")
        check_comments_are_resolved(row)
        if not row.findings.filter(state=FindingState.RELEASED).exists():
            raise Refused(
                "Release one of its findings first. A recommendation needs a released finding "
                "behind it."
            )
        row.issued_at, row.revision = clock.now(), row.revision + 1
        row.save()
        content = public_recommendation(row)
        check_no_participant_code(content)
        item = _publish(content, by, recommendation=row)
        record(by=by, verb="issued a recommendation", obj=row, sha256=item.sha256)
    return item


def release_changes(*, recommendation: Recommendation, revision: int, by: User) -> PublishedItem:
    """Freeze an issued recommendation anew: its date, owner or place in the plan has changed.

    Text, addressee and measure of done are those of the issue. Raises `Refused` unless a lead
    asks and something differs from what is out.
    """
    with transaction.atomic():
        row = records.locked(recommendation, revision=revision)
        check_lead(by)
        check_comments_are_resolved(row)
        content = public_recommendation(row)
        if row.issued_at is None or content == last_published(row):
            raise Refused("Nothing has changed since the last release.")
        check_no_participant_code(content)
        row.revision += 1
        row.save()
        item = _publish(content, by, recommendation=row)
        record(by=by, verb="released changes", obj=row, sha256=item.sha256)
    return item


def withdraw_finding(*, finding: Finding, revision: int, reason: str, by: User) -> Finding:
    """Take a finding back, with the reason; a released one only by the lead, as a retraction."""
    with transaction.atomic():
        is_out = finding.published.exists()
        if is_out:
            check_lead(by)
        row = records.withdraw(finding, revision=revision, reason=reason, by=by)
        if is_out:
            _publish({"reference": row.reference}, by, finding=row, is_retraction=True)
        record(by=by, verb="withdrew a finding", obj=row, reason=row.withdrawn_reason)
    return row


def withdraw_recommendation(
    *, recommendation: Recommendation, revision: int, reason: str, by: User
) -> Recommendation:
    """Take a recommendation back, with the reason; an issued one only by the lead."""
    with transaction.atomic():
        is_out = recommendation.published.exists()
        if is_out:
            check_lead(by)
        row = records.withdraw(recommendation, revision=revision, reason=reason, by=by)
        if is_out:
            _publish({"reference": row.reference}, by, recommendation=row, is_retraction=True)
        record(by=by, verb="withdrew a recommendation", obj=row, reason=row.withdrawn_reason)
    return row


def _publish(content: dict[str, Any], by: User, **fixed: Any) -> PublishedItem:
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False)
    release = Release.objects.create(reference=next_reference("REL"), by=by)
    return PublishedItem.objects.create(
        release=release,
        reference=content["reference"],
        content=content,
        sha256=hashlib.sha256(canonical.encode()).hexdigest(),
        **fixed,
    )
