"""Pages that move a finding on: review, return, signature, release and withdrawal."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from clayton_review.accounts.access import allow, confirmed, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import RevisionForm, attempt, details_by, posted
from clayton_review.citable.form_page import FormPageTexts, save_or_show, withdraw_page
from clayton_review.web.pages import saved
from findings.conclusions.actions.findings import return_finding, sign_finding, submit_finding
from findings.conclusions.actions.release import release_finding, withdraw_finding
from findings.conclusions.forms.findings import FindingEditForm
from findings.conclusions.forms.review import ReturnToAuthorForm, SignForm
from findings.conclusions.models.findings import Finding
from findings.conclusions.selectors.finding_page import finding_page
from findings.conclusions.views.findings import get_finding, sign_form

ReviewAction = Callable[[Finding, int, User], Any]


@require_POST
@allow(Permission.WRITE_FINDINGS)
def submit(request: HttpRequest, reference: str) -> HttpResponse:
    """Send a draft to review."""

    def act(finding: Finding, revision: int, by: User) -> Any:
        return submit_finding(finding=finding, revision=revision, by=by)

    return _run_action(
        request, reference, act, "is now in review. Someone who did not write it must sign it."
    )


@allow(Permission.APPROVE_FINDINGS)
def return_to_draft(request: HttpRequest, reference: str) -> HttpResponse:
    """Return a finding to its writers, with the reason."""
    user = person(request)
    finding = get_finding(user, reference)
    initial, details = {"revision": finding.revision}, details_by(FindingEditForm)
    form = ReturnToAuthorForm(*posted(request), details=details, initial=initial)
    return save_or_show(
        request,
        form,
        FormPageTexts(
            f"Return {finding.reference}", "Return the finding", finding.get_absolute_url()
        ),
        lambda: return_finding(
            finding=finding,
            revision=form.cleaned_data["revision"],
            reason=form.cleaned_data["reason"],
            by=user,
        ),
        lambda record: (f"{record.reference} is a draft again.", record.get_absolute_url()),
        record=finding,
    )


@require_POST
@allow(Permission.APPROVE_FINDINGS)
def sign(request: HttpRequest, reference: str) -> HttpResponse:
    """Sign a finding after reading its evidence."""
    user = person(request)
    finding, form = get_finding(user, reference), SignForm(request.POST)

    def act() -> Any:
        revision = form.cleaned_data["revision"]
        return sign_finding(finding=finding, revision=revision, by=user)

    if attempt(form, act, record=finding) is None:
        context = {"page": finding_page(finding, user), "form": form, "signing": form}
        return render(request, "findings/finding_detail.html", context, status=422)
    saved(request, f"{finding.reference} is now approved in your name.")
    return redirect(finding)


@require_POST
@allow(Permission.RELEASE_FINDINGS)
@confirmed
def release(request: HttpRequest, reference: str) -> HttpResponse:
    """Release a finding."""

    def act(finding: Finding, revision: int, by: User) -> Any:
        return release_finding(finding=finding, revision=revision, by=by)

    return _run_action(
        request, reference, act, "was released, with the quotes that consent allows."
    )


@allow(Permission.WRITE_FINDINGS)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Withdraw a finding, with the reason."""
    user = person(request)
    finding = get_finding(user, reference)
    page = FormPageTexts(
        f"Withdraw {finding.reference}",
        "Withdraw the finding",
        finding.get_absolute_url(),
        lede=finding.statement,
        warning="It will no longer appear in the list. Only the lead consultant can "
        "withdraw a released finding.",
    )
    return withdraw_page(
        request,
        finding,
        page,
        lambda revision, reason: withdraw_finding(
            finding=finding, revision=revision, reason=reason, by=user
        ),
        edit_form=FindingEditForm,
    )


def _run_action(
    request: HttpRequest, reference: str, action: ReviewAction, message: str
) -> HttpResponse:
    user = person(request)
    finding = get_finding(user, reference)
    form = RevisionForm(request.POST)

    def act() -> Any:
        return action(finding, form.cleaned_data["revision"], user)

    if attempt(form, act, record=finding) is None:
        context = {"page": finding_page(finding, user), "form": form, "signing": sign_form(finding)}
        return render(request, "findings/finding_detail.html", context, status=422)
    saved(request, f"{finding.reference} {message}")
    return redirect(finding)
