"""Page that withdraws an interview, and with it the quotes from it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from clayton_review.citable.form_page import FormPageTexts, withdraw_page
from findings.fieldwork.actions.interview_withdrawal import withdraw_interview
from findings.interviews.models.interviews import Interview


@allow(Permission.WRITE_INTERVIEWS)
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Withdraw an interview, with the reason."""
    user = person(request)
    rows = Interview.objects.visible_to(user).select_related("participant")
    interview = get_object_or_404(rows, pk=key)
    page = FormPageTexts(
        f"Withdraw the interview with {interview.participant.code}",
        "Withdraw the interview",
        interview.get_absolute_url(),
        warning="It will no longer appear in the list or in any count, and no quotes from it "
        "will be shown. The team keeps the words.",
    )
    return withdraw_page(
        request,
        interview,
        page,
        lambda revision, reason: withdraw_interview(
            interview=interview, revision=revision, reason=reason, by=user
        ),
    )
