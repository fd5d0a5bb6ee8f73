"""Incidents: list, one page of everything about one, open, amend, move, withdraw."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass, Permission
from clayton_review.citable.editing import WithdrawForm, attempt, initial_of, posted
from clayton_review.web.pages import Column, Filter, form_page, listing, saved
from incidents import actions, selectors
from incidents.forms.incident import IncidentCreateForm, IncidentEditForm, IncidentStatusForm
from incidents.models import Incident, IncidentStatus
from incidents.policies import can_edit

_COLUMNS = (
    Column("Incident", lambda row: row.title, url=lambda row: row.get_absolute_url()),
    Column("Reference", lambda row: row.reference, kind="reference"),
    Column("When", lambda row: row.when),
    Column("Place", lambda row: row.place),
    Column("Agency", lambda row: row.agency),
    Column("Review status", lambda row: row.get_status_display()),
    Column("Claims", lambda row: row.n_claims, kind="number"),
    Column("Evidence", lambda row: row.n_evidence, kind="number"),
)
_SEARCH = ("title__icontains", "summary__icontains", "place__icontains", "reference__icontains")
_SORTS = {
    "newest_record": "-reference",
    "newest_incident": "-happened_from",
    "oldest_incident": "happened_from",
    "title": "title",
}


@require_safe
@allow(Permission.READ_INCIDENTS)
def index(request: HttpRequest) -> HttpResponse:
    """List all incidents that this person may open."""
    user = person(request)
    matches = listing(
        request,
        selectors.incidents_for_list(user),
        search=_SEARCH,
        filters={
            "status": Filter("Review status", IncidentStatus.choices),
            "disclosure_class": Filter("Class", DisclosureClass.choices),
        },
        sorts=_SORTS,
        columns=_COLUMNS,
        filename="incidents",
    )
    if matches.is_download:
        return matches.download()
    context = {
        "listing": matches,
        "n_open_points": selectors.n_open_points(user),
        "may_write": user.may(Permission.WRITE_INCIDENTS),
    }
    return render(request, "incidents/incident_list.html", context)


@require_safe
@allow(Permission.READ_INCIDENTS)
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one incident: points with their claims, timeline, people, evidence, history."""
    user = person(request)
    incident = incident_of(user, reference)
    context = {
        "incident": incident,
        "parts": selectors.parts_of(incident, user),
        "may_write": can_edit(user, incident),
        "may_move": user.may(Permission.WRITE_INCIDENTS) and not incident.is_withdrawn,
    }
    return render(request, "incidents/incident_detail.html", context)


@allow(Permission.WRITE_INCIDENTS)
def create(request: HttpRequest) -> HttpResponse:
    user = person(request)
    form = IncidentCreateForm(*posted(request), user=user)

    def act() -> Incident:
        return actions.open_incident(
            record_id=form.cleaned_data["record_id"],
            values=form.values(is_demonstration=False),
            by=user,
        )

    incident = attempt(form, act)
    if incident is None:
        return form_page(request, "incidents/incident_create.html", form)
    saved(request, f"{incident.reference} was filed.")
    return redirect(incident)


@allow(Permission.WRITE_INCIDENTS)
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    user = person(request)
    incident = incident_of(user, reference)
    initial = initial_of(incident, IncidentEditForm)
    form = IncidentEditForm(*posted(request), user=user, initial=initial)

    def act() -> Incident:
        values = form.values(is_demonstration=incident.is_demonstration)
        revision = form.cleaned_data["revision"]
        return actions.amend_incident(incident=incident, revision=revision, values=values, by=user)

    return _answer(request, form, act, incident, page="incident_edit", done="was updated")


@allow(Permission.WRITE_INCIDENTS)
def move(request: HttpRequest, reference: str) -> HttpResponse:
    """Take the review of an incident to another status."""
    user = person(request)
    incident = incident_of(user, reference)
    initial = {"revision": incident.revision}
    form = IncidentStatusForm(*posted(request), incident=incident, initial=initial)

    def act() -> Incident:
        stated = form.cleaned_data
        return actions.move_incident(
            incident=incident,
            revision=stated["revision"],
            to=stated["status"],
            reason=stated["reason"],
            by=user,
        )

    return _answer(
        request, form, act, incident, page="incident_move", done="has a new review status"
    )


@allow(Permission.WRITE_INCIDENTS)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take an incident out of use, after asking."""
    user = person(request)
    incident = incident_of(user, reference)
    form = WithdrawForm(*posted(request), details=_details, initial={"revision": incident.revision})

    def act() -> Incident:
        stated = form.cleaned_data
        return actions.withdraw_incident(
            incident=incident, revision=stated["revision"], reason=stated["reason"], by=user
        )

    return _answer(request, form, act, incident, page="incident_withdraw", done="was withdrawn")


def _details(incident: Incident) -> list[tuple[str, object]]:
    return [
        ("Title", incident.title),
        ("When", incident.when),
        ("Place", incident.place),
        ("Agency", incident.agency),
        ("Summary", incident.summary),
    ]


def incident_of(user: User, reference: str) -> Incident:
    """Return the incident of this reference; 404 if this person may not open it."""
    rows = Incident.objects.visible_to(user).select_related("withdrawn_by", "recorded_by")
    incident: Incident = get_object_or_404(rows, reference=reference)
    return incident


def _answer(
    request: HttpRequest, form: Any, act: Any, incident: Incident, *, page: str, done: str
) -> HttpResponse:
    if attempt(form, act, record=incident) is None:
        return form_page(request, f"incidents/{page}.html", form, incident=incident)
    saved(request, f"{incident.reference} {done}.")
    return redirect(incident)
