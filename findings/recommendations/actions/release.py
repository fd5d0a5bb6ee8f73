"""Issue recommendations as published text, release their changes, and withdraw them."""

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.citable import records
from clayton_review.refusals import Refused
from findings.conclusions.models.findings import FindingState
from findings.conclusions.policies import check_comments_are_resolved
from findings.recommendations.models.recommendations import Recommendation
from findings.recommendations.selectors.public_recommendation import public_recommendation
from findings.releases.actions import publish
from findings.releases.models import PublishedItem
from findings.releases.policies import check_can_release, check_no_participant_code
from findings.releases.selectors import last_published


def issue_recommendation(
    *, recommendation: Recommendation, revision: int, by: User
) -> PublishedItem:
    """Issue a recommendation to its addressee; its measure of done is fixed from now on.

    Publishes its text. Raises `Refused` for anybody but a lead, when it is issued already, while
    comments are open, and when none of its findings is released; `Stale` on an outdated revision.
    """
    with transaction.atomic():
        row = records.locked(recommendation, revision=revision)
        check_can_release(by)
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
        item = publish(content, by, recommendation=row)
        record(by=by, verb="issued a recommendation", obj=row, sha256=item.sha256)
    return item


def release_changes(*, recommendation: Recommendation, revision: int, by: User) -> PublishedItem:
    """Publish an issued recommendation again after its date, owner or place in the plan changed.

    Text, addressee and measure of done are those of the issue. Raises `Refused` for anybody but a
    lead, while comments are open, and when nothing changed; `Stale` on an outdated revision.
    """
    with transaction.atomic():
        row = records.locked(recommendation, revision=revision)
        check_can_release(by)
        check_comments_are_resolved(row)
        content = public_recommendation(row)
        if row.issued_at is None or content == last_published(recommendation=row):
            raise Refused("Nothing has changed since the last release.")
        check_no_participant_code(content)
        row.revision += 1
        row.save()
        item = publish(content, by, recommendation=row)
        record(by=by, verb="released changes", obj=row, sha256=item.sha256)
    return item


def withdraw_recommendation(
    *, recommendation: Recommendation, revision: int, reason: str, by: User
) -> Recommendation:
    """Withdraw a recommendation with the reason; an issued one is published as retracted.

    Raises `Refused` when somebody other than a lead withdraws an issued one, `Stale` on an outdated
    revision.
    """
    with transaction.atomic():
        is_published = recommendation.published.exists()
        if is_published:
            check_can_release(by)
        row = records.withdraw(recommendation, revision=revision, reason=reason, by=by)
        if is_published:
            publish({"reference": row.reference}, by, recommendation=row, is_retraction=True)
        record(by=by, verb="withdrew a recommendation", obj=row, reason=row.withdrawn_reason)
    return row
