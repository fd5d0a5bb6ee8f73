"""What waits in interviews, findings and recommendations, for whom."""

from datetime import date, timedelta
from typing import Any

from django.db.models import TextField, Value
from django.db.models.functions import Concat, Left

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.web.day import Lot, Urgency
from findings.conclusions.comment_worklist import discussed
from findings.conclusions.models.findings import Finding, FindingState
from findings.fieldwork.worklist import pseudonym
from findings.interviews.models.interviews import Interview, InterviewState
from findings.recommendations.models.recommendations import CLOSED, Recommendation, Status

TEAM = Permission.READ_INTERVIEWS
SOON = timedelta(days=30)


def _interviews(user: User) -> Any:
    return Interview.objects.visible_to(user).current().filter(interviewer=user)


def _to_sign(user: User, _: date) -> Any:
    """In review, no comment open, neither words nor evidence by them (`policies.authors`)."""
    rows = Finding.objects.visible_to(user).current().filter(state=FindingState.IN_REVIEW)
    mine = Finding.objects.filter(state=FindingState.IN_REVIEW)
    written = mine.filter(versions__by=user).values("pk")
    linked = mine.filter(links__recorded_by=user).values("pk")
    unlinked = mine.filter(links__withdrawn_by=user).values("pk")
    others = rows.exclude(recorded_by=user).exclude(pk__in=written).exclude(pk__in=discussed())
    return others.exclude(pk__in=linked).exclude(pk__in=unlinked)


def _findings(user: User, state: FindingState) -> Any:
    return Finding.objects.visible_to(user).current().filter(state=state)


def _advice(user: User) -> Any:
    return Recommendation.objects.visible_to(user).current()


def _issued(user: User) -> Any:
    return _advice(user).filter(issued_at__isnull=False)


INTERVIEW: dict[str, Any] = {
    "permission": TEAM,
    "heading": Concat(
        Value("Interview with "), pseudonym("participant__number"), output_field=TextField()
    ),
    "address": ("pk",),
    "due": "held_on",
    "all_url": "findings:interview_list",
}
FINDING: dict[str, Any] = {
    "heading": "statement",
    "url_name": "findings:finding_detail",
    "all_url": "findings:finding_list",
}
ADVICE: dict[str, Any] = {
    "permission": Permission.WRITE_RECOMMENDATIONS,
    "heading": Left("text", 160),
    "url_name": "findings:recommendation_detail",
    "due": "due_on",
    "all_url": "findings:recommendation_list",
}
CITY: dict[str, Any] = {
    **ADVICE,
    "permission": Permission.REPORT_PROGRESS,
    "url_name": "findings:progress_report",
    "all_url": "findings:progress_list",
}
LOTS = (
    Lot(
        name="visits today",
        urgency=Urgency.TODAY,
        one="visit today",
        many="visits today",
        url_name="findings:interview_log",
        rows=lambda user, today: _interviews(user).filter(
            state=InterviewState.PLANNED, held_on=today
        ),
        **INTERVIEW,
    ),
    Lot(
        name="findings to sign",
        urgency=Urgency.APPROVAL,
        one="finding to sign",
        many="findings to sign",
        permission=Permission.APPROVE_FINDINGS,
        rows=_to_sign,
        **FINDING,
    ),
    Lot(
        name="findings to release",
        urgency=Urgency.APPROVAL,
        one="finding to release",
        many="findings to release",
        permission=Permission.RELEASE_FINDINGS,
        rows=lambda user, _: _findings(user, FindingState.APPROVED).exclude(pk__in=discussed()),
        **FINDING,
    ),
    Lot(
        name="unsigned findings",
        urgency=Urgency.COMING,
        one="finding not signed yet",
        many="findings not signed yet",
        permission=Permission.RELEASE_FINDINGS,
        rows=lambda user, today: (
            _findings(user, FindingState.IN_REVIEW)
            .exclude(pk__in=_to_sign(user, today).values("pk"))
            .exclude(pk__in=discussed())
        ),
        **FINDING,
    ),
    Lot(
        name="recommendations to verify",
        urgency=Urgency.APPROVAL,
        one="recommendation to verify",
        many="recommendations to verify",
        rows=lambda user, _: _advice(user).filter(status=Status.REPORTED),
        **ADVICE,
    ),
    Lot(
        name="recommendations to issue",
        urgency=Urgency.APPROVAL,
        one="recommendation to issue",
        many="recommendations to issue",
        rows=lambda user, _: (
            _advice(user).filter(issued_at__isnull=True).exclude(pk__in=discussed("recommendation"))
        ),
        **{**ADVICE, "permission": Permission.RELEASE_FINDINGS},
    ),
    Lot(
        name="overdue visits",
        urgency=Urgency.OVERDUE,
        one="planned interview whose date has passed",
        many="planned interviews whose dates have passed",
        url_name="findings:interview_log",
        rows=lambda user, today: _interviews(user).filter(
            state=InterviewState.PLANNED, held_on__lt=today
        ),
        **INTERVIEW,
    ),
    Lot(
        name="overdue recommendations",
        urgency=Urgency.OVERDUE,
        one="overdue recommendation",
        many="overdue recommendations",
        late=("recommendation", "recommendations"),
        rows=lambda user, today: _issued(user).overdue(today),
        **ADVICE,
    ),
    Lot(
        name="the city's overdue recommendations",
        urgency=Urgency.OVERDUE,
        one="overdue recommendation",
        many="overdue recommendations",
        late=("recommendation", "recommendations"),
        rows=lambda user, today: _issued(user).overdue(today),
        **CITY,
    ),
    Lot(
        name="recommendations not answered yet",
        urgency=Urgency.ASKED,
        one="recommendation not answered yet",
        many="recommendations not answered yet",
        rows=lambda user, today: (
            _issued(user).filter(status=Status.NO_RESPONSE).exclude(due_on__lt=today)
        ),
        **CITY,
    ),
    Lot(
        name="recommendations due soon",
        urgency=Urgency.COMING,
        one="recommendation due",
        many="recommendations due",
        rows=lambda user, today: (
            _issued(user)
            .filter(due_on__range=(today, today + SOON))
            .exclude(status__in=[*CLOSED, Status.NO_RESPONSE])
        ),
        **CITY,
    ),
    Lot(
        name="drafts of findings",
        urgency=Urgency.DRAFT,
        one="draft finding",
        many="draft findings",
        permission=Permission.WRITE_FINDINGS,
        rows=lambda user, _: _findings(user, FindingState.DRAFT).filter(recorded_by=user),
        **FINDING,
    ),
    Lot(
        name="interviews to write up",
        urgency=Urgency.DRAFT,
        one="interview to write up",
        many="interviews to write up",
        url_name="findings:interview_log",
        rows=lambda user, _: _interviews(user).filter(state=InterviewState.HELD),
        **INTERVIEW,
    ),
)
