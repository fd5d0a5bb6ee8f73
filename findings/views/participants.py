"""Pages of participants; a name is shown on one page only, to a lead with a reason."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from clayton_review.accounts.access import allow, confirmed, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.documents.editing import attempt, initial_of, posted
from clayton_review.vault import actions as vault
from clayton_review.web.pages import Column, form_page, listing
from findings import actions
from findings.actions.participants import FIELD, TABLE
from findings.forms.interviews import (
    NameForm,
    ParticipantCreateForm,
    ParticipantEditForm,
    ReasonForm,
    RevisionForm,
)
from findings.models import Consent, Group, Participant
from findings.views.shared import Page, write

_COLUMNS = (
    Column("Participant", lambda row: row.code, url=lambda row: row.get_absolute_url()),
    Column("Group", lambda row: row.get_group_display()),
    Column("Consent", lambda row: row.get_consent_display()),
)


@require_safe
@allow(Permission.READ_INTERVIEWS)
def index(request: HttpRequest) -> HttpResponse:
    """All participants by pseudonym."""
    found = listing(
        request,
        Participant.objects.visible_to(person(request)).current(),
        search=("office__icontains", "group__icontains"),
        filters={"group": Group.choices, "consent": Consent.choices},
        sorts={"number": "number", "newest": "-number"},
        columns=_COLUMNS,
        filename="participants",
    )
    if found.wants_csv:
        return found.csv()
    return render(request, "findings/participant_list.html", {"listing": found})


@require_safe
@allow(Permission.READ_INTERVIEWS)
def detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """One participant and their interviews."""
    user = person(request)
    participant = _participant(user, key)
    interviews = participant.interviews.current().select_related("guide")
    context = {
        "participant": participant,
        "interviews": interviews,
        "has_name": vault.has(table=TABLE, row=participant.pk, field=FIELD),
        "may_read_name": user.may(Permission.READ_IDENTITIES),
    }
    return render(request, "findings/participant_detail.html", context)


@allow(Permission.WRITE_INTERVIEWS)
def create(request: HttpRequest) -> HttpResponse:
    """Take a participant in."""
    user, form = person(request), ParticipantCreateForm(*posted(request))
    page = Page("Add a participant", "Add", reverse("findings:participant_list"))
    return write(
        request,
        form,
        page,
        lambda: actions.add_participant(
            record_id=form.cleaned_data["record_id"],
            facts=form.facts(),
            name=form.cleaned_data["name"],
            by=user,
        ),
        lambda made: (f"This participant is {made.code}.", made.get_absolute_url()),
    )


@allow(Permission.WRITE_INTERVIEWS)
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change group or consent."""
    user = person(request)
    participant = _participant(user, key)
    form = ParticipantEditForm(
        *posted(request), initial=initial_of(participant, ParticipantEditForm)
    )
    page = Page(f"Change {participant.code}", "Save", participant.get_absolute_url())
    return write(
        request,
        form,
        page,
        lambda: actions.amend_participant(
            participant=participant,
            revision=form.cleaned_data["revision"],
            facts=form.facts(),
            by=user,
        ),
        lambda made: (f"{made.code} is changed.", made.get_absolute_url()),
        record=participant,
    )


@allow(Permission.WRITE_INTERVIEWS)
def consent(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record that consent to be quoted was withdrawn."""
    user = person(request)
    participant = _participant(user, key)
    form = RevisionForm(*posted(request), initial={"revision": participant.revision})
    page = Page(
        f"{participant.code} withdraws consent",
        "Record it",
        participant.get_absolute_url(),
        warning=(
            "Their words are quoted nowhere from the next release on, and findings that showed "
            "them go back to review. Issued reports cannot be recalled. This cannot be undone."
        ),
    )
    return write(
        request,
        form,
        page,
        lambda: actions.withdraw_consent(
            participant=participant, revision=form.cleaned_data["revision"], by=user
        ),
        lambda made: ("The withdrawal is recorded.", made.get_absolute_url()),
        record=participant,
    )


@allow(Permission.WRITE_INTERVIEWS)
def name(request: HttpRequest, key: UUID) -> HttpResponse:
    """Put a name into the vault."""
    user = person(request)
    participant = _participant(user, key)
    form = NameForm(*posted(request))
    page = Page(
        f"Seal a name for {participant.code}",
        "Seal it",
        participant.get_absolute_url(),
        lede="The name goes to the vault. It replaces an earlier one and is shown on no page.",
    )
    return write(
        request,
        form,
        page,
        lambda: actions.seal_name(participant=participant, name=form.cleaned_data["name"], by=user),
        lambda made: ("The name is sealed.", made.get_absolute_url()),
    )


@never_cache
@allow(Permission.READ_IDENTITIES)
@confirmed
def identity(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show the name once, after the reason is on record."""
    user = person(request)
    participant = _participant(user, key)
    form = ReasonForm(*posted(request))
    found = attempt(
        form,
        lambda: actions.read_name(
            participant=participant, by=user, reason=form.cleaned_data["reason"]
        ),
    )
    template = "findings/participant_identity.html"
    return form_page(request, template, form, participant=participant, found=found)


def _participant(user: User, key: UUID) -> Participant:
    found: Participant = get_object_or_404(Participant.objects.visible_to(user), pk=key)
    return found
