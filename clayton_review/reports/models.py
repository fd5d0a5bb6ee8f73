"""The monthly report: drafts, sections, comments, approvals, and what was issued for good."""

import json
import re
import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.figures import Audience
from clayton_review.reports.file_formats import FileFormat, file_stem
from clayton_review.reports.sections import title_of

SENT_BACK = "sent back"  # the audit record's word for a report that returns to draft


class ReportState(models.TextChoices):
    DRAFT = "draft", "Draft"
    REVIEW = "review", "In review"
    APPROVED = "approved", "Approved"
    ISSUED = "issued", "Issued"


TRANSITIONS: dict[str, frozenset[str]] = {
    ReportState.DRAFT: frozenset({ReportState.REVIEW}),
    ReportState.REVIEW: frozenset({ReportState.DRAFT, ReportState.APPROVED}),
    ReportState.APPROVED: frozenset({ReportState.DRAFT, ReportState.ISSUED}),
    ReportState.ISSUED: frozenset(),
}


# The first revision is not written out, so that each report has one name.
NUMBER = re.compile(
    r"(?P<year>[1-9]\d{3})-(?P<month>0[1-9]|1[0-2])(?:\.r(?P<revision>[2-9]|[1-9]\d{1,3}))?",
    re.ASCII,
)


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User) -> "ReportQuerySet":
        """Return all reports for the team, issued ones for everybody else."""
        return self if user.may(Permission.READ_DRAFTS) else self.issued()

    def issued(self) -> "ReportQuerySet":
        """Return issued reports, newest month and revision first."""
        return self.filter(state=ReportState.ISSUED).order_by("-month", "-revision")

    def approved(self) -> "ReportQuerySet":
        """Return reports that two people have approved and that are not issued yet."""
        return self.filter(state=ReportState.APPROVED).order_by("-month", "-revision")

    def in_work(self) -> "ReportQuerySet":
        """Return reports not issued yet, newest month first."""
        return self.exclude(state=ReportState.ISSUED).order_by("-month", "-revision")

    def by_number(self, number: str) -> "ReportQuerySet":
        """Return the report numbered `2018-11` or `2018-11.r2`; empty for any other text."""
        parts = NUMBER.fullmatch(number)
        if parts is None:
            return self.none()
        month = date(int(parts["year"]), int(parts["month"]), 1)
        return self.filter(month=month, revision=int(parts["revision"] or 1))

    def without_bulk(self) -> "ReportQuerySet":
        """Leave out the large texts, for lists."""
        return self.defer("snapshot", "edition")


class Report(models.Model):
    """One month's report in one revision."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    month = models.DateField()
    revision = models.PositiveSmallIntegerField(default=1)
    revision_reason = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.DRAFT)
    headline = models.CharField(max_length=200)
    lede = models.TextField(max_length=1_000)
    text_revision = models.PositiveIntegerField(default=1)
    as_of = models.DateTimeField()
    snapshot = models.TextField()
    snapshot_sha256 = models.CharField(max_length=64)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField(null=True)
    edition = models.TextField(blank=True)
    edition_sha256 = models.CharField(max_length=64, blank=True)
    previous_sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["month", "revision"], name="report_once_a_month"),
            models.CheckConstraint(
                condition=Q(state__in=ReportState.values), name="report_state_is_known"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="report_month_is_its_first"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="report_revision_counts"),
            models.CheckConstraint(
                condition=Q(revision=1) | ~Q(revision_reason=""), name="correction_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(submitted_by__isnull=True, submitted_at__isnull=True)
                | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="report_submitted_both_or_neither",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.ISSUED)
                | (Q(issued_by__isnull=False, issued_at__isnull=False) & ~Q(edition="")),
                name="issued_report_is_complete",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Return the number: `2018-11`, or `2018-11.r2` for a correction."""
        base = f"{self.month:%Y-%m}"
        return base if self.revision == 1 else f"{base}.r{self.revision}"

    @property
    def file_stem(self) -> str:
        """Return the name of its issued files before their endings, as it was at the issue."""
        is_demonstration = json.loads(self.edition)["is_demonstration"]
        return file_stem(self.number, is_demonstration=is_demonstration)

    @property
    def is_open_for_text(self) -> bool:
        """True if texts may still be changed."""
        return self.state == ReportState.DRAFT


class Section(models.Model):
    """The consultant's words of one section; the figures beside them come from the snapshot."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="sections")
    name = models.CharField(max_length=40)
    narrative = models.TextField(blank=True, max_length=20_000)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "name"], name="section_once_a_report")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.name}"


class Comment(models.Model):
    """A remark on a draft; the report cannot go on while one is unresolved."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="comments")
    section = models.CharField(max_length=40)
    text = models.TextField(max_length=4_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_by__isnull=True, resolved_at__isnull=True)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False),
                name="comment_resolved_both_or_neither",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def section_title(self) -> str:
        return title_of(self.section)


class Acknowledgement(models.Model):
    """A warning that somebody has seen and answers for by name, with a reason."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="acknowledgements")
    warning = models.CharField(max_length=64)  # sha256 of the warning's sentence
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "warning"], name="warning_answered_once")
        ]

    def __str__(self) -> str:
        return self.reason


class Approval(models.Model):
    """One person's yes to one exact text and one exact snapshot; append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="approvals")
    content_sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "content_sha256", "by"], name="approved_once_by_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.by_id}"


class IssuedFile(models.Model):
    """The bytes that were issued, kept for good; append-only."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="files")
    format = models.CharField(max_length=10, choices=FileFormat.choices)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    renderer = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "format"], name="file_issued_once"),
            models.CheckConstraint(
                condition=Q(format__in=FileFormat.values), name="file_format_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}.{self.format}"


class FigureTextQuerySet(models.QuerySet["FigureText"]):
    def visible_to(self, user: User) -> "FigureTextQuerySet":
        """Return the figures of the latest issued report: the Board's for it and the team."""
        latest = Report.objects.issued().values("pk")[:1]
        audience = Audience.BOARD if user.may(Permission.SEE_DASHBOARD) else Audience.PUBLIC
        return self.filter(report__in=latest, audience=audience)


class FigureText(models.Model):
    """The words of a figure as it was issued for an audience, so that search finds it."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="figure_texts")
    audience = models.CharField(max_length=10)
    name = models.TextField()
    title = models.TextField()
    sentence = models.TextField()
    method = models.TextField()

    objects = FigureTextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "audience", "name"], name="figure_text_once_for_an_audience"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=[Audience.BOARD.value, Audience.PUBLIC.value]),
                name="figure_text_audience_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Checksums(models.Model):
    """The hashes of all files of an issued report, and their signature; append-only."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="checksums")
    text = models.TextField()
    signature = models.BinaryField()
    signing_key = models.TextField()  # the public half, as PEM
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.report_id} SHA256SUMS"


class MailedHead(models.Model):
    """The row of the audit record whose hash went out with the letters of an issue; append-only."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="mailed_head")
    row = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.row} {self.hash}"


class Archive(models.Model):
    """The file with all issued reports that is offered now; a new one takes its place."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    path = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    n_reports = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="report_archive_is_one")]

    def __str__(self) -> str:
        return self.path


class NoticeKind(models.TextChoices):
    ADVANCE = "advance", "Advance copy"
    ISSUE = "issue", "Issue"


class Notice(models.Model):
    """A letter to one person about an issue, or about an advance copy of one content."""

    kind = models.CharField(max_length=10, choices=NoticeKind.choices, default=NoticeKind.ISSUE)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="notices")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    content_sha256 = models.CharField(max_length=64, blank=True)  # of an advance copy
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "person", "kind", "content_sha256"], name="person_told_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=NoticeKind.values), name="notice_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.person_id}"
