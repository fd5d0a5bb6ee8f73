"""Pages of field activities: the list, one activity, its facts and its notes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from clayton_review import clock, figures
from clayton_review.accounts.access import allow, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import attempt, initial_of, posted
from clayton_review.citable.form_page import Page, take_back, write
from clayton_review.figures import Audience, Scope
from clayton_review.web.formatting import day
from clayton_review.web.pages import Column, form_page, listing, saved
from findings.coding.actions.excerpts import mark_excerpt
from findings.coding.forms import QuoteForm
from findings.coding.selectors.code_book import new_code_words, not_yet_known
from findings.fieldwork.actions.activities import (
    amend_activity,
    record_activity,
    withdraw_activity,
    write_notes,
)
from findings.fieldwork.forms.activities import (
    ActivityCreateForm,
    ActivityEditForm,
    NotesForm,
    initial_turnout,
)
from findings.fieldwork.models.activities import ActivityKind, FieldActivity
from findings.fieldwork.selectors.activity_notes import notes_page
from findings.fieldwork.selectors.turnout import turnout
from findings.interviews.models.participants import Language

_COLUMNS = (
    Column("Activity", lambda row: row.reference, url=lambda row: row.get_absolute_url()),
    Column("Title", lambda row: row.title),
    Column("Kind", lambda row: row.get_kind_display()),
    Column("Day", lambda row: day(row.held_on)),
    Column("Held by", lambda row: ", ".join(p.name for p in row.facilitators.all())),
    Column("In all", lambda row: row.n_attended, kind="count"),
    Column("By group", lambda row: turnout(row).by_group or None, kind="count"),
)


@require_safe
@allow(Permission.READ_INTERVIEWS)
def index(request: HttpRequest) -> HttpResponse:
    """All field activities."""
    found = listing(
        request,
        FieldActivity.objects.visible_to(person(request)).current().for_pages(),
        search=("title__icontains", "reference__icontains", "text__icontains"),
        filters={"kind": ActivityKind.choices, "language": Language.choices},
        sorts={"newest": "-held_on", "oldest": "held_on"},
        columns=_COLUMNS,
        filename="activities",
    )
    if found.wants_csv:
        return found.csv()
    made = figures.compute("findings.attendance", Scope(clock.now(), Audience.TEAM))
    return render(request, "findings/activity_list.html", {"listing": found, "figure": made})


@require_safe
@allow(Permission.READ_INTERVIEWS)
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    """One activity: who attended, what was noted, what is to follow."""
    activity = _activity(person(request), reference)
    context = {
        "activity": activity,
        "turnout": turnout(activity),
        "page": notes_page(activity),
    }
    return render(request, "findings/activity_detail.html", context)


@allow(Permission.WRITE_INTERVIEWS)
def create(request: HttpRequest) -> HttpResponse:
    """Record an activity."""
    user = person(request)
    form = ActivityCreateForm(*posted(request), initial={"facilitators": [user.pk]})
    return write(
        request,
        form,
        Page("Record a field activity", "Record the activity", reverse("findings:activity_list")),
        lambda: record_activity(
            record_id=form.cleaned_data["record_id"],
            facts=form.facts(),
            facilitators=form.cleaned_data["facilitators"],
            turnout=form.turnout(),
            by=user,
        ),
        lambda made: (
            f"This is {made.reference}. Write its notes.",
            reverse("findings:activity_notes", args=[made.reference]),
        ),
    )


@allow(Permission.WRITE_INTERVIEWS)
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """Correct the facts of an activity."""
    user = person(request)
    activity = _activity(user, reference)
    initial = {**initial_of(activity, ActivityEditForm), **initial_turnout(activity)}
    form = ActivityEditForm(*posted(request), initial=initial)
    return write(
        request,
        form,
        Page(f"Edit {activity.reference}", "Save", activity.get_absolute_url()),
        lambda: amend_activity(
            activity=activity,
            revision=form.cleaned_data["revision"],
            facts=form.facts(),
            facilitators=form.cleaned_data["facilitators"],
            turnout=form.turnout(),
            by=user,
        ),
        lambda made: (f"{made.reference} was updated.", made.get_absolute_url()),
        record=activity,
    )


@allow(Permission.WRITE_INTERVIEWS)
def notes(request: HttpRequest, reference: str) -> HttpResponse:
    """Write what was said and seen; a stale form keeps both texts."""
    user = person(request)
    activity = _activity(user, reference)
    form = NotesForm(*posted(request), initial=initial_of(activity, NotesForm))
    unknown = not_yet_known([str(form.data.get("text", ""))])
    made = attempt(
        form,
        lambda: write_notes(
            activity=activity,
            revision=form.cleaned_data["revision"],
            text=form.cleaned_data["text"],
            by=user,
        ),
        record=activity,
    )
    if made is None:
        return form_page(request, "findings/activity_notes.html", form, activity=activity)
    saved(request, f"The notes were saved.{new_code_words(unknown)}")
    return redirect(made)


@allow(Permission.WRITE_INTERVIEWS)
def mark(request: HttpRequest, reference: str) -> HttpResponse:
    """Cut a quote out of the notes."""
    user = person(request)
    activity = _activity(user, reference)
    form = QuoteForm(*posted(request))
    made = attempt(
        form,
        lambda: mark_excerpt(
            source=activity,
            words=form.cleaned_data["words"],
            start=form.cleaned_data["start"],
            by=user,
        ),
    )
    if made is None:
        context: dict[str, Any] = {"text": activity.text, "voice": activity.voice()}
        return form_page(request, "findings/quote_create.html", form, **context)
    saved(request, "The quote was marked. Now choose its codes.")
    return redirect("findings:quote_detail", made.pk)


@allow(Permission.WRITE_INTERVIEWS)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take an activity out of all counts."""
    user = person(request)
    activity = _activity(user, reference)
    page = Page(
        f"Withdraw {activity.reference}",
        "Withdraw the activity",
        activity.get_absolute_url(),
        warning="It will no longer appear in the list or in any count, and no quotes from it "
        "will be shown. The team keeps the notes.",
    )
    return take_back(
        request,
        activity,
        page,
        lambda revision, reason: withdraw_activity(
            activity=activity, revision=revision, reason=reason, by=user
        ),
    )


def _activity(user: User, reference: str) -> FieldActivity:
    rows = FieldActivity.objects.visible_to(user).for_pages()
    found: FieldActivity = get_object_or_404(rows, reference=reference)
    return found
