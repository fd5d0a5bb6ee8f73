"""Choices and last visits of a person: digests, and when the portal was last opened."""

from datetime import datetime, timedelta

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import DigestFrequency, Preferences, User
from clayton_review.audit.actions import record

PAUSE = timedelta(minutes=30)  # after this long, coming back is a new visit


def note_visit(*, by: User) -> datetime:
    """Record a visit, and return the time of the one before.

    Pages opened within half an hour are one visit, so that reloading does not clear what changed.
    No audit row: when people look at their own start page is nobody's business.
    """
    now = clock.now()
    Preferences.objects.bulk_create([Preferences(user=by)], ignore_conflicts=True)
    preferences = Preferences.objects.get(user=by)
    if now - preferences.seen_at > PAUSE or preferences.before_at is None:
        before = (
            preferences.before_at or by.created_at
            if now - preferences.seen_at <= PAUSE
            else preferences.seen_at
        )
        preferences.before_at = min(before, now)
    preferences.seen_at = max(now, preferences.before_at)
    Preferences.objects.filter(user=by).update(
        seen_at=preferences.seen_at, before_at=preferences.before_at
    )
    return preferences.before_at


def digest_frequency_of(user: User) -> DigestFrequency:
    """Return the person's choice of how often digests come."""
    preferences = Preferences.objects.filter(user=user).first()
    return DigestFrequency(preferences.digest_frequency) if preferences else DigestFrequency.DAILY


@transaction.atomic
def choose_digest_frequency(*, frequency: DigestFrequency, by: User) -> Preferences:
    """Change how often a person gets digests; return their preferences."""
    preferences, _ = Preferences.objects.get_or_create(user=by)
    preferences.digest_frequency = frequency
    preferences.save(update_fields=["digest_frequency"])
    record(by=by, verb="chose their digests", obj=preferences, frequency=str(frequency))
    return preferences
