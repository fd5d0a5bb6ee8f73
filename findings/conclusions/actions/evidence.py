"""Hanging evidence on a finding's thread, amending, ordering and removing it."""

from uuid import UUID

from django.db import transaction

from clayton_review import figures
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.citable import records
from clayton_review.refusals import Refused
from findings.conclusions.actions.signatures import back_to_review
from findings.conclusions.actions.versions import keep_finding
from findings.conclusions.inputs import EvidenceSource
from findings.conclusions.models.evidence import EvidenceLink
from findings.conclusions.models.findings import Finding
from findings.conclusions.policies import check_quotable


def link_evidence(
    *,
    record_id: UUID,
    finding: Finding,
    source: EvidenceSource,
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
        row = _locked(finding.pk)
        made: EvidenceLink | None = EvidenceLink.objects.filter(pk=record_id).first()
        if made is not None:
            return made
        _check_open(row, source)
        link = EvidenceLink(
            id=record_id, finding=row, stance=stance, note=note, is_quoted=is_quoted,
            excerpt=source.excerpt, claim=source.claim, document=source.document, recorded_by=by,
            position=row.links.count(),
        )  # fmt: skip
        if source.figure:
            link.figure, link.figure_as_of = figures.to_json(source.figure), source.as_of
            link.figure_name = source.figure.name
        if is_quoted:
            check_quotable(link)
        link.save(force_insert=True)
        _touch(row, "added evidence", by)
        record(by=by, verb="linked evidence", obj=row, source=link.source, stance=stance)
    return link


def amend_evidence(
    *, link: EvidenceLink, revision: int, stance: str, note: str, is_quoted: bool, by: User
) -> EvidenceLink:
    """Change what a link says; voids a signature. Raises `Stale` on an outdated revision."""
    with transaction.atomic():
        finding = _locked(link.finding_id)
        row = records.locked(link, revision=revision)
        typed = {"stance": stance, "note": note.strip(), "is_quoted": is_quoted}
        if all(getattr(row, name) == value for name, value in typed.items()):
            return row
        row.stance, row.note, row.is_quoted = stance, note.strip(), is_quoted
        if is_quoted:
            check_quotable(row)
        row.revision += 1
        row.save()
        _touch(finding, "changed what evidence says", by)
        record(by=by, verb="amended evidence", obj=finding, stance=stance)
    return row


def move_evidence(*, link: EvidenceLink, up: bool, by: User) -> EvidenceLink:
    """Put a piece of evidence one place higher or lower among those of its stance.

    The order is how the thread reads, not what it says: signatures stay.
    """
    with transaction.atomic():
        finding = _locked(link.finding_id)
        if finding.is_withdrawn or link.is_withdrawn:
            raise Refused("Withdrawn evidence can no longer be changed.")
        hung = list(finding.links.current().filter(stance=link.stance))
        here = next(n for n, one in enumerate(hung) if one.pk == link.pk)
        there = here - 1 if up else here + 1
        if 0 <= there < len(hung):
            hung[here], hung[there] = hung[there], hung[here]
            for position, one in enumerate(hung):
                one.position = position
            EvidenceLink.objects.bulk_update(hung, ["position"])
            record(by=by, verb="reordered evidence", obj=finding)
    return link


def unlink_evidence(*, link: EvidenceLink, reason: str, by: User) -> EvidenceLink:
    """Take a piece of evidence off the thread, with the reason; it stays in the history."""
    with transaction.atomic():
        row = _locked(link.finding_id)
        taken = records.withdraw(link, revision=link.revision, reason=reason, by=by)
        _touch(row, "removed evidence", by, why=taken.withdrawn_reason)
        record(by=by, verb="removed evidence", obj=row, reason=taken.withdrawn_reason)
    return taken


def _locked(key: object) -> Finding:
    row: Finding = Finding.objects.select_for_update(of=("self",)).get(pk=key)
    return row


def _check_open(finding: Finding, source: EvidenceSource) -> None:
    if finding.is_withdrawn:
        raise Refused("This finding has been withdrawn and can no longer be changed.")
    held = {"excerpt": source.excerpt, "claim": source.claim, "document": source.document}
    given = {name: value for name, value in held.items() if value is not None}
    if len(given) + (source.figure is not None) != 1:
        raise Refused("Choose exactly one piece of evidence.")
    if given and finding.links.current().filter(**given).exists():
        raise Refused("This is already linked to the finding.")


def _touch(finding: Finding, what: str, by: User, *, why: str = "") -> None:
    back_to_review(finding, f"{by.name} {what}")
    finding.revision += 1
    finding.save()
    keep_finding(finding, by=by, why=why)
