"""The parts of an incident: add, amend, withdraw, assess, note the state, download."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import WithdrawForm, attempt, details_by, initial_of, posted
from clayton_review.documents.forms.upload import kept_upload
from clayton_review.documents.selectors import content_of
from clayton_review.refusals import Refused
from clayton_review.web.downloads import attachment
from clayton_review.web.forms import PortalForm
from clayton_review.web.pages import form_page, saved
from clayton_review.web.request_size import ONE_FILE, takes_files
from incidents import actions
from incidents.forms import parts as forms
from incidents.models import Claim, EvidenceItem, IncidentPart, InvolvedPerson, TimelineEvent
from incidents.policies import can_edit
from incidents.views.incidents import incident_of


@dataclass(frozen=True)
class PartKind:
    """The model, words, forms and creating action behind the pages of one kind of part."""

    model: type[IncidentPart]
    noun: str
    add_words: str
    create_form: type[forms.PartForm]
    edit_form: type[forms.PartForm]
    add: Callable[..., Any]


PARTS: dict[str, PartKind] = {
    "claim": PartKind(
        Claim, "claim", "Add a claim",
        forms.ClaimCreateForm, forms.ClaimEditForm, actions.file_claim,
    ),
    "event": PartKind(
        TimelineEvent, "event", "Add an event",
        forms.EventCreateForm, forms.EventEditForm, actions.add_event,
    ),
    "person": PartKind(
        InvolvedPerson, "person", "Add a person",
        forms.PersonCreateForm, forms.PersonEditForm, actions.add_person,
    ),
    "evidence": PartKind(
        EvidenceItem, "evidence item", "Add evidence",
        forms.EvidenceCreateForm, forms.EvidenceEditForm, actions.register_evidence,
    ),
}  # fmt: skip


@takes_files(ONE_FILE)
@allow(Permission.WRITE_INCIDENTS)
def create(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    user, pages = person(request), PARTS[kind]
    incident = incident_of(user, reference)
    initial = {"point": request.GET.get("point", "")[:160]}
    form = pages.create_form(*posted(request), user=user, initial=initial)

    def act() -> Any:
        return pages.add(
            incident=incident,
            record_id=form.cleaned_data["record_id"],
            values=form.values(file=kept_upload(form, user)),
            by=user,
            **form.extra_values(),
        )

    part = attempt(form, act)
    if part is None:
        context = {"incident": incident, "pages": pages}
        return form_page(request, "incidents/part_create.html", form, **context)
    return _redirect_to_part(request, pages.noun, part)


@takes_files(ONE_FILE)
@allow(Permission.WRITE_INCIDENTS)
def edit(request: HttpRequest, reference: str, kind: str, part_id: UUID) -> HttpResponse:
    user, pages = person(request), PARTS[kind]
    part = _part(user, reference, pages.model, part_id)
    initial = initial_of(part, pages.edit_form)
    form = pages.edit_form(*posted(request), user=user, initial=initial)

    def act() -> Any:
        values = form.values(file=kept_upload(form, user) or getattr(part, "file", None))
        revision = form.cleaned_data["revision"]
        return actions.amend_part(part=part, revision=revision, values=values, by=user)  # type: ignore[type-var]

    return _answer(
        request, form, act, part, page="part_edit", done=f"The {pages.noun} was updated."
    )


@allow(Permission.WRITE_INCIDENTS)
def withdraw(request: HttpRequest, reference: str, kind: str, part_id: UUID) -> HttpResponse:
    """Take a part out of use, after asking."""
    user, pages = person(request), PARTS[kind]
    part = _part(user, reference, pages.model, part_id)
    form = WithdrawForm(
        *posted(request),
        details=details_by(pages.edit_form),
        initial={"revision": part.revision},
    )

    def act() -> Any:
        stated = form.cleaned_data
        return actions.withdraw_part(  # type: ignore[type-var]  # PARTS lists the four kinds
            part=part, revision=stated["revision"], reason=stated["reason"], by=user
        )

    return _answer(
        request, form, act, part, page="part_withdraw", done=f"The {pages.noun} was withdrawn."
    )


@require_safe
@allow(Permission.READ_INCIDENTS)
def claim(request: HttpRequest, reference: str, part_id: UUID) -> HttpResponse:
    """Show one claim with its source, its assessment and its whole history."""
    user = person(request)
    part = _part(user, reference, Claim, part_id)
    context = {
        "claim": part,
        "changes": part.changes.select_related("by"),  # type: ignore[attr-defined]
        "may_write": can_edit(user, part.incident) and not part.is_withdrawn,
    }
    return render(request, "incidents/claim_detail.html", context)


@allow(Permission.WRITE_INCIDENTS)
def assess(request: HttpRequest, reference: str, part_id: UUID) -> HttpResponse:
    user = person(request)
    claim: Any = _part(user, reference, Claim, part_id)
    initial = initial_of(claim, forms.ClaimAssessmentForm)
    form = forms.ClaimAssessmentForm(*posted(request), initial=initial)

    def act() -> Claim:
        return actions.assess_claim(claim=claim, by=user, **form.cleaned_data)

    return _answer(request, form, act, claim, page="claim_assess", done="The assessment was saved.")


@allow(Permission.WRITE_INCIDENTS)
def state(request: HttpRequest, reference: str, part_id: UUID) -> HttpResponse:
    """Record what became of a request for evidence."""
    user = person(request)
    item: Any = _part(user, reference, EvidenceItem, part_id)
    form = forms.EvidenceStateForm(*posted(request), item=item, initial={"revision": item.revision})

    def act() -> EvidenceItem:
        stated = form.cleaned_data
        return actions.move_evidence(
            item=item,
            revision=stated["revision"],
            to=stated["state"],
            on=stated["state_on"],
            reason=stated["reason"],
            by=user,
        )

    return _answer(request, form, act, item, page="evidence_state", done="The status was saved.")


@require_safe
@allow(Permission.READ_INCIDENTS)
def file(request: HttpRequest, reference: str, part_id: UUID) -> HttpResponse:
    """Send the file of an evidence item as a download."""
    item: Any = _part(person(request), reference, EvidenceItem, part_id)
    if item.file is None:
        raise Http404("This item has no file.")
    try:
        content = content_of(item.file)
    except Refused as refusal:
        context = {"document": item, "words": str(refusal)}
        return render(request, "documents/file_missing.html", context, status=503)
    return attachment(f"{item.reference}{item.file.extension}", content, item.file.content_type)


def _redirect_to_part(request: HttpRequest, noun: str, part: IncidentPart) -> HttpResponse:
    """Redirect to the part with a message; a form sent before leads to what it made then."""
    if not part.is_new:
        saved(request, f"This is already on record as {part}. Nothing was added.")
        return redirect(part)
    saved(request, f"The {noun} was added.")
    return redirect(part.incident)


def _part(user: User, reference: str, model: type[IncidentPart], part_id: UUID) -> IncidentPart:
    rows = model._default_manager.visible_to(user).filter(incident=incident_of(user, reference))  # type: ignore[attr-defined]
    part: IncidentPart = get_object_or_404(rows.select_related("incident"), pk=part_id)
    return part


def _answer(
    request: HttpRequest, form: PortalForm, act: Any, part: IncidentPart, *, page: str, done: str
) -> HttpResponse:
    if attempt(form, act, record=part) is None:
        return form_page(request, f"incidents/{page}.html", form, part=part)
    saved(request, done)
    return redirect(part)
