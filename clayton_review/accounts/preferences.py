"""Choices and last visits of a person: letters, and when the portal was last opened."""

from datetime import datetime, timedelta

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import LetterFrequency, Preferences, User
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


def letters_of(user: User) -> LetterFrequency:
    """Return the person's choice of how often letters come."""
    preferences = Preferences.objects.filter(user=user).first()
    return LetterFrequency(preferences.letters) if preferences else LetterFrequency.DAILY


@transaction.atomic
def choose_letters(*, letters: LetterFrequency, by: User) -> Preferences:
    """Change how often a person gets letters; return their preferences."""
    preferences, _ = Preferences.objects.get_or_create(user=by)
    preferences.letters = letters
    preferences.save(update_fields=["letters"])
    record(by=by, verb="chose their letters", obj=preferences, letters=str(letters))
    return preferences
