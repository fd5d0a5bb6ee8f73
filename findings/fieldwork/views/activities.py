"""Pages of field activities: the list, one activity, its form, notes and quotes."""

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
from clayton_review.citable.form_page import FormPageTexts, save_or_show, withdraw_page
from clayton_review.figures import Audience, Scope
from clayton_review.web.formatting import day
from clayton_review.web.pages import Column, Filter, form_page, listing, saved
from findings.coding.actions.excerpts import mark_excerpt
from findings.coding.forms import QuoteForm
from findings.coding.selectors.code_book import new_codes_sentence, unknown_code_names
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
    initial_attendance,
)
from findings.fieldwork.models.activities import ActivityKind, FieldActivity
from findings.fieldwork.selectors.activity_notes import activity_notes
from findings.fieldwork.selectors.attendance import attendance_summary
from findings.interviews.models.participants import SPOKEN_LANGUAGES

_COLUMNS = (
    Column("Activity", lambda row: row.reference, url=lambda row: row.get_absolute_url()),
    Column("Title", lambda row: row.title),
    Column("Type", lambda row: row.get_kind_display()),
    Column("Day", lambda row: day(row.held_on)),
    Column("Led by", lambda row: ", ".join(p.name for p in row.facilitators.all())),
    Column("In all", lambda row: row.n_attended, kind="count"),
    Column("By group", lambda row: attendance_summary(row).by_group or None, kind="count"),
)


@require_safe
@allow(Permission.READ_INTERVIEWS)
def index(request: HttpRequest) -> HttpResponse:
    """List all field activities."""
    activities = listing(
        request,
        FieldActivity.objects.visible_to(person(request)).current().for_pages(),
        search=("title__icontains", "reference__icontains", "text__icontains"),
        filters={"kind": Filter("Type", ActivityKind.choices), "language": SPOKEN_LANGUAGES},
        sorts={"newest": "-held_on", "oldest": "held_on"},
        columns=_COLUMNS,
        filename="activities",
    )
    if activities.is_download:
        return activities.download()
    figure = figures.compute("findings.attendance", Scope(clock.now(), Audience.TEAM))
    return render(request, "findings/activity_list.html", {"listing": activities, "figure": figure})


@require_safe
@allow(Permission.READ_INTERVIEWS)
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one activity with attendance, notes and follow-ups."""
    activity = _activity(person(request), reference)
    context = {
        "activity": activity,
        "attendance": attendance_summary(activity),
        "page": activity_notes(activity),
    }
    return render(request, "findings/activity_detail.html", context)


@allow(Permission.WRITE_INTERVIEWS)
def create(request: HttpRequest) -> HttpResponse:
    """Record an activity."""
    user = person(request)
    form = ActivityCreateForm(*posted(request), initial={"facilitators": [user.pk]})
    return save_or_show(
        request,
        form,
        FormPageTexts(
            "Record a field activity", "Record the activity", reverse("findings:activity_list")
        ),
        lambda: record_activity(
            record_id=form.cleaned_data["record_id"],
            values=form.values(),
            facilitators=form.cleaned_data["facilitators"],
            attendance=form.attendance(),
            by=user,
        ),
        lambda record: (
            f"{record.reference} was recorded. Now write its notes.",
            reverse("findings:activity_notes", args=[record.reference]),
        ),
    )


@allow(Permission.WRITE_INTERVIEWS)
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """Correct an activity."""
    user = person(request)
    activity = _activity(user, reference)
    initial = {**initial_of(activity, ActivityEditForm), **initial_attendance(activity)}
    form = ActivityEditForm(*posted(request), initial=initial)
    return save_or_show(
        request,
        form,
        FormPageTexts(
            f"Edit {activity.reference}", "Save the changes", activity.get_absolute_url()
        ),
        lambda: amend_activity(
            activity=activity,
            revision=form.cleaned_data["revision"],
            values=form.values(),
            facilitators=form.cleaned_data["facilitators"],
            attendance=form.attendance(),
            by=user,
        ),
        lambda record: (f"{record.reference} was updated.", record.get_absolute_url()),
        record=activity,
    )


@allow(Permission.WRITE_INTERVIEWS)
def notes(request: HttpRequest, reference: str) -> HttpResponse:
    """Write the notes; a stale form shows both texts."""
    user = person(request)
    activity = _activity(user, reference)
    form = NotesForm(*posted(request), initial=initial_of(activity, NotesForm))
    new_names = unknown_code_names([str(form.data.get("text", ""))])
    changed = attempt(
        form,
        lambda: write_notes(
            activity=activity,
            revision=form.cleaned_data["revision"],
            text=form.cleaned_data["text"],
            by=user,
        ),
        record=activity,
    )
    if changed is None:
        return form_page(request, "findings/activity_notes.html", form, activity=activity)
    saved(request, f"The notes were saved.{new_codes_sentence(new_names)}")
    return redirect(changed)


@allow(Permission.WRITE_INTERVIEWS)
def mark(request: HttpRequest, reference: str) -> HttpResponse:
    """Cut a quote from the notes."""
    user = person(request)
    activity = _activity(user, reference)
    form = QuoteForm(*posted(request))
    excerpt = attempt(
        form,
        lambda: mark_excerpt(
            source=activity,
            words=form.cleaned_data["words"],
            start=form.cleaned_data["start"],
            by=user,
        ),
    )
    if excerpt is None:
        context: dict[str, Any] = {"text": activity.text, "speaker": activity.speaker()}
        return form_page(request, "findings/quote_create.html", form, **context)
    saved(request, "The quote was marked. Now choose its codes.")
    return redirect("findings:quote_detail", excerpt.pk)


@allow(Permission.WRITE_INTERVIEWS)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Withdraw an activity, with the reason."""
    user = person(request)
    activity = _activity(user, reference)
    page = FormPageTexts(
        f"Withdraw {activity.reference}",
        "Withdraw the activity",
        activity.get_absolute_url(),
        warning="It will no longer appear in the list or in any count, and it will not count as "
        "evidence. Its words will not be quoted again, and findings that showed them go back to "
        "review. Issued reports keep what they printed. The team keeps the notes. This cannot be "
        "undone.",
    )
    return withdraw_page(
        request,
        activity,
        page,
        lambda revision, reason: withdraw_activity(
            activity=activity, revision=revision, reason=reason, by=user
        ),
        edit_form=ActivityEditForm,
    )


def _activity(user: User, reference: str) -> FieldActivity:
    rows = FieldActivity.objects.visible_to(user).for_pages()
    activity: FieldActivity = get_object_or_404(rows, reference=reference)
    return activity
