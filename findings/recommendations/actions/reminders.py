"""Letters to the city before and after a recommendation is due, each step once."""

from datetime import date, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.audit.actions import record
from findings.recommendations.models.recommendations import Recommendation
from findings.recommendations.models.responses import REMINDER_DAYS, Reminder, ReminderStep

REMIND = "findings.remind"


def step_due(due_on: date, today: date) -> ReminderStep | None:
    """The latest step whose day has come; earlier ones are not made up for."""
    come = [step for step, days in REMINDER_DAYS.items() if today >= due_on + timedelta(days=days)]
    return come[-1] if come else None


def send_reminders(*, today: date) -> int:
    """Write about every open recommendation whose step has come; returns how many letters went.

    Safe to run as often as one likes: a row per recommendation, step, date and person is made in
    the transaction that sends. What the city has reported waits for us, so nobody is reminded.
    """
    last = today + timedelta(days=-min(REMINDER_DAYS.values()))
    rows = Recommendation.objects.waiting_for_the_city().filter(due_on__lte=last)
    return sum(_remind_about(row, today) for row in rows.select_related("contact"))


def _remind_about(row: Recommendation, today: date) -> int:
    if row.due_on is None or (step := step_due(row.due_on, today)) is None:
        return 0
    return sum(_write_to(row, row.due_on, step, person) for person in _contacts(row))


def _contacts(row: Recommendation) -> list[User]:
    if row.contact and row.contact.is_active:
        return [row.contact]
    return list(User.objects.filter(role=Role.CITY, is_active=True).order_by("email"))


def _write_to(row: Recommendation, due_on: date, step: ReminderStep, person: User) -> bool:
    with transaction.atomic():
        _, is_new = Reminder.objects.get_or_create(
            recommendation=row, step=step, due_on=due_on, person=person
        )
        if is_new:
            is_late = REMINDER_DAYS[step] > 0
            address = f"{settings.SITE_URL}/progress/{row.reference}/"
            words = {"row": row, "person": person, "is_late": is_late, "address": address}
            subject = f"{row.reference} {'is overdue' if is_late else 'is due soon'}"
            send_mail(
                subject=subject,
                message=render_to_string("findings/mail_reminder.txt", words),
                from_email=settings.DEFAULT_FROM_EMAIL,
                recipient_list=[person.email],
            )
            record(by=None, verb="reminded the city", obj=row, step=step.value)
    return is_new
