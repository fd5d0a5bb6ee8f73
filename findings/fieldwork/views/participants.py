"""Pages of participants; a name is shown on one page, to a lead with a reason."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from clayton_review.accounts.access import allow, confirmed, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import RevisionForm, attempt, initial_of, posted
from clayton_review.citable.form_page import FormPageTexts, save_or_show
from clayton_review.web.pages import Column, every_word, form_page, listing
from findings.coding.models.quotable_texts import Consent, SpeakerGroup
from findings.fieldwork.actions.identities import (
    FIELD_LABELS,
    read_identity,
    read_name,
    seal_identity,
    sealed_fields,
)
from findings.fieldwork.actions.participants import (
    add_participant,
    amend_participant,
    withdraw_consent,
)
from findings.fieldwork.forms.identities import ContactDetailForm, IdentityForm, NameReasonForm
from findings.fieldwork.forms.participants import ParticipantCreateForm, ParticipantEditForm
from findings.interviews.models.participants import SPOKEN_LANGUAGES, Participant

_COLUMNS = (
    Column("Participant", lambda row: row.code, url=lambda row: row.get_absolute_url()),
    Column("Group", lambda row: row.get_group_display()),
    Column("Consent", lambda row: row.get_consent_display()),
    Column("Language", lambda row: row.get_language_display()),
    Column("Needs", lambda row: row.accommodation),
)


@require_safe
@allow(Permission.READ_INTERVIEWS)
def index(request: HttpRequest) -> HttpResponse:
    """List all participants by pseudonym."""
    participants = listing(
        request,
        Participant.objects.visible_to(person(request)).current(),
        search=every_word(
            "number__icontains", "office__icontains", "accommodation__icontains", read=_number
        ),
        filters={
            "group": SpeakerGroup.choices,
            "consent": Consent.choices,
            "language": SPOKEN_LANGUAGES,
        },
        sorts={"number": "number", "newest": "-number"},
        columns=_COLUMNS,
        filename="participants",
    )
    if participants.is_download:
        return participants.download()
    return render(request, "findings/participant_list.html", {"listing": participants})


@require_safe
@allow(Permission.READ_INTERVIEWS)
def detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show one participant with interviews, contacts and consents."""
    user = person(request)
    participant = _participant(user, key)
    sealed = sealed_fields(participant)
    context = {
        "participant": participant,
        "interviews": participant.interviews.current().select_related("guide"),
        "n_withdrawn": participant.interviews.filter(withdrawn_on__isnull=False).count(),
        "attempts": participant.attempts.current().select_related("made_by"),
        "slots": participant.slots.current().select_related("interviewer"),
        "consents": participant.consents.select_related("by"),
        "sealed": [FIELD_LABELS[field] for field in sealed],
        "may_read_name": "name" in sealed and user.may(Permission.READ_IDENTITIES),
        "may_read_contact": {"phone", "email"} & set(sealed) and user.may(Permission.READ_CONTACTS),
    }
    return render(request, "findings/participant_detail.html", context)


@allow(Permission.WRITE_INTERVIEWS)
def create(request: HttpRequest) -> HttpResponse:
    """Add a participant."""
    user, form = person(request), ParticipantCreateForm(*posted(request))
    page = FormPageTexts(
        "Add a participant", "Add the participant", reverse("findings:participant_list")
    )
    return save_or_show(
        request,
        form,
        page,
        lambda: add_participant(
            record_id=form.cleaned_data["record_id"],
            values=form.values(),
            name=form.cleaned_data["name"],
            phone=form.cleaned_data["phone"],
            email=form.cleaned_data["email"],
            by=user,
        ),
        lambda record: (f"The participant was added as {record.code}.", record.get_absolute_url()),
    )


@allow(Permission.WRITE_INTERVIEWS)
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change group, needs or consent."""
    user = person(request)
    participant = _participant(user, key)
    form = ParticipantEditForm(
        *posted(request), initial=initial_of(participant, ParticipantEditForm)
    )
    page = FormPageTexts(
        f"Edit {participant.code}", "Save the changes", participant.get_absolute_url()
    )
    return save_or_show(
        request,
        form,
        page,
        lambda: amend_participant(
            participant=participant,
            revision=form.cleaned_data["revision"],
            values=form.values(),
            by=user,
        ),
        lambda record: (f"{record.code} was updated.", record.get_absolute_url()),
        record=participant,
    )


@allow(Permission.WRITE_INTERVIEWS)
def consent(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record withdrawn consent."""
    user = person(request)
    participant = _participant(user, key)
    form = RevisionForm(*posted(request), initial={"revision": participant.revision})
    page = FormPageTexts(
        f"Record that {participant.code} withdrew consent",
        "Record the withdrawal",
        participant.get_absolute_url(),
        warning=(
            "Their words will not be quoted again, neither on public pages nor in later reports, "
            "and findings that showed them go back to review. Issued reports cannot be recalled. "
            "This cannot be undone."
        ),
        is_grave=True,
    )
    return save_or_show(
        request,
        form,
        page,
        lambda: withdraw_consent(
            participant=participant, revision=form.cleaned_data["revision"], by=user
        ),
        lambda record: (
            f"{record.code}’s withdrawn consent was recorded.",
            record.get_absolute_url(),
        ),
        record=participant,
    )


@allow(Permission.WRITE_INTERVIEWS)
def store_identity(request: HttpRequest, key: UUID) -> HttpResponse:
    """Seal name, phone or e-mail in the vault."""
    user = person(request)
    participant = _participant(user, key)
    form = IdentityForm(*posted(request))
    page = FormPageTexts(
        f"Store contact details for {participant.code} in the vault",
        "Store in the vault",
        participant.get_absolute_url(),
        lede="What you enter goes into the vault and replaces what was there. It never "
        "appears in a list. Fields you leave empty stay as they were.",
    )
    return save_or_show(
        request,
        form,
        page,
        lambda: seal_identity(participant=participant, by=user, **form.cleaned_data),
        lambda record: ("The contact details were stored in the vault.", record.get_absolute_url()),
    )


@never_cache
@allow(Permission.READ_IDENTITIES)
@confirmed
def show_name(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show the name once, after the reason is recorded."""
    user = person(request)
    participant = _participant(user, key)
    form = NameReasonForm(*posted(request))
    name = attempt(
        form,
        lambda: read_name(participant=participant, by=user, reason=form.cleaned_data["reason"]),
    )
    template = "findings/participant_show_name.html"
    return form_page(request, template, form, participant=participant, name=name)


@never_cache
@allow(Permission.READ_CONTACTS)
@confirmed
def show_contact(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show phone or e-mail once, after the reason is recorded."""
    user = person(request)
    participant = _participant(user, key)
    form = ContactDetailForm(*posted(request))
    detail = attempt(
        form,
        lambda: read_identity(
            participant=participant,
            field=form.cleaned_data["field"],
            by=user,
            reason=form.cleaned_data["reason"],
        ),
    )
    template = "findings/participant_show_contact.html"
    return form_page(request, template, form, participant=participant, detail=detail)


def _number(word: str) -> str:
    """Return the number in a pseudonym: `P-017` is stored as 17."""
    head, _, number = word.upper().partition("-")
    return number.lstrip("0") or "0" if head == "P" and number.isdecimal() else word


def _participant(user: User, key: UUID) -> Participant:
    participant: Participant = get_object_or_404(Participant.objects.visible_to(user), pk=key)
    return participant
