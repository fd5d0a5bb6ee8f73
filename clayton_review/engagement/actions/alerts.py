"""Alerts at 75, 90 and 100 percent of the limit: raised once, canceled when no longer true."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.audit.actions import record
from clayton_review.citable.records import Record
from clayton_review.engagement.models import (
    LEVELS,
    Alert,
    AlertNotice,
    Amendment,
    Contract,
    Expense,
)
from clayton_review.engagement.selectors import fees_to_date, limit_in_force
from clayton_review.jobs.actions import request_run
from clayton_review.languages import english_address
from clayton_review.letters.actions import write_letter
from clayton_review.letters.content import LetterContent

MAIL_ALERT = "engagement.mail_alert"
MONEY = (Contract, Amendment, Expense)  # what moves the fees or the limit


def lock_limit(model: type[Record]) -> None:
    """Lock the contract's row, so that two expenses recorded at once both see the full sum."""
    if issubclass(model, MONEY):
        list(Contract.objects.select_for_update().current())


def settle_alerts(*, cause: Record) -> dict[str, Any]:
    """Raise alerts that fees have reached, take back others; inside the caller's transaction.

    Returns what happened, for the audit row of that act; empty when nothing did.
    """
    limit = limit_in_force() if isinstance(cause, MONEY) else None
    if limit is None:
        return {}
    fees = fees_to_date()
    reached = {level for level in LEVELS if limit > 0 and fees * 100 >= limit * level}
    in_force = {alert.level: alert for alert in Alert.objects.select_for_update().in_force()}
    raised = sorted(reached - in_force.keys())
    for level in raised:
        new_alert = Alert.objects.create(
            level=level, cause=_cause_text(cause), fees=fees, limit=limit
        )
        request_run(MAIL_ALERT, str(new_alert.pk))
    taken_back = sorted(in_force.keys() - reached)
    for level in taken_back:
        alert = in_force[level]
        alert.taken_back_at, alert.taken_back_because = clock.now(), _cause_text(cause)
        alert.save()
        request_run(MAIL_ALERT, str(alert.pk))
    happened = {"alerts_raised": raised, "alerts_taken_back": taken_back}
    return {name: levels for name, levels in happened.items() if levels}


def mail_alert(*, alert: Alert) -> int:
    """Write to every lead once that an alert was raised or canceled; return how many letters."""
    began = clock.now()
    current = Alert.objects.get(pk=alert.pk)
    if current.told_at and current.told_at >= (current.taken_back_at or current.raised_at):
        return 0
    leads = User.objects.holding(Permission.MANAGE_ENGAGEMENT).order_by("email")
    n_letters = sum(_write_to(lead, current) for lead in leads)
    with transaction.atomic():
        # not the time after the last letter: an alert canceled meanwhile has a letter to come
        Alert.objects.filter(pk=current.pk).update(told_at=began)
        record(by=None, verb="told the lead of an alert", obj=current, level=current.level)
    return n_letters


def _write_to(lead: User, alert: Alert) -> bool:
    is_canceled = alert.taken_back_at is not None
    address = settings.SITE_URL + english_address("engagement:overview")
    words = {"lead": lead, "alert": alert, "address": address}
    with transaction.atomic():
        _, is_new = AlertNotice.objects.get_or_create(
            alert=alert, person=lead, is_canceled=is_canceled
        )
        if is_new:
            write_letter(
                to=lead.email,
                subject=f"{alert.level}% of the contract limit: "
                f"{'canceled' if is_canceled else 'reached'}",
                content=LetterContent(render_to_string("engagement/mail_alert.txt", words)),
            )
    return is_new


def _cause_text(cause: Record) -> str:
    state = (
        "withdrawn" if cause.is_withdrawn else "recorded" if cause.revision == 1 else "corrected"
    )
    name = str(cause._meta.verbose_name)
    return f"{name} {getattr(cause, 'reference', '')} {state}"
