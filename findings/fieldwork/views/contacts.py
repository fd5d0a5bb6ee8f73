"""Pages of the contact log, and of the contacts due today."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import initial_of, posted
from clayton_review.citable.form_page import FormPageTexts, save_or_show, withdraw_page
from clayton_review.web.formatting import moment
from clayton_review.web.pages import Column, Filter, listing
from findings.coding.models.quotable_texts import SpeakerGroup
from findings.fieldwork.actions.contacts import (
    amend_contact_attempt,
    log_contact_attempt,
    withdraw_contact_attempt,
)
from findings.fieldwork.forms.contacts import AttemptCreateForm, AttemptEditForm
from findings.fieldwork.models.contacts import ContactAttempt, ContactChannel, ContactOutcome
from findings.fieldwork.selectors.contacts_today import contacts_today
from findings.interviews.models.participants import Participant

_COLUMNS = (
    Column("When", lambda row: moment(row.made_at), url=lambda row: reverse(
        "findings:contact_edit", args=[row.pk])),
    Column("Participant", lambda row: str(row.participant)),
    Column("How", lambda row: row.get_channel_display()),
    Column("Outcome", lambda row: row.get_outcome_display()),
    Column("By", lambda row: row.made_by.name),
    Column("Next step", lambda row: row.next_words),
)  # fmt: skip


@require_safe
@allow(Permission.READ_INTERVIEWS)
def today(request: HttpRequest) -> HttpResponse:
    """Show the contacts due today."""
    mine_only = request.GET.get("mine") == "yes"
    contacts = contacts_today(person(request), mine_only=mine_only)
    return render(
        request, "findings/contact_today.html", {"contacts": contacts, "mine_only": mine_only}
    )


@require_safe
@allow(Permission.READ_INTERVIEWS)
def index(request: HttpRequest) -> HttpResponse:
    """List all contact attempts."""
    attempts = listing(
        request,
        ContactAttempt.objects.visible_to(person(request))
        .current()
        .select_related("participant", "made_by"),
        search=("note__icontains", "next_step__icontains", "made_by__name__icontains"),
        filters={
            "outcome": Filter("Outcome", ContactOutcome.choices),
            "channel": Filter("How", ContactChannel.choices),
            "participant__group": Filter("Group", SpeakerGroup.choices),
        },
        sorts={"newest": "-made_at", "oldest": "made_at", "participant": "participant__number"},
        columns=_COLUMNS,
        filename="contacts",
    )
    if attempts.is_download:
        return attempts.download()
    return render(request, "findings/contact_list.html", {"listing": attempts})


@allow(Permission.WRITE_INTERVIEWS)
def create(request: HttpRequest, key: UUID) -> HttpResponse:
    """Log a contact attempt."""
    user = person(request)
    participant = get_object_or_404(Participant.objects.visible_to(user).current(), pk=key)
    form = AttemptCreateForm(*posted(request), user=user)
    return save_or_show(
        request,
        form,
        FormPageTexts(
            f"Log a contact with {participant.code}",
            "Log the contact",
            participant.get_absolute_url(),
        ),
        lambda: log_contact_attempt(
            record_id=form.cleaned_data["record_id"],
            participant=participant,
            values=form.values(),
            by=user,
        ),
        lambda record: ("The contact was logged.", record.get_absolute_url()),
    )


@allow(Permission.WRITE_INTERVIEWS)
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Correct a contact attempt."""
    user = person(request)
    attempt = _attempt(user, key)
    initial = initial_of(attempt, AttemptEditForm)
    form = AttemptEditForm(*posted(request), user=user, initial=initial)
    return save_or_show(
        request,
        form,
        FormPageTexts(
            f"Edit a contact with {attempt.participant.code}",
            "Save the changes",
            attempt.get_absolute_url(),
            other_url=reverse("findings:contact_withdraw", args=[attempt.pk]),
            other_label="Withdraw this entry",
        ),
        lambda: amend_contact_attempt(
            attempt=attempt,
            revision=form.cleaned_data["revision"],
            values=form.values(),
            by=user,
        ),
        lambda record: ("The contact was updated.", record.get_absolute_url()),
        record=attempt,
    )


@allow(Permission.WRITE_INTERVIEWS)
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Withdraw a contact attempt, with the reason."""
    user = person(request)
    attempt = _attempt(user, key)
    page = FormPageTexts(
        f"Withdraw a contact with {attempt.participant.code}",
        "Withdraw the entry",
        attempt.get_absolute_url(),
        warning="It will no longer appear in the log or in any count. This cannot be undone.",
    )
    return withdraw_page(
        request,
        attempt,
        page,
        lambda revision, reason: withdraw_contact_attempt(
            attempt=attempt, revision=revision, reason=reason, by=user
        ),
        edit_form=AttemptEditForm,
    )


def _attempt(user: User, key: UUID) -> ContactAttempt:
    rows = ContactAttempt.objects.visible_to(user).select_related("participant", "made_by")
    attempt: ContactAttempt = get_object_or_404(rows, pk=key)
    return attempt
