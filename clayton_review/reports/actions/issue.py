"""Issuing: the one public content, every format of it, for good."""

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.audit.actions import record
from clayton_review.jobs.actions import request_run
from clayton_review.refusals import Refused
from clayton_review.reports import canonical, edition, snapshot
from clayton_review.reports.actions.board_letters import MAIL_ISSUE
from clayton_review.reports.actions.decide import refuse_problems
from clayton_review.reports.actions.figure_texts import store_figure_texts
from clayton_review.reports.actions.publish import request_archive
from clayton_review.reports.approved_content import content_sha256, valid_approvals
from clayton_review.reports.checks import check
from clayton_review.reports.checksums import signed_checksums
from clayton_review.reports.compose import compose
from clayton_review.reports.file_formats import FileFormat
from clayton_review.reports.fingerprint import renderer_name
from clayton_review.reports.models import Approval, IssuedFile, Report, ReportState
from clayton_review.reports.policies import check_step, is_approved
from clayton_review.reports.renderers import render_all
from clayton_review.reports.selectors import chain_head, issued_before
from clayton_review.reports.snapshot import Snapshot


def issue(*, report: Report, by: User) -> Report:
    """Publish an approved report: edition, files and their signed hashes are stored for good.

    The files are drawn first; the issue itself is one short transaction that refuses when
    anything changed meanwhile.

    Raises `Refused` for everybody but a lead and a lead's named deputy, for a report that is not
    approved or has problems, without a key to sign its hashes, and when the report or the chain
    changed meanwhile.
    """
    if not by.may(Permission.ISSUE_REPORTS):
        raise Refused("Only a lead consultant or a lead’s named deputy can issue a report.")
    if report.state == ReportState.ISSUED:
        return report
    parsed_snapshot = snapshot.read(report.snapshot)
    approvals = _approvals_to_issue(report, parsed_snapshot)
    content, follows, issued_at = content_sha256(report), chain_head(), clock.now()
    text = compose(
        report,
        parsed_snapshot,
        previous=issued_before(report),
        follows=follows,
        issued_at=issued_at,
        issued_by=by,
        approved_by=tuple(approval.by for approval in approvals),
    )
    parsed = edition.read(text)
    files = render_all(parsed)
    with transaction.atomic():
        locked = _locked_with_all_others(report)
        if locked.state == ReportState.ISSUED:
            return locked
        same = (content, follows, approvals)
        # The content's hash covers the snapshot's, so `parsed_snapshot` is the locked row's, too.
        if same != (
            content_sha256(locked),
            chain_head(),
            _approvals_to_issue(locked, parsed_snapshot),
        ):
            raise Refused("The report changed while it was being issued. Nothing was published.")
        _store(locked, parsed.file_stem, files)
        store_figure_texts(locked, parsed_snapshot, parsed)
        locked.state, locked.issued_by, locked.issued_at = ReportState.ISSUED, by, issued_at
        locked.edition, locked.edition_sha256 = text, canonical.sha256_of(text)
        locked.previous_sha256 = follows.edition_sha256 if follows else ""
        locked.save()
        request_run(MAIL_ISSUE, locked.number)
        request_archive()
        record(
            by=by, verb="issued", obj=locked, edition=locked.edition_sha256, files=_hashes(files)
        )
    return locked


def _approvals_to_issue(report: Report, parsed_snapshot: Snapshot) -> list[Approval]:
    check_step(report, ReportState.ISSUED)
    approvals = valid_approvals(report)
    if not is_approved(approvals):
        raise Refused("Two people must approve exactly this text before it is issued.")
    refuse_problems(report, check(report, parsed_snapshot, live=False), step="issued")
    return approvals


def _locked_with_all_others(report: Report) -> Report:
    """Lock all reports and return this one.

    Two issues at once would both name the same report before them, and fork the chain.
    """
    rows = Report.objects.select_for_update().order_by("pk").without_bulk()
    list(rows)
    return Report.objects.get(pk=report.pk)


def _hashes(files: dict[FileFormat, bytes]) -> dict[FileFormat, str]:
    return {kind: canonical.sha256_of(content) for kind, content in files.items()}


def _store(report: Report, stem: str, files: dict[FileFormat, bytes]) -> None:
    signed_checksums(report, stem, files).save()
    IssuedFile.objects.bulk_create(
        IssuedFile(
            report=report,
            format=kind,
            content=content,
            size=len(content),
            sha256=canonical.sha256_of(content),
            renderer=renderer_name(),
        )
        for kind, content in files.items()
    )
