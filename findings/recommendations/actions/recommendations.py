"""Write recommendations, assign them, and report and verify their progress."""

from datetime import date
from functools import partial
from uuid import UUID

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import next_reference, record
from clayton_review.citable import records
from clayton_review.refusals import Refused
from findings.conclusions.models.findings import Finding
from findings.recommendations.actions.versions import save_recommendation_version
from findings.recommendations.inputs import (
    ProgressInput,
    RecommendationAssignmentInput,
    RecommendationInput,
)
from findings.recommendations.models.recommendations import (
    ISSUED_FIELDS,
    Recommendation,
    RecommendationStatus,
    StatusChange,
)
from findings.recommendations.policies import (
    check_document_is_attached,
    check_note_may_be_public,
    check_progress,
    check_verifier,
)


def write_recommendation(
    *, record_id: UUID, values: RecommendationInput, findings: list[Finding], by: User
) -> Recommendation:
    """Create a recommendation under the next reference, for at least one finding.

    Raises `Refused` without findings, with a withdrawn one, and for a due date that is over.
    """
    _check_findings(findings)
    _check_due(values.due_on)
    with transaction.atomic():
        recommendation, is_new = records.create_once(
            Recommendation,
            record_id=record_id,
            values=values,
            reference=partial(next_reference, "R"),
            recorded_by=by,
        )
        if is_new:
            recommendation.findings.set(findings)
            references = sorted(finding.reference for finding in findings)
            save_recommendation_version(recommendation, by=by)
            record(by=by, verb="wrote a recommendation", obj=recommendation, findings=references)
    return recommendation


def edit_recommendation(
    *,
    recommendation: Recommendation,
    revision: int,
    values: RecommendationInput,
    findings: list[Finding],
    by: User,
    why: str = "",
) -> Recommendation:
    """Change a recommendation, with the reason, and save a version.

    Once issued, its text, addressee and measure of done are fixed. Raises `Refused` when they
    differ, without findings and for a due date that is over; `Stale` on an outdated revision.
    """
    _check_findings(findings)
    with transaction.atomic():
        row = records.locked(recommendation, revision=revision)
        if row.issued_at and any(
            getattr(row, name) != getattr(values, name) for name in ISSUED_FIELDS
        ):
            raise Refused(
                "This recommendation is issued, so its text, addressee and measure of done are "
                "fixed. To change them, withdraw it and write a new one."
            )
        if values.due_on != row.due_on:
            _check_due(values.due_on)
        old_values = records.revise(row, values)
        old_findings = set(row.findings.values_list("reference", flat=True))
        new_findings = {finding.reference for finding in findings}
        if old_findings != new_findings:
            row.findings.set(findings)
            if not old_values:
                row.revision += 1
                row.save()
        if old_values or old_findings != new_findings:
            changed = sorted(
                {*old_values, *({"findings"} if old_findings != new_findings else set())}
            )
            save_recommendation_version(row, by=by, why=why.strip())
            record(by=by, verb="edited a recommendation", obj=row, changed=changed)
    return row


def assign_recommendations(
    *, recommendations: list[Recommendation], assignment: RecommendationAssignmentInput, by: User
) -> list[Recommendation]:
    """Put several recommendations under a step or give them an owner or contact, all or none.

    Returns those that changed. Raises `Refused` when nothing is chosen or one is withdrawn.
    """
    values = {name: value for name, value in records.values_of(assignment).items() if value}
    if not values:
        raise Refused("Choose an action step, an owner or a contact.")
    if not recommendations:
        raise Refused("Choose at least one recommendation.")
    changed = []
    with transaction.atomic():
        keys = [recommendation.pk for recommendation in recommendations]
        rows = Recommendation.objects.select_for_update(of=("self",)).filter(pk__in=keys)
        for row in rows.order_by("reference"):
            if row.is_withdrawn:
                raise Refused(f"{row.reference} has been withdrawn. Uncheck it.")
            if all(getattr(row, name) == value for name, value in values.items()):
                continue
            for name, value in values.items():
                setattr(row, name, value)
            row.revision += 1
            row.save()
            save_recommendation_version(row, by=by, why="Assigned with others")
            record(by=by, verb="assigned a recommendation", obj=row, changed=sorted(values))
            changed.append(row)
    return changed


def report_progress(
    *, recommendation: Recommendation, revision: int, progress: ProgressInput, by: User
) -> StatusChange:
    """Add a status change to the history: the city reports, the team verifies or closes.

    Raises `Refused` for an empty note, a missing document, and steps that the status or the role
    does not allow; `Stale` on an outdated revision.
    """
    if not progress.note.strip():
        raise Refused("Say in a sentence what was done or seen.")
    with transaction.atomic():
        row = records.locked(recommendation, revision=revision)
        check_progress(row, progress.status, by)
        check_note_may_be_public(progress)
        if progress.status == RecommendationStatus.VERIFIED:
            check_verifier(row, by)
            if progress.document is None:
                raise Refused(
                    "Verification needs a document. Choose the one that shows what was done."
                )
        if progress.status == RecommendationStatus.REPORTED:
            check_document_is_attached(progress, by)
        change = StatusChange.objects.create(
            recommendation=row,
            status=progress.status,
            stage=progress.stage,
            note=progress.note.strip(),
            document=progress.document,
            is_note_public=progress.is_note_public,
            by=by,
        )
        row.status, row.stage = progress.status, progress.stage
        row.revision += 1
        row.save()
        verb = RecommendationStatus(progress.status).audit_verb
        record(by=by, verb=verb, obj=row, stage=progress.stage)
    return change


def _check_due(due_on: date | None) -> None:
    """Raise `Refused` for a new due date that is over; one set before may pass."""
    if due_on is not None and due_on < clock.today():
        raise Refused("That date has passed. Enter the date it should be done by.", field="due_on")


def _check_findings(findings: list[Finding]) -> None:
    if not findings:
        raise Refused("Choose at least one finding behind this recommendation.")
    if any(finding.is_withdrawn for finding in findings):
        raise Refused(
            "A withdrawn finding cannot support a recommendation. Choose another finding."
        )
