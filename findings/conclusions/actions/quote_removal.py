"""Remove quotes from findings when they may no longer be published."""

from clayton_review.accounts.models import User
from clayton_review.citable import records
from findings.conclusions.actions.signatures import SIGNED_STATES, void_signatures
from findings.conclusions.actions.versions import save_finding_version
from findings.conclusions.models.evidence import EvidenceLink
from findings.conclusions.models.findings import Finding
from findings.interviews.actions.withdrawal import register_withdrawal_step
from findings.interviews.models.interviews import Interview


def remove_quotes(links: "records.RecordQuerySet", reason: str, *, by: User) -> int:
    """Stop quoting these links and send approved and released findings back to review.

    Returns the number of quotes removed. Part of an action that records it.
    """
    keys = list(links.values_list("finding_id", flat=True))
    findings = Finding.objects.filter(pk__in=keys).select_for_update().order_by("pk")
    n_quotes = int(links.update(is_quoted=False))
    for finding in findings.filter(state__in=SIGNED_STATES):
        void_signatures(finding, reason)
        finding.revision += 1
        finding.save()
        save_finding_version(finding, by=by, why=reason.capitalize())
    return n_quotes


@register_withdrawal_step
def remove_quotes_of_interview(interview: Interview, by: User) -> None:
    """Stop quoting a withdrawn interview."""
    links = EvidenceLink.objects.current().filter(
        is_quoted=True, excerpt__answer__interview=interview
    )
    remove_quotes(links, "words of an interview may no longer be quoted", by=by)
