"""Deciding on a draft: remarks, warnings, review, approval, issue, correction."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from clayton_review.accounts.access import allow, confirmed, person
from clayton_review.accounts.roles import Permission
from clayton_review.refusals import Refused
from clayton_review.reports import actions
from clayton_review.reports.forms import (
    ApprovalForm,
    ButtonForm,
    CommentForm,
    ReasonForm,
    WarningAnswerForm,
)
from clayton_review.reports.models import Comment, Report
from clayton_review.reports.views.drafts import report_or_404, show_report
from clayton_review.web.forms import PortalForm
from clayton_review.web.pages import saved

Step = Callable[..., Any]
View = Callable[..., HttpResponse]


def _decide(
    request: HttpRequest, report: Report, form: PortalForm, step: Step, done: str
) -> HttpResponse:
    """Take one step with a form's values, or show the draft again with the reason why not."""
    if not form.is_valid():
        words = [str(message) for messages in form.errors.values() for message in messages]
        return show_report(request, report, refusal=" ".join(words), unsent=_typed_words(form))
    try:
        decided = step(report=report, by=person(request), **form.cleaned_data)
    except Refused as error:
        return show_report(request, report, refusal=str(error), unsent=_typed_words(form))
    saved(request, done)
    # a correction leads to the new draft
    shown = decided if isinstance(decided, Report) else report
    return redirect("reports:detail", number=shown.number)


def _typed_words(form: PortalForm) -> str:
    """Return what was typed into the form, so that a refusal does not lose it."""
    return "\n".join(str(field.value()) for field in form.visible_fields() if field.value())


def _step(
    permission: Permission,
    form: type[PortalForm],
    step: Step,
    done: str,
    *,
    is_binding: bool = False,
) -> View:
    """Return the view behind one button: its permission, form, step and closing message.

    A binding step, on which others rely from then on, first asks for a new sign-in.
    """

    def view(request: HttpRequest, number: str) -> HttpResponse:
        report = report_or_404(person(request), number)
        return _decide(request, report, form(request.POST), step, done)

    return require_POST(allow(permission)(confirmed(view) if is_binding else view))


figures_refresh = _step(
    Permission.WRITE_DRAFTS, ButtonForm, actions.refresh, "The figures were updated."
)
comment_create = _step(
    Permission.WRITE_DRAFTS, CommentForm, actions.comment, "The comment was saved."
)
warning_answer = _step(
    Permission.WRITE_DRAFTS, WarningAnswerForm, actions.acknowledge, "The explanation was saved."
)
review_submit = _step(
    Permission.SUBMIT_REPORTS, ButtonForm, actions.submit, "The report was sent for review."
)
review_return = _step(
    Permission.APPROVE_REPORTS, ReasonForm, actions.send_back, "The report is a draft again."
)
review_approve = _step(
    Permission.APPROVE_REPORTS,
    ApprovalForm,
    actions.approve,
    "Your approval was recorded.",
    is_binding=True,
)
report_issue = _step(
    Permission.ISSUE_REPORTS,
    ButtonForm,
    actions.issue,
    "The report was issued. We are notifying the Board.",
    is_binding=True,
)
report_correct = _step(
    Permission.ISSUE_REPORTS, ReasonForm, actions.correct, "A draft of the correction is open."
)


@require_POST
@allow(Permission.WRITE_DRAFTS)
def comment_resolve(request: HttpRequest, number: str, pk: UUID) -> HttpResponse:
    report = report_or_404(person(request), number)
    comment = get_object_or_404(Comment, pk=pk, report=report)
    actions.resolve(comment=comment, by=person(request))
    saved(request, "The comment was resolved in your name.")
    return redirect("reports:detail", number=number)
