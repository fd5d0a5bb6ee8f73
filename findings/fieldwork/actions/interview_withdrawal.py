"""Withdraw an interview, and remove its quotes from findings."""

from django.db import transaction

from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.citable import records
from findings.conclusions.actions.quote_removal import remove_quotes
from findings.conclusions.models.evidence import EvidenceLink
from findings.interviews.models.interviews import Interview


def withdraw_interview(*, interview: Interview, revision: int, reason: str, by: User) -> Interview:
    """Withdraw an interview with the reason, and remove its quotes from findings.

    It leaves all counts; its text stays. Raises `Stale` on an outdated revision.
    """
    with transaction.atomic():
        row = records.withdraw(interview, revision=revision, reason=reason, by=by)
        links = EvidenceLink.objects.current().filter(
            is_quoted=True, excerpt__answer__interview=row
        )
        remove_quotes(links, "words of an interview may no longer be quoted", by=by)
        record(by=by, verb="withdrew an interview", obj=row)
    return row
