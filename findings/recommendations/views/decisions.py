"""Pages that decide on a recommendation: progress, issue, release and withdrawal."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from clayton_review.accounts.access import allow, confirmed, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import RevisionForm, attempt, posted
from clayton_review.citable.form_page import FormPageTexts, save_or_show, withdraw_page
from clayton_review.web.pages import saved
from findings.recommendations.actions.recommendations import report_progress
from findings.recommendations.actions.release import (
    issue_recommendation,
    release_changes,
    withdraw_recommendation,
)
from findings.recommendations.forms.progress import ConsultantProgressForm
from findings.recommendations.forms.recommendations import RecommendationEditForm
from findings.recommendations.models.recommendations import Recommendation, RecommendationStatus
from findings.recommendations.selectors.recommendation_page import recommendation_page
from findings.recommendations.views.recommendations import get_recommendation

DecisionAction = Callable[[Recommendation, int, User], Any]


@allow(Permission.WRITE_RECOMMENDATIONS)
def progress(request: HttpRequest, reference: str) -> HttpResponse:
    """Record progress on a recommendation, verify it or close it."""
    user = person(request)
    row = get_recommendation(user, reference)
    initial = {"revision": row.revision}
    form = ConsultantProgressForm(*posted(request), recommendation=row, user=user, initial=initial)
    page = FormPageTexts(
        f"Record progress on {row.reference}",
        "Record progress",
        row.get_absolute_url(),
        lede=f"Counts as done when: {row.measure_of_done}",
    )
    return save_or_show(
        request,
        form,
        page,
        lambda: report_progress(
            recommendation=row,
            revision=form.cleaned_data["revision"],
            progress=form.progress(),
            by=user,
        ),
        lambda record: (
            RecommendationStatus(record.status).notice,
            row.get_absolute_url(),
        ),
        record=row,
    )


@require_POST
@allow(Permission.RELEASE_FINDINGS)
@confirmed
def issue(request: HttpRequest, reference: str) -> HttpResponse:
    """Issue a recommendation to its addressee."""

    def act(row: Recommendation, revision: int, by: User) -> Any:
        return issue_recommendation(recommendation=row, revision=revision, by=by)

    return _run_action(request, reference, act, "was issued. Its measure of done is now fixed.")


@require_POST
@allow(Permission.RELEASE_FINDINGS)
@confirmed
def release(request: HttpRequest, reference: str) -> HttpResponse:
    """Release changes of date, owner or place in the plan."""

    def act(row: Recommendation, revision: int, by: User) -> Any:
        return release_changes(recommendation=row, revision=revision, by=by)

    return _run_action(request, reference, act, "was released in its current form.")


@allow(Permission.WRITE_RECOMMENDATIONS)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Withdraw a recommendation, with the reason."""
    user = person(request)
    row = get_recommendation(user, reference)
    page = FormPageTexts(
        f"Withdraw {row.reference}",
        "Withdraw the recommendation",
        row.get_absolute_url(),
        lede=row.text,
        warning="It will no longer appear in the list. Only the lead consultant can "
        "withdraw an issued recommendation.",
    )
    return withdraw_page(
        request,
        row,
        page,
        lambda revision, reason: withdraw_recommendation(
            recommendation=row, revision=revision, reason=reason, by=user
        ),
        edit_form=RecommendationEditForm,
    )


def _run_action(
    request: HttpRequest, reference: str, action: DecisionAction, message: str
) -> HttpResponse:
    user = person(request)
    row = get_recommendation(user, reference)
    form = RevisionForm(request.POST)

    def act() -> Any:
        return action(row, form.cleaned_data["revision"], user)

    if attempt(form, act, record=row) is None:
        context = {"page": recommendation_page(row, user), "form": form}
        return render(request, "findings/recommendation_detail.html", context, status=422)
    saved(request, f"{row.reference} {message}")
    return redirect(row)
