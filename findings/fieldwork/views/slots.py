"""Pages of slots: the list, one slot with its reminders, and forms to offer, book and move it."""

from typing import Any
from urllib.parse import urlencode
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
from clayton_review.citable.editing import RevisionForm, attempt, initial_of, posted
from clayton_review.citable.form_page import FormPageTexts, save_or_show, withdraw_page
from clayton_review.web.formatting import moment
from clayton_review.web.pages import Column, Filter, listing, saved
from findings.fieldwork.actions.slots import (
    book_slot,
    free_slot,
    offer_slot,
    record_slot_outcome,
    reschedule_slot,
    withdraw_slot,
)
from findings.fieldwork.forms.slots import BookForm, SlotCreateForm, SlotEditForm
from findings.fieldwork.models.slots import Slot, SlotState
from findings.fieldwork.selectors.appointment_reminders import reminders
from findings.interviews.models.interviews import InterviewMode, PlaceKind
from findings.interviews.models.participants import SPOKEN_LANGUAGES, Participant

_COLUMNS = (
    Column("Status", lambda row: row.get_state_display()),
    Column("Participant", lambda row: str(row.participant or "")),
    Column("Interviewer", lambda row: row.interviewer.name),
    Column("Where", lambda row: row.where or row.get_mode_display()),
    Column("Language", lambda row: row.get_language_display()),
)
_TIMES = [("ahead", "Upcoming"), ("past", "Past")]


@require_safe
@allow(Permission.READ_INTERVIEWS)
def index(request: HttpRequest) -> HttpResponse:
    """List all slots, those still to come first."""
    rows = Slot.objects.visible_to(person(request)).current()
    participant = _participant_to_book(request)
    slots = listing(
        request,
        rows.with_is_over(clock.now()).for_pages(),
        search=("where__icontains", "interviewer__name__icontains"),
        filters={
            "time": Filter("Time", _TIMES, _at_time),
            "state": Filter("Status", SlotState.choices),
            "interviewer": Filter("Interviewer", study_team().values_list("pk", "name")),
            "language": SPOKEN_LANGUAGES,
        },
        sorts={"soonest": ("is_over", "starts_at"), "latest": "-starts_at"},
        columns=(_start_column(participant), *_COLUMNS),
        filename="appointments",
        carried={"for": str(participant.pk)} if participant else {},
    )
    if slots.is_download:
        return slots.download()
    ahead = rows.ahead(clock.now())
    counts = {state: ahead.filter(state=state).count() for state in ("open", "booked")}
    context = {"listing": slots, "counts": counts, "participant": participant}
    return render(request, "findings/slot_list.html", context)


@require_safe
@allow(Permission.READ_INTERVIEWS)
def detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show one slot with its actions and reminders."""
    slot = _slot(person(request), key)
    form = RevisionForm(initial={"revision": slot.revision})
    return render(request, "findings/slot_detail.html", _page(slot, form))


@allow(Permission.WRITE_INTERVIEWS)
def create(request: HttpRequest) -> HttpResponse:
    """Offer a slot."""
    user = person(request)
    form = SlotCreateForm(*posted(request), user=user)
    return save_or_show(
        request,
        form,
        FormPageTexts("Add an appointment", "Add the appointment", reverse("findings:slot_list")),
        lambda: offer_slot(record_id=form.cleaned_data["record_id"], values=form.values(), by=user),
        lambda record: ("The appointment was added and can be booked.", record.get_absolute_url()),
    )


@allow(Permission.WRITE_INTERVIEWS)
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Reschedule a slot."""
    user = person(request)
    slot = _slot(user, key)
    initial = {**initial_of(slot, SlotEditForm), "minutes": slot.minutes}
    form = SlotEditForm(*posted(request), user=user, initial=initial)
    title = "Reschedule the appointment"
    return save_or_show(
        request,
        form,
        FormPageTexts(title, title, slot.get_absolute_url()),
        lambda: reschedule_slot(
            slot=slot, revision=form.cleaned_data["revision"], values=form.values(), by=user
        ),
        lambda record: ("The appointment was rescheduled.", record.get_absolute_url()),
        record=slot,
    )


@allow(Permission.WRITE_INTERVIEWS)
def book(request: HttpRequest, key: UUID) -> HttpResponse:
    """Book a slot for a participant."""
    user = person(request)
    slot = _slot(user, key)
    initial = {"revision": slot.revision, "participant": request.GET.get("participant", "")}
    form = BookForm(*posted(request), user=user, initial=initial)
    title = f"Book the appointment of {moment(slot.starts_at)}"
    return save_or_show(
        request,
        form,
        FormPageTexts(title, "Book the appointment", slot.get_absolute_url()),
        lambda: book_slot(
            slot=slot,
            revision=form.cleaned_data["revision"],
            participant=form.cleaned_data["participant"],
            by=user,
        ),
        lambda record: (
            "The appointment is booked. Let the participant know.",
            record.get_absolute_url(),
        ),
        record=slot,
    )


@require_POST
@allow(Permission.WRITE_INTERVIEWS)
def change_state(request: HttpRequest, key: UUID) -> HttpResponse:
    """Free a slot, or record if the participant came."""
    user = person(request)
    slot, form, to = _slot(user, key), RevisionForm(request.POST), request.POST.get("to", "")

    def act() -> Slot:
        revision = form.cleaned_data["revision"]
        if to == SlotState.OPEN:
            return free_slot(slot=slot, revision=revision, by=user)
        return record_slot_outcome(slot=slot, revision=revision, to=to, by=user)

    changed = attempt(form, act, record=slot)
    if changed is None:
        return render(request, "findings/slot_detail.html", _page(slot, form), status=422)
    saved(request, f"The appointment is now marked as {changed.get_state_display().lower()}.")
    return redirect(changed)


@allow(Permission.WRITE_INTERVIEWS)
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Withdraw a slot, with the reason."""
    user = person(request)
    slot = _slot(user, key)
    page = FormPageTexts(
        "Withdraw the appointment",
        "Withdraw the appointment",
        slot.get_absolute_url(),
        warning="It will no longer appear in the list. This cannot be undone.",
    )
    return withdraw_page(
        request,
        slot,
        page,
        lambda revision, reason: withdraw_slot(
            slot=slot, revision=revision, reason=reason, by=user
        ),
        edit_form=SlotEditForm,
    )


def _participant_to_book(request: HttpRequest) -> Participant | None:
    """Return the participant to book for, if the list was opened from their page."""
    try:
        key = UUID(request.GET.get("for", ""))
    except ValueError:
        return None
    participant: Participant | None = (
        Participant.objects.visible_to(person(request)).current().filter(pk=key).first()
    )
    return participant


def _start_column(participant: Participant | None) -> Column:
    """Return the first column; open slots link to booking for this participant, if there is one."""

    def url(slot: Slot) -> str:
        if participant is None or slot.state != SlotState.OPEN:
            return slot.get_absolute_url()
        return f"{reverse('findings:slot_book', args=[slot.pk])}?participant={participant.pk}"

    return Column("Starts", lambda row: moment(row.starts_at), url=url)


def _slot(user: User, key: UUID) -> Slot:
    slot: Slot = get_object_or_404(Slot.objects.visible_to(user).for_pages(), pk=key)
    return slot


def _page(slot: Slot, form: RevisionForm) -> dict[str, Any]:
    language = slot.participant.language if slot.participant else slot.language
    has_begun = slot.starts_at <= clock.now()
    texts = reminders(slot, language) if slot.state == SlotState.BOOKED and not has_begun else []
    context = {"slot": slot, "form": form, "texts": texts, "has_begun": has_begun}
    return {**context, "interview_url": _interview_url(slot)}


def _interview_url(slot: Slot) -> str:
    """Return the address of the form that logs the interview, filled in from the appointment."""
    is_call = slot.mode != InterviewMode.IN_PERSON
    values = {
        "participant": slot.participant_id or "",
        "interviewer": slot.interviewer_id,
        "held_on": f"{clock.local(slot.starts_at):%m/%d/%Y}",
        "mode": slot.mode,
        "place": PlaceKind.NONE.value if is_call else slot.place,
    }
    return f"{reverse('findings:interview_create')}?{urlencode(values)}"


def _at_time(rows: Any, time: str) -> Any:
    now = clock.now()
    return rows.filter(ends_at__gt=now) if time == "ahead" else rows.filter(ends_at__lte=now)
