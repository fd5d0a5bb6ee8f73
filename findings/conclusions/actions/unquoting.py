"""Taking quotes out of findings when their words may no longer be printed."""

from clayton_review.accounts.models import User
from clayton_review.citable import records
from findings.conclusions.actions.signatures import back_to_review
from findings.conclusions.actions.versions import keep_finding
from findings.conclusions.models.findings import Finding, FindingState


def unquote(shown: "records.RecordQuerySet", why: str, *, by: User) -> int:
    """Show these linked words no more, and send settled findings back to review."""
    settled = (FindingState.APPROVED, FindingState.RELEASED)
    keys = list(shown.values_list("finding_id", flat=True))
    findings = Finding.objects.filter(pk__in=keys).select_for_update()
    n_quotes = int(shown.update(is_quoted=False))
    for finding in findings.filter(state__in=settled):
        back_to_review(finding, why)
        finding.revision += 1
        finding.save()
        keep_finding(finding, by=by, why=why.capitalize())
    return n_quotes
