"""Link evidence to a finding, change, reorder and remove it."""

from uuid import UUID

from django.db import transaction

from clayton_review import figures
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.citable import records
from clayton_review.refusals import Refused
from findings.conclusions.actions.signatures import void_signatures
from findings.conclusions.actions.versions import save_finding_version
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
    """Link one piece of evidence to a finding; this voids a signature.

    A figure is stored with its present values. Saves a version of the finding. Raises `Refused` for
    withdrawn findings, for anything but exactly one source, for a source linked already, and for
    quotes that consent forbids.
    """
    with transaction.atomic():
        row = _lock_finding(finding.pk)
        existing: EvidenceLink | None = EvidenceLink.objects.filter(pk=record_id).first()
        if existing is not None:
            return existing
        _check_new_source(row, source)
        link = EvidenceLink(
            id=record_id, finding=row, stance=stance, note=note, is_quoted=is_quoted,
            recorded_by=by, position=row.links.count(), **source.records(),
        )  # fmt: skip
        if source.figure:
            link.figure, link.figure_as_of = figures.to_json(source.figure), source.as_of
            link.figure_name = source.figure.name
        if is_quoted:
            check_quotable(link)
        link.save(force_insert=True)
        _save_changed_finding(row, "added evidence", by)
        record(by=by, verb="linked evidence", obj=row, source=link.kind, stance=stance)
    return link


def amend_evidence(
    *, link: EvidenceLink, revision: int, stance: str, note: str, is_quoted: bool, by: User
) -> EvidenceLink:
    """Change stance, note and quoting of a link; this voids a signature.

    Saves a version of the finding if anything changed. Raises `Refused` for withdrawn findings and
    for quotes that consent forbids, `Stale` on an outdated revision.
    """
    with transaction.atomic():
        finding = _lock_finding(link.finding_id)
        row = records.locked(link, revision=revision)
        values = {"stance": stance, "note": note.strip(), "is_quoted": is_quoted}
        if all(getattr(row, name) == value for name, value in values.items()):
            return row
        row.stance, row.note, row.is_quoted = stance, note.strip(), is_quoted
        if is_quoted:
            check_quotable(row)
        row.revision += 1
        row.save()
        _save_changed_finding(finding, "changed what evidence says", by)
        record(by=by, verb="amended evidence", obj=finding, stance=stance)
    return row


def reorder_evidence(*, link: EvidenceLink, up: bool, by: User) -> EvidenceLink:
    """Move a link one place up or down among those of its stance.

    Signatures stay valid, since the order is not signed. Raises `Refused` when the finding or the
    link is withdrawn.
    """
    with transaction.atomic():
        finding = _lock_finding(link.finding_id)
        if link.is_withdrawn:
            raise Refused("Withdrawn evidence can no longer be changed.")
        links = list(finding.links.current().filter(stance=link.stance))
        index = next(n for n, other in enumerate(links) if other.pk == link.pk)
        new_index = index - 1 if up else index + 1
        if 0 <= new_index < len(links):
            links[index], links[new_index] = links[new_index], links[index]
            for position, other in enumerate(links):
                other.position = position
            EvidenceLink.objects.bulk_update(links, ["position"])
            record(by=by, verb="reordered evidence", obj=finding)
    return link


def unlink_evidence(*, link: EvidenceLink, revision: int, reason: str, by: User) -> EvidenceLink:
    """Withdraw a link from its finding, with the reason; this voids a signature.

    The link stays in the history. Raises `Refused` for withdrawn findings, `Stale` on an outdated
    revision.
    """
    with transaction.atomic():
        row = _lock_finding(link.finding_id)
        withdrawn_link = records.withdraw(link, revision=revision, reason=reason, by=by)
        _save_changed_finding(row, "removed evidence", by, reason=withdrawn_link.withdrawn_reason)
        record(by=by, verb="removed evidence", obj=row, reason=withdrawn_link.withdrawn_reason)
    return withdrawn_link


def _lock_finding(key: object) -> Finding:
    row: Finding = Finding.objects.select_for_update(of=("self",)).get(pk=key)
    if row.is_withdrawn:
        raise Refused("This finding has been withdrawn and can no longer be changed.")
    return row


def _check_new_source(finding: Finding, source: EvidenceSource) -> None:
    chosen = source.records()
    if len(chosen) + (source.figure is not None) != 1:
        raise Refused("Choose exactly one piece of evidence.")
    if chosen and finding.links.current().filter(**chosen).exists():
        raise Refused("This is already linked to the finding.")


def _save_changed_finding(finding: Finding, change: str, by: User, *, reason: str = "") -> None:
    void_signatures(finding, f"{by.name} {change}")
    finding.revision += 1
    finding.save()
    save_finding_version(finding, by=by, why=reason)
