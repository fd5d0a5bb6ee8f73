"""Deciding on a draft: remarks, warnings, review, approval, issue, correction."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from clayton_review.reports import actions
from clayton_review.reports.forms import (
    AnswerForm,
    ApprovalForm,
    CommentForm,
    ReasonForm,
    StepForm,
)
from clayton_review.reports.models import Comment, Report
from clayton_review.reports.policies import Refused
from clayton_review.reports.views.drafts import desk_page, report_or_404
from clayton_review.web.forms import PortalForm
from clayton_review.web.pages import saved

Step = Callable[..., Any]


def _decide(
    request: HttpRequest, report: Report, form: PortalForm, step: Step, done: str
) -> HttpResponse:
    """Take one step with a form's values, or show the draft again with the reason why not."""
    if not form.is_valid():
        words = [str(message) for messages in form.errors.values() for message in messages]
        return desk_page(request, report, refusal=" ".join(words))
    try:
        step(report=report, by=person(request), **form.cleaned_data)
    except Refused as error:
        return desk_page(request, report, refusal=str(error))
    saved(request, done)
    return redirect("reports:detail", number=report.number)


@require_POST
@allow(Permission.WRITE_DRAFTS)
def figures_refresh(request: HttpRequest, number: str) -> HttpResponse:
    report = report_or_404(person(request), number)
    form = StepForm(request.POST)
    return _decide(request, report, form, actions.refresh, "The figures are taken anew.")


@require_POST
@allow(Permission.WRITE_DRAFTS)
def comment_create(request: HttpRequest, number: str) -> HttpResponse:
    report = report_or_404(person(request), number)
    form = CommentForm(request.POST)
    return _decide(request, report, form, actions.comment, "Comment left.")


@require_POST
@allow(Permission.WRITE_DRAFTS)
def comment_resolve(request: HttpRequest, number: str, pk: UUID) -> HttpResponse:
    report = report_or_404(person(request), number)
    comment = get_object_or_404(Comment, pk=pk, report=report)
    actions.resolve(comment=comment, by=person(request))
    saved(request, "Comment resolved.")
    return redirect("reports:detail", number=number)


@require_POST
@allow(Permission.WRITE_DRAFTS)
def warning_answer(request: HttpRequest, number: str) -> HttpResponse:
    report = report_or_404(person(request), number)
    form = AnswerForm(request.POST)
    return _decide(request, report, form, actions.acknowledge, "Warning answered.")


@require_POST
@allow(Permission.SUBMIT_REPORTS)
def review_submit(request: HttpRequest, number: str) -> HttpResponse:
    report = report_or_404(person(request), number)
    return _decide(request, report, StepForm(request.POST), actions.submit, "Sent for review.")


@require_POST
@allow(Permission.APPROVE_REPORTS)
def review_return(request: HttpRequest, number: str) -> HttpResponse:
    report = report_or_404(person(request), number)
    form = ReasonForm(request.POST)
    return _decide(request, report, form, actions.send_back, "Sent back to draft.")


@require_POST
@allow(Permission.APPROVE_REPORTS)
def review_approve(request: HttpRequest, number: str) -> HttpResponse:
    report = report_or_404(person(request), number)
    form = ApprovalForm(request.POST)
    return _decide(request, report, form, actions.approve, "Your approval is recorded.")


@require_POST
@allow(Permission.ISSUE_REPORTS)
def report_issue(request: HttpRequest, number: str) -> HttpResponse:
    report = report_or_404(person(request), number)
    form = StepForm(request.POST)
    return _decide(request, report, form, actions.issue, "Issued. The Board is being told.")


@require_POST
@allow(Permission.SUBMIT_REPORTS)
def report_correct(request: HttpRequest, number: str) -> HttpResponse:
    report = report_or_404(person(request), number)
    form = ReasonForm(request.POST)
    return _decide(request, report, form, actions.correct, "A correction is open as a draft.")
