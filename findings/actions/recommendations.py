"""Writing recommendations, and the two hands of their progress: reporting and verifying."""

from functools import partial
from uuid import UUID

from django.db import transaction

from clayton_review.accounts.models import User
from clayton_review.audit.actions import next_reference, record
from clayton_review.documents import records
from findings.models import Finding, Recommendation, Status, StatusChange
from findings.models.facts import Progress, RecommendationFacts
from findings.models.recommendations import ISSUED_FIELDS
from findings.policies import Refused, check_progress, check_verifier


def write_recommendation(
    *, record_id: UUID, facts: RecommendationFacts, findings: list[Finding], by: User
) -> Recommendation:
    """A recommendation under the next reference, hanging on at least one finding."""
    _check_findings(findings)
    with transaction.atomic():
        recommendation, is_new = records.create_once(
            Recommendation,
            record_id=record_id,
            facts=facts,
            reference=partial(next_reference, "R"),
            recorded_by=by,
        )
        if is_new:
            recommendation.findings.set(findings)
            numbers = sorted(finding.reference for finding in findings)
            record(by=by, verb="wrote a recommendation", obj=recommendation, findings=numbers)
    return recommendation


def edit_recommendation(
    *,
    recommendation: Recommendation,
    revision: int,
    facts: RecommendationFacts,
    findings: list[Finding],
    by: User,
) -> Recommendation:
    """Change a recommendation; once issued, its text, addressee and measure of done are fixed."""
    _check_findings(findings)
    with transaction.atomic():
        row = records.locked(recommendation, revision=revision)
        typed = records.values_of(facts)
        if row.issued_at and any(getattr(row, name) != typed[name] for name in ISSUED_FIELDS):
            raise Refused(
                "Issued: text, addressee and measure of done are fixed. "
                "Withdraw it and write a new one to say something else."
            )
        former = records.revise(row, facts)
        before = set(row.findings.values_list("reference", flat=True))
        after = {finding.reference for finding in findings}
        if before != after:
            row.findings.set(findings)
        if former or before != after:
            changed = sorted({*former, *({"findings"} if before != after else set())})
            record(by=by, verb="edited a recommendation", obj=row, changed=changed)
    return row


def report_progress(
    *, recommendation: Recommendation, revision: int, progress: Progress, by: User
) -> StatusChange:
    """Add one step to the history: the city reports, the team verifies or closes.

    Raises `Refused` for steps the mapping or the role does not allow, `Stale` when outdated.
    """
    if not progress.note.strip():
        raise Refused("Say in a sentence what was done or seen.")
    with transaction.atomic():
        row = records.locked(recommendation, revision=revision)
        check_progress(row, progress.status, by)
        if progress.status == Status.VERIFIED:
            check_verifier(row, by)
            if progress.document is None:
                raise Refused("Verification rests on a document. Choose the one that shows it.")
        change = StatusChange.objects.create(
            recommendation=row,
            status=progress.status,
            stage=progress.stage,
            response=progress.response,
            note=progress.note.strip(),
            document=progress.document,
            by=by,
        )
        row.status, row.stage = progress.status, progress.stage
        row.response, row.revision = progress.response or row.response, row.revision + 1
        row.save()
        record(by=by, verb=f"reported {progress.status}", obj=row, stage=progress.stage)
    return change


def _check_findings(findings: list[Finding]) -> None:
    if not findings:
        raise Refused("Choose at least one finding that this recommendation answers.")
    if any(finding.is_withdrawn for finding in findings):
        raise Refused("A finding that is withdrawn carries no recommendation.")
