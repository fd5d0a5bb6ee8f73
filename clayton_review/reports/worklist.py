"""Record types and work queues of the monthly report."""

from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import (
    Case,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat, ExtractMonth, ExtractYear, LPad

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import OUTSIDE_TEAM, Permission
from clayton_review.reports.models import NUMBER, Comment, Report, ReportState, Section
from clayton_review.web import record_types, worklist
from clayton_review.web.record_types import RecordType, shortened
from clayton_review.web.search_text import BETWEEN
from clayton_review.web.worklist import Urgency, WorkQueue


def number(prefix: str = "") -> Any:
    """Return an expression for a report's number, `2018-11` or `2018-11.r2`."""
    year = Cast(ExtractYear(f"{prefix}month"), TextField())
    month = LPad(Cast(ExtractMonth(f"{prefix}month"), TextField()), 2, Value("0"))
    later = Concat(Value(".r"), Cast(f"{prefix}revision", TextField()), output_field=TextField())
    revision = Case(
        When(**{f"{prefix}revision": 1}, then=Value("")), default=later, output_field=TextField()
    )
    return Concat(year, Value("-"), month, revision, output_field=TextField())


def _narratives() -> Any:
    """Return an expression for the words of all sections of a report, without placeholders."""
    words = Func(
        "narrative",
        Value(r"\{\{[^}]*\}\}"),
        Value("…"),
        Value("g"),
        function="regexp_replace",
        output_field=TextField(),
    )
    sections = Section.objects.filter(report=OuterRef("pk")).order_by().values("report")
    return Subquery(sections.values(told=StringAgg(words, BETWEEN, order_by=("name",))))


def _named(name: str) -> Q | None:
    """Return the condition for a report's number; None for other texts."""
    parts = NUMBER.fullmatch(name.lower())
    if parts is None:
        return None
    month = date(int(parts["year"]), int(parts["month"]), 1)
    return Q(month=month, revision=int(parts["revision"] or 1))


HEADING = Concat(Value("Report "), number(), Value(" · "), "headline", output_field=TextField())
REPORT_QUEUE: dict[str, Any] = {
    "heading": HEADING,
    "url_name": "reports:detail",
    "address": (number(),),
    "all_url": "reports:list",
}
REPORT = RecordType(
    name="reports",
    label="Reports",
    noun="report",
    model=Report,
    permission=Permission.READ_DRAFTS,
    rows=lambda user: Report.objects.all().visible_to(user),
    heading=HEADING,
    url_name="reports:detail",
    address=(number(),),
    key="pk",
    search_fields=("headline", "lede", _narratives()),
    newest="-month",
    named=_named,
    verb_phrases={
        "built": "prepared the draft",
        "wrote the opening": "wrote the headline and summary",
        "sent for review": "sent it for review",
        "sent back": "sent it back",
        "commented": "left a comment",
    },
)
ISSUED = RecordType(
    name="issued reports",
    label="Reports",
    noun="report",
    model=Report,
    permission=Permission.USE_ACCOUNT,
    unless=frozenset({Permission.READ_DRAFTS}),
    verbs=frozenset({"issued"}),
    rows=lambda user: Report.objects.visible_to(user).issued(),
    heading=HEADING,
    url_name="dashboard:report",
    address=(number(),),
    key="pk",
    search_fields=("headline", "lede", _narratives()),
    newest="-month",
    named=_named,
)
record_types.register(ISSUED, REPORT)


def _to_approve(user: User, _: date) -> Any:
    """Return reports in review that another sent and this person has not approved since."""
    rows = Report.objects.visible_to(user).filter(state=ReportState.REVIEW)
    approvals = Q(approvals__by=user, approvals__at__gte=F("submitted_at"))
    approved = Report.objects.filter(approvals, state=ReportState.REVIEW).values("pk")
    return rows.exclude(submitted_by=user).exclude(pk__in=approved)


def _in_state(user: User, state: ReportState) -> Any:
    return Report.objects.visible_to(user).filter(state=state)


def _comments(user: User, _: date) -> Any:
    reports = Report.objects.visible_to(user).in_work().order_by().values("pk")
    return Comment.objects.filter(report__in=reports, resolved_at__isnull=True).exclude(by=user)


def _latest_report(_: User, today: date) -> Any:
    newest = Report.objects.issued().values("pk")[:1]
    return Report.objects.filter(pk__in=newest)


worklist.register(
    WorkQueue(
        name="reports to approve",
        urgency=Urgency.APPROVAL,
        singular="approval",
        plural="approvals",
        permission=Permission.APPROVE_REPORTS,
        rows=_to_approve,
        **REPORT_QUEUE,
    ),
    WorkQueue(
        name="reports to issue",
        urgency=Urgency.APPROVAL,
        singular="report to issue",
        plural="reports to issue",
        permission=Permission.ISSUE_REPORTS,
        rows=lambda user, _: _in_state(user, ReportState.APPROVED),
        **REPORT_QUEUE,
    ),
    WorkQueue(
        name="advance copies",
        urgency=Urgency.ASKED,
        singular="advance copy to read",
        plural="advance copies to read",
        permission=Permission.READ_ADVANCE_COPIES,
        roles=OUTSIDE_TEAM,
        rows=lambda _, __: Report.objects.approved(),
        heading=HEADING,
        url_name="dashboard:advance",
        address=(),
        all_url="dashboard:advance",
    ),
    WorkQueue(
        name="comments on reports",
        urgency=Urgency.ASKED,
        singular="comment",
        plural="comments",
        permission=Permission.WRITE_DRAFTS,
        rows=_comments,
        heading=shortened("text", 140),
        url_name="reports:detail",
        address=(number("report__"),),
        due="at",
        all_url="reports:list",
    ),
    WorkQueue(
        name="drafts of reports",
        urgency=Urgency.DRAFT,
        singular="draft report",
        plural="draft reports",
        permission=Permission.WRITE_DRAFTS,
        rows=lambda user, _: _in_state(user, ReportState.DRAFT),
        **REPORT_QUEUE,
    ),
    WorkQueue(
        name="the latest report",
        urgency=Urgency.LATEST,
        singular="report",
        plural="reports",
        permission=Permission.USE_ACCOUNT,
        roles=OUTSIDE_TEAM,
        rows=_latest_report,
        heading=HEADING,
        url_name="dashboard:report",
        address=(number(),),
        all_url="dashboard:reports",
    ),
)
