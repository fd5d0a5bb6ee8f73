"""Remove quotes from findings when they may no longer be published."""

from clayton_review.accounts.models import User
from clayton_review.citable import records
from findings.conclusions.actions.signatures import SIGNED_STATES, void_signatures
from findings.conclusions.actions.versions import save_finding_version
from findings.conclusions.models.findings import Finding


def remove_quotes(links: "records.RecordQuerySet", reason: str, *, by: User) -> int:
    """Stop quoting these links and send approved and released findings back to review.

    Returns the number of quotes removed. Part of an action that records it.
    """
    keys = list(links.values_list("finding_id", flat=True))
    findings = Finding.objects.filter(pk__in=keys).select_for_update()
    n_quotes = int(links.update(is_quoted=False))
    for finding in findings.filter(state__in=SIGNED_STATES):
        void_signatures(finding, reason)
        finding.revision += 1
        finding.save()
        save_finding_version(finding, by=by, why=reason.capitalize())
    return n_quotes
