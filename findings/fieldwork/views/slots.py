"""Pages of slots: the calendar, offering, booking, moving, freeing, and the reminder texts."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from clayton_review import clock
from clayton_review.accounts.access import allow, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.accounts.selectors import study_team
from clayton_review.citable.editing import attempt, initial_of, posted
from clayton_review.citable.form_page import Page, take_back, write
from clayton_review.web.formatting import moment
from clayton_review.web.pages import Column, Filter, listing, saved
from findings.fieldwork.actions.slots import (
    book_slot,
    close_slot,
    free_slot,
    move_slot,
    offer_slot,
    withdraw_slot,
)
from findings.fieldwork.forms.slots_and_contacts import BookForm, SlotCreateForm, SlotEditForm
from findings.fieldwork.models.slots import Slot, SlotState
from findings.fieldwork.selectors.appointment_reminders import reminders
from findings.interviews.forms import RevisionForm
from findings.interviews.models.participants import Language, Participant

_COLUMNS = (
    Column("Starts", lambda row: moment(row.starts_at), url=lambda row: row.get_absolute_url()),
    Column("State", lambda row: row.get_state_display()),
    Column("Participant", lambda row: str(row.participant or "")),
    Column("Interviewer", lambda row: row.interviewer.name),
    Column("Where", lambda row: row.where or row.get_mode_display()),
    Column("Language", lambda row: row.get_language_display()),
)
_TIMES = [("ahead", "Upcoming"), ("past", "Past")]


@require_safe
@allow(Permission.READ_INTERVIEWS)
def index(request: HttpRequest) -> HttpResponse:
    """All slots, those to come first."""
    rows = Slot.objects.visible_to(person(request)).current()
    wanted = _wanted(request)
    found = listing(
        request,
        rows.soonest_first(clock.now()).for_pages(),
        search=("where__icontains", "interviewer__name__icontains"),
        filters={
            "time": Filter("Time", _TIMES, _at_time),
            "state": SlotState.choices,
            "interviewer": Filter("Interviewer", study_team().values_list("pk", "name")),
            "language": Language.choices,
        },
        sorts={"soonest": ("is_over", "starts_at"), "latest": "-starts_at"},
        columns=(_starts(wanted), *_COLUMNS[1:]),
        filename="slots",
        kept={"for": str(wanted.pk)} if wanted else {},
    )
    if found.wants_csv:
        return found.csv()
    ahead = rows.ahead(clock.now())
    counts = {state: ahead.filter(state=state).count() for state in ("open", "booked")}
    context = {"listing": found, "counts": counts, "wanted": wanted}
    return render(request, "findings/slot_list.html", context)


@require_safe
@allow(Permission.READ_INTERVIEWS)
def detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """One slot, with what can be done with it and the words of its reminder."""
    slot = _slot(person(request), key)
    form = RevisionForm(initial={"revision": slot.revision})
    return render(request, "findings/slot_detail.html", _page(slot, form))


@allow(Permission.WRITE_INTERVIEWS)
def create(request: HttpRequest) -> HttpResponse:
    """Offer a time at which somebody can talk with us."""
    user = person(request)
    form = SlotCreateForm(*posted(request), user=user)
    return write(
        request,
        form,
        Page("Add a slot", "Add the slot", reverse("findings:slot_list")),
        lambda: offer_slot(record_id=form.cleaned_data["record_id"], facts=form.facts(), by=user),
        lambda made: ("The slot was added and can be booked.", made.get_absolute_url()),
    )


@allow(Permission.WRITE_INTERVIEWS)
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Move a slot."""
    user = person(request)
    slot = _slot(user, key)
    initial = {**initial_of(slot, SlotEditForm), "minutes": slot.minutes}
    form = SlotEditForm(*posted(request), user=user, initial=initial)
    return write(
        request,
        form,
        Page("Reschedule the slot", "Reschedule", slot.get_absolute_url()),
        lambda: move_slot(
            slot=slot, revision=form.cleaned_data["revision"], facts=form.facts(), by=user
        ),
        lambda made: ("The slot was rescheduled.", made.get_absolute_url()),
        record=slot,
    )


@allow(Permission.WRITE_INTERVIEWS)
def book(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keep a slot for a participant."""
    user = person(request)
    slot = _slot(user, key)
    initial = {"revision": slot.revision, "participant": request.GET.get("participant", "")}
    form = BookForm(*posted(request), user=user, initial=initial)
    title = f"Book {moment(slot.starts_at)}"
    return write(
        request,
        form,
        Page(title, "Book the slot", slot.get_absolute_url()),
        lambda: book_slot(
            slot=slot,
            revision=form.cleaned_data["revision"],
            participant=form.cleaned_data["participant"],
            by=user,
        ),
        lambda made: ("The slot is booked. Let the participant know.", made.get_absolute_url()),
        record=slot,
    )


@require_POST
@allow(Permission.WRITE_INTERVIEWS)
def move(request: HttpRequest, key: UUID) -> HttpResponse:
    """Free a slot, or say whether the participant came."""
    user = person(request)
    slot, form, to = _slot(user, key), RevisionForm(request.POST), request.POST.get("to", "")

    def act() -> Slot:
        revision = form.cleaned_data["revision"]
        if to == SlotState.OPEN:
            return free_slot(slot=slot, revision=revision, by=user)
        return close_slot(slot=slot, revision=revision, to=to, by=user)

    moved = attempt(form, act)
    if moved is None:
        return render(request, "findings/slot_detail.html", _page(slot, form), status=422)
    saved(request, f"The slot is now {moved.get_state_display().lower()}.")
    return redirect(moved)


@allow(Permission.WRITE_INTERVIEWS)
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a slot out of the calendar."""
    user = person(request)
    slot = _slot(user, key)
    page = Page("Withdraw the slot", "Withdraw the slot", slot.get_absolute_url(),
                warning="It will no longer appear in the list. This cannot be undone.")  # fmt: skip
    return take_back(
        request,
        slot,
        page,
        lambda revision, reason: withdraw_slot(
            slot=slot, revision=revision, reason=reason, by=user
        ),
    )


def _wanted(request: HttpRequest) -> Participant | None:
    """For whom a slot is looked for, when one comes from the page of a participant."""
    try:
        key = UUID(request.GET.get("for", ""))
    except ValueError:
        return None
    found: Participant | None = (
        Participant.objects.visible_to(person(request)).current().filter(pk=key).first()
    )
    return found


def _starts(wanted: Participant | None) -> Column:
    """The first column; an open slot leads straight to booking it for whom it is looked for."""

    def url(slot: Slot) -> str:
        if wanted is None or slot.state != SlotState.OPEN:
            return slot.get_absolute_url()
        return f"{reverse('findings:slot_book', args=[slot.pk])}?participant={wanted.pk}"

    return Column("Starts", lambda row: moment(row.starts_at), url=url)


def _slot(user: User, key: UUID) -> Slot:
    found: Slot = get_object_or_404(Slot.objects.visible_to(user).for_pages(), pk=key)
    return found


def _page(slot: Slot, form: RevisionForm) -> dict[str, Any]:
    language = slot.participant.language if slot.participant else slot.language
    has_begun = slot.starts_at <= clock.now()
    texts = reminders(slot, language) if slot.state == SlotState.BOOKED and not has_begun else []
    return {"slot": slot, "form": form, "texts": texts, "has_begun": has_begun}


def _at_time(rows: Any, time: str) -> Any:
    now = clock.now()
    return rows.filter(ends_at__gt=now) if time == "ahead" else rows.filter(ends_at__lte=now)
