"""The page of late and failed work, and its buttons."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from clayton_review.jobs.actions import retry_job
from clayton_review.jobs.models import Job
from clayton_review.letters import actions as letters
from clayton_review.letters.models import Letter
from clayton_review.refusals import Refused
from clayton_review.web.late.items import late_sections
from clayton_review.web.late.selectors import late_jobs, late_letters, silent_since
from clayton_review.web.pages import refused, saved

SHOWN = 200


@require_safe
@allow(Permission.RETRY_WORK)
def late_work(request: HttpRequest) -> HttpResponse:
    """List late and failed jobs and letters, each with its last error, and what does not open."""
    all_jobs, all_letters = late_jobs(), late_letters()
    context = {
        "sections": late_sections(),
        "jobs": all_jobs[:SHOWN],
        "n_jobs": all_jobs.count(),
        "letters": all_letters[:SHOWN],
        "n_letters": all_letters.count(),
        "n_shown": SHOWN,
        "silent_since": silent_since(),
    }
    return render(request, "web/late_work.html", context)


@require_POST
@allow(Permission.RETRY_WORK)
def retry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a late or failed job an attempt now."""
    if retry_job(job=get_object_or_404(Job, pk=pk), by=person(request)):
        saved(request, "It is being tried again. If it fails, it will be listed here again.")
    else:
        saved(request, "It is no longer late, or is being tried right now.")
    return redirect("late:list")


@require_POST
@allow(Permission.RETRY_WORK)
def send_letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a letter now."""
    letter = get_object_or_404(Letter, pk=pk)
    try:
        letters.send_now(letter=letter, by=person(request))
        saved(request, "The e-mail is being sent. If that fails, it will be listed here again.")
    except Refused as refusal:
        refused(request, str(refusal))
    return redirect("late:list")


@require_POST
@allow(Permission.RETRY_WORK)
def set_aside_letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop sending a letter, and take it off the list."""
    letter = get_object_or_404(Letter, pk=pk)
    try:
        letters.set_aside(letter=letter, by=person(request))
        saved(request, "The e-mail is set aside. It will not be sent.")
    except Refused as refusal:
        refused(request, str(refusal))
    return redirect("late:list")
