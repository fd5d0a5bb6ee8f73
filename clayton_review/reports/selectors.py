"""Reads of reports that other rooms and pages share."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import JSONField
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast

from clayton_review.accounts.models import User
from clayton_review.audit.check_export import KeptHead
from clayton_review.audit.models import AuditEntry
from clayton_review.engagement.selectors import months_to_report
from clayton_review.figures import Audience, Figure, IssuedFigures, from_json, register_issues
from clayton_review.reports.models import SENT_BACK, FigureText, Report, ReportState


def latest_issued() -> Report | None:
    """Return the newest revision of the newest month's issued report."""
    return Report.objects.issued().first()


def chain_head() -> Report | None:
    """Return the last link of the chain: the one issued report whose hash no other names."""
    named = Report.objects.issued().values("previous_sha256")
    return Report.objects.issued().exclude(edition_sha256__in=named).first()


def issued_before(report: Report) -> Report | None:
    """Return the report to compare with: the one it corrects, or the month before."""
    return Report.objects.issued().exclude(pk=report.pk).filter(month__lte=report.month).first()


def issued_figures(name: str) -> list[Figure]:
    """Return the figure of this name in every issued report that has it, oldest first."""
    figures = KeyTransform("figures", Cast("edition", JSONField()))
    reports = Report.objects.issued().order_by("issued_at", "month")
    stored = reports.annotate(figure=KeyTransform(name, figures)).values_list("figure", flat=True)
    return [from_json(text) for text in stored if text]


def has_issued_figure(name: str) -> bool:
    """True if the latest issued report has a figure of this name for the public."""
    latest = Report.objects.issued().values("pk")[:1]
    texts = FigureText.objects.filter(report__in=latest, audience=Audience.PUBLIC)
    return texts.filter(name=name).exists()


register_issues(IssuedFigures(read=issued_figures, has=has_issued_figure))


class ReportReturn(NamedTuple):
    """A report that went back to its writers: by whom, when and why."""

    by: str
    at: datetime
    reason: str


def last_return(report: Report) -> ReportReturn | None:
    """Return why a draft came back from review; None for one that was not sent since."""
    if report.state != ReportState.DRAFT or report.submitted_at is None:
        return None
    entry = AuditEntry.objects.filter(
        object_type=report._meta.label, object_id=str(report.pk), verb=SENT_BACK
    ).last()
    if entry is None:
        return None
    person = User.objects.filter(email=entry.who).first()
    return ReportReturn(person.name if person else entry.who, entry.at, entry.reason)


def months_due(now: datetime) -> list[str]:
    """List the months (`2018-11`) whose report should have been built by now but was not."""
    built = set(Report.objects.values_list("month", flat=True))
    return [f"{month:%Y-%m}" for month in months_to_report(now) if month not in built]


@dataclass(frozen=True)
class PublishedHead:
    """A hash of the audit record that left the house: in a report, or in the letters about it."""

    number: str
    issued_at: datetime
    row: int | None  # None in reports that did not print it
    hash: str
    was_mailed: bool = False

    @property
    def source(self) -> str:
        """Return where it can be read, in words."""
        return f"the e-mail about report {self.number}" * self.was_mailed or f"report {self.number}"

    def as_kept(self) -> KeptHead:
        """Return it as the verification of the chain takes it."""
        return KeptHead(self.hash, self.row, self.source)


def published_heads() -> list[PublishedHead]:
    """List every head of the audit record printed in a report or mailed out, by its row."""
    stored: Any = Cast("edition", JSONField())
    reports = (
        Report.objects.issued()
        .without_bulk()
        .select_related("mailed_head")
        .annotate(row=KeyTransform("audit_row", stored), head=KeyTransform("audit_head", stored))
        .order_by("issued_at", "month")
    )
    heads = [head for report in reports for head in _heads_of(report)]
    return sorted(_with_rows(heads), key=lambda head: (head.row is None, head.row or 0))


def _with_rows(heads: list[PublishedHead]) -> list[PublishedHead]:
    """Look up the row of each head that was printed without it, before rows were; None if gone."""
    missing = [head.hash for head in heads if head.row is None]
    if not missing:
        return heads
    rows = dict(AuditEntry.objects.filter(hash__in=missing).values_list("hash", "id"))
    return [replace(head, row=head.row or rows.get(head.hash)) for head in heads]


def _heads_of(report: Any) -> list[PublishedHead]:
    heads = [PublishedHead(report.number, report.issued_at, report.row, report.head)]
    mailed = getattr(report, "mailed_head", None)
    if mailed:
        heads.append(
            PublishedHead(report.number, mailed.at, mailed.row, mailed.hash, was_mailed=True)
        )
    return heads


def heads_text() -> str:
    """Return the list of published heads for those who keep it; `check_export` reads it."""
    lines = (f"{head.row} {head.hash} {head.source}\n" for head in published_heads() if head.row)
    return "".join(lines)
