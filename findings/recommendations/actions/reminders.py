"""Letters that remind the city of due recommendations, once for each step."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.audit.actions import record
from clayton_review.letters.actions import write_letter
from clayton_review.letters.content import LetterContent
from findings.recommendations.models.recommendations import Recommendation
from findings.recommendations.models.responses import REMINDER_DAYS, Reminder, ReminderStep

REMINDER_JOB = "findings.remind"


def due_step(due_on: date, today: date) -> ReminderStep | None:
    """Return the latest reminder step whose day has come; earlier ones are skipped."""
    due_steps = [
        step for step, days in REMINDER_DAYS.items() if today >= due_on + timedelta(days=days)
    ]
    return due_steps[-1] if due_steps else None


def send_reminders(*, today: date) -> int:
    """Write the due reminders of all open recommendations and return the number of letters.

    Safe to run twice: a row per recommendation, step, date and person is made in the transaction
    that writes the letter. Recommendations that the city has reported are left out.
    """
    return sum(_write_to(*letter) for letter in _due_letters(today))


def _due_letters(today: date) -> Iterator[tuple[Recommendation, date, ReminderStep, User]]:
    last = today + timedelta(days=-min(REMINDER_DAYS.values()))
    rows = Recommendation.objects.waiting_for_the_city().filter(due_on__lte=last)
    for row in rows.select_related("contact"):
        if row.due_on and (step := due_step(row.due_on, today)):
            yield from ((row, row.due_on, step, person) for person in _contacts(row))


def _contacts(row: Recommendation) -> list[User]:
    if row.contact and row.contact.is_active:
        return [row.contact]
    return list(User.objects.holding(Permission.REPORT_PROGRESS).order_by("email"))


def _write_to(row: Recommendation, due_on: date, step: ReminderStep, person: User) -> bool:
    with transaction.atomic():
        _, is_new = Reminder.objects.get_or_create(
            recommendation=row, step=step, due_on=due_on, person=person
        )
        if is_new:
            is_late = REMINDER_DAYS[step] > 0
            address = settings.SITE_URL + reverse("findings:progress_report", args=[row.reference])
            words = {"row": row, "person": person, "is_late": is_late, "address": address}
            subject = f"{row.reference} {'is overdue' if is_late else 'is due soon'}"
            text = render_to_string("findings/mail_reminder.txt", words)
            write_letter(to=person.email, subject=subject, content=LetterContent(text))
            record(by=None, verb="reminded the city", obj=row, step=step.value)
    return is_new
