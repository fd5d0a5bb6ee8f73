"""Writing findings, linking their evidence, review and sign-off by somebody else."""

from functools import partial
from uuid import UUID

from django.db import transaction

from clayton_review import clock, figures
from clayton_review.accounts.models import User
from clayton_review.audit.actions import next_reference, record
from clayton_review.documents import records
from findings.actions.signing import back_to_review
from findings.models import EvidenceLink, Finding, FindingState, FindingVersion, SignOff
from findings.models.facts import FindingFacts, Source
from findings.policies import (
    Refused,
    check_finding_move,
    check_quotable,
    check_ready_for_review,
    check_signer,
)


def write_finding(*, record_id: UUID, facts: FindingFacts, by: User) -> Finding:
    """A draft finding under the next reference; the same form sent twice writes one."""
    with transaction.atomic():
        finding, is_new = records.create_once(
            Finding,
            record_id=record_id,
            facts=facts,
            reference=partial(next_reference, "F"),
            recorded_by=by,
        )
        if is_new:
            _keep_version(finding, by)
            record(by=by, verb="wrote a finding", obj=finding)
    return finding


def edit_finding(*, finding: Finding, revision: int, facts: FindingFacts, by: User) -> Finding:
    """Change the words; a signature under the former text is voided.

    Raises `Stale` on an outdated revision.
    """
    with transaction.atomic():
        row = records.locked(finding, revision=revision)
        former = records.revise(row, facts)
        if former:
            back_to_review(row, f"{by.name} changed the text")
            row.save()
            _keep_version(row, by)
            record(by=by, verb="edited a finding", obj=row, changed=sorted(former))
    return row


def link_evidence(
    *,
    record_id: UUID,
    finding: Finding,
    source: Source,
    stance: str,
    note: str,
    by: User,
    is_quoted: bool = False,
) -> EvidenceLink:
    """Hang one piece of evidence on the thread; a signature under the former state is voided.

    A figure is frozen as it is now. Raises `Refused` when consent forbids the quote, or when the
    same source hangs there already.
    """
    with transaction.atomic():
        row = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
        made: EvidenceLink | None = EvidenceLink.objects.filter(pk=record_id).first()
        if made is not None:
            return made
        _check_open(row, source)
        link = EvidenceLink(
            id=record_id, finding=row, stance=stance, note=note, is_quoted=is_quoted,
            excerpt=source.excerpt, claim=source.claim, document=source.document, recorded_by=by,
        )  # fmt: skip
        if source.figure:
            link.figure, link.figure_as_of = figures.to_json(source.figure), source.as_of
            link.figure_name = source.figure.name
        if is_quoted:
            check_quotable(link)
        link.save(force_insert=True)
        _touch(row, f"{by.name} added evidence")
        record(by=by, verb="linked evidence", obj=row, source=link.source, stance=stance)
    return link


def unlink_evidence(*, link: EvidenceLink, reason: str, by: User) -> EvidenceLink:
    """Take a piece of evidence off the thread, with the reason; it stays in the history."""
    with transaction.atomic():
        row = Finding.objects.select_for_update(of=("self",)).get(pk=link.finding_id)
        taken = records.withdraw(link, revision=link.revision, reason=reason, by=by)
        _touch(row, f"{by.name} removed evidence")
        record(by=by, verb="removed evidence", obj=row, reason=taken.withdrawn_reason)
    return taken


def submit_finding(*, finding: Finding, revision: int, by: User) -> Finding:
    """Send a draft to review; raises `Refused` while an element or all support is missing."""
    with transaction.atomic():
        row = records.locked(finding, revision=revision)
        check_finding_move(row, FindingState.IN_REVIEW)
        check_ready_for_review(row)
        _move(row, FindingState.IN_REVIEW)
        record(by=by, verb="sent a finding to review", obj=row)
    return row


def return_finding(*, finding: Finding, revision: int, reason: str, by: User) -> Finding:
    """Give a finding in review back to its writers, with the reason."""
    if not reason.strip():
        raise Refused("Say what the writers should change.")
    with transaction.atomic():
        row = records.locked(finding, revision=revision)
        check_finding_move(row, FindingState.DRAFT)
        _move(row, FindingState.DRAFT)
        record(by=by, verb="returned a finding", obj=row, reason=reason.strip())
    return row


def sign_finding(*, finding: Finding, revision: int, by: User) -> SignOff:
    """Approve a finding by signing the sha256 of its canonical text and evidence.

    Raises `Refused` for its writers and editors, and `Stale` when it changed since it was read.
    """
    with transaction.atomic():
        row = records.locked(finding, revision=revision)
        check_finding_move(row, FindingState.APPROVED)
        check_signer(by, row)
        check_ready_for_review(row)
        _move(row, FindingState.APPROVED)
        signed = SignOff.objects.create(
            finding=row, sha256=row.sha256(), revision=row.revision, by=by
        )
        record(by=by, verb="signed a finding", obj=row, sha256=signed.sha256)
    return signed


def _check_open(finding: Finding, source: Source) -> None:
    if finding.is_withdrawn:
        raise Refused("This finding is withdrawn and can no longer be changed.")
    held = {"excerpt": source.excerpt, "claim": source.claim, "document": source.document}
    given = {name: value for name, value in held.items() if value is not None}
    if len(given) + (source.figure is not None) != 1:
        raise Refused("Choose exactly one piece of evidence.")
    if given and finding.links.current().filter(**given).exists():
        raise Refused("This already hangs on the finding’s thread.")


def _touch(finding: Finding, why: str) -> None:
    back_to_review(finding, why)
    finding.revision += 1
    finding.save()


def _move(finding: Finding, to: str) -> None:
    finding.state, finding.revision = to, finding.revision + 1
    finding.changed_at = clock.now()
    finding.save()


def _keep_version(finding: Finding, by: User) -> None:
    FindingVersion.objects.create(
        finding=finding, revision=finding.revision, words=finding.text(), by=by
    )
