"""What happens to a finding: review, return, sign-off, release, withdrawal."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from clayton_review.accounts.access import allow, confirmed, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import attempt, posted
from clayton_review.citable.form_page import Page, take_back, write
from clayton_review.web.pages import saved
from findings.conclusions.actions.findings import return_finding, sign_finding, submit_finding
from findings.conclusions.actions.release import release_finding, withdraw_finding
from findings.conclusions.forms.findings import ReturnForm, SignForm
from findings.conclusions.models.findings import Finding
from findings.conclusions.selectors.finding_page import finding_page
from findings.conclusions.views.findings import find, sign_form
from findings.interviews.forms import RevisionForm

Act = Callable[[Finding, int, User], Any]


@require_POST
@allow(Permission.WRITE_FINDINGS)
def submit(request: HttpRequest, reference: str) -> HttpResponse:
    """Send a draft to review."""

    def act(finding: Finding, revision: int, by: User) -> Any:
        return submit_finding(finding=finding, revision=revision, by=by)

    return _press(
        request, reference, act, "is now in review. Someone who did not write it must sign it."
    )


@allow(Permission.APPROVE_FINDINGS)
def give_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Return a finding to its writers, with the reason."""
    user = person(request)
    finding = find(user, reference)
    form = ReturnForm(*posted(request), initial={"revision": finding.revision})
    return write(
        request,
        form,
        Page(f"Return {finding.reference}", "Return the finding", finding.get_absolute_url()),
        lambda: return_finding(
            finding=finding,
            revision=form.cleaned_data["revision"],
            reason=form.cleaned_data["reason"],
            by=user,
        ),
        lambda made: (f"{made.reference} is a draft again.", made.get_absolute_url()),
        record=finding,
    )


@require_POST
@allow(Permission.APPROVE_FINDINGS)
def sign(request: HttpRequest, reference: str) -> HttpResponse:
    """Put one's name under the finding, having read what it stands on."""
    user = person(request)
    finding, form = find(user, reference), SignForm(request.POST)

    def act() -> Any:
        revision = form.cleaned_data["revision"]
        return sign_finding(finding=finding, revision=revision, by=user)

    if attempt(form, act) is None:
        context = {"page": finding_page(finding, user), "form": form, "signing": form}
        return render(request, "findings/finding_detail.html", context, status=422)
    saved(request, f"{finding.reference} is now approved in your name.")
    return redirect(finding)


@require_POST
@allow(Permission.RELEASE_FINDINGS)
@confirmed
def release(request: HttpRequest, reference: str) -> HttpResponse:
    """Let the finding out."""

    def act(finding: Finding, revision: int, by: User) -> Any:
        return release_finding(finding=finding, revision=revision, by=by)

    return _press(request, reference, act, "was released, with the quotes that consent allows.")


@allow(Permission.WRITE_FINDINGS)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a finding back."""
    user = person(request)
    finding = find(user, reference)
    page = Page(
        f"Withdraw {finding.reference}",
        "Withdraw the finding",
        finding.get_absolute_url(),
        lede=finding.statement,
        warning="It will no longer appear in the list. Once a finding is released, only the "
        "lead consultant can retract it.",
    )
    return take_back(
        request,
        finding,
        page,
        lambda revision, reason: withdraw_finding(
            finding=finding, revision=revision, reason=reason, by=user
        ),
    )


def _press(request: HttpRequest, reference: str, act: Act, words: str) -> HttpResponse:
    user = person(request)
    finding = find(user, reference)
    form = RevisionForm(request.POST)
    if attempt(form, lambda: act(finding, form.cleaned_data["revision"], user)) is None:
        context = {"page": finding_page(finding, user), "form": form, "signing": sign_form(finding)}
        return render(request, "findings/finding_detail.html", context, status=422)
    saved(request, f"{finding.reference} {words}")
    return redirect(finding)
