"""Letters about requests: asked, due soon, overdue; each step goes out once per due date."""

from collections import defaultdict
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from clayton_review import clock
from clayton_review.audit.actions import record
from clayton_review.documents.models import DocumentRequest, Reminder, ReminderStep
from clayton_review.languages import english_address
from clayton_review.letters.actions import write_letter
from clayton_review.letters.content import LetterContent

SOON = timedelta(days=3)
LATER = timedelta(days=14)


def remind() -> int:
    """Write to everybody who must hear of a request now; return the number of letters.

    One letter per person with everything in it. Safe to run again: a step is written of once for a
    due date.
    """
    letters: dict[str, list[DocumentRequest]] = defaultdict(list)
    for request in DocumentRequest.objects.open().select_related("addressee").order_by("due_on"):
        if request.recipient:
            letters[request.recipient].append(request)
    today = clock.today()
    return sum(_write_to(email, letters[email], today) for email in sorted(letters))


def step_of(request: DocumentRequest, today: date) -> ReminderStep | None:
    """Return the reminder due for an open request on this day; None between asking and due."""
    if today >= request.due_on + LATER:
        return ReminderStep.STILL_OVERDUE
    if today > request.due_on:
        return ReminderStep.OVERDUE
    return ReminderStep.SOON if today >= request.due_on - SOON else None


def _write_to(email: str, requests: list[DocumentRequest], today: date) -> bool:
    with transaction.atomic():
        ids = [request.pk for request in requests]
        rows = list(
            DocumentRequest.objects.select_for_update(of=("self",))
            .filter(pk__in=ids)
            .open()
            .select_related("addressee")
            .order_by("due_on", "reference")
        )
        by_step: dict[str, list[DocumentRequest]] = defaultdict(list)
        for request in rows:
            for step in _steps(request, today):
                if _is_new(request, step, email):
                    by_step[step].append(request)
                    break
        if not by_step:
            return False
        _write(email, rows[0], by_step)
        record(
            by=None,
            verb="reminded of requests",
            obj=rows[0],
            requests={
                step: [request.reference for request in due] for step, due in by_step.items()
            },
        )
    return True


def _steps(request: DocumentRequest, today: date) -> list[ReminderStep]:
    """Return the step of the day, or the first letter if none was sent for this request yet."""
    step = step_of(request, today)
    if step is not None:
        return [step]
    return [] if request.reminders.exists() else [ReminderStep.ASKED]


def _is_new(request: DocumentRequest, step: ReminderStep, email: str) -> bool:
    _, is_new = Reminder.objects.get_or_create(
        request=request,
        step=step,
        due_on=request.due_on,
        defaults={"sent_to": email, "sent_at": clock.now()},
    )
    return is_new


def _write(email: str, first: DocumentRequest, by_step: dict[str, list[DocumentRequest]]) -> None:
    n_requests = sum(map(len, by_step.values()))
    name = first.addressee.name if first.addressee else first.office
    words = {
        "name": name,
        "has_account": first.addressee is not None,
        "address": settings.SITE_URL + english_address("requests:city_list"),
        "phone": settings.STUDY_PHONE,
        "late": [*by_step[ReminderStep.STILL_OVERDUE], *by_step[ReminderStep.OVERDUE]],
        "soon": by_step[ReminderStep.SOON],
        "asked": by_step[ReminderStep.ASKED],
    }
    subject = (
        "A document we asked for" if n_requests == 1 else f"{n_requests} documents we asked for"
    )
    write_letter(
        to=email,
        subject=f"{subject} (Clayton Review)",
        content=LetterContent(render_to_string("documents/mail_reminder.txt", words)),
    )
