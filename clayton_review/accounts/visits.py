"""When somebody was last here, and which letters they want."""

from datetime import datetime, timedelta

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import Letters, Preferences, User
from clayton_review.audit.actions import record

PAUSE = timedelta(minutes=30)  # after this long, coming back is a new visit


def note_visit(*, by: User) -> datetime:
    """Note that somebody is here; returns when they were here before this visit.

    Pages opened within half an hour are one visit, so that reloading does not clear what changed.
    No audit row: when people look at their own start page is nobody's business.
    """
    now = clock.now()
    Preferences.objects.bulk_create([Preferences(user=by)], ignore_conflicts=True)
    mine = Preferences.objects.get(user=by)
    if now - mine.seen_at > PAUSE or mine.before_at is None:
        before = mine.before_at or by.created_at if now - mine.seen_at <= PAUSE else mine.seen_at
        mine.before_at = min(before, now)
    mine.seen_at = max(now, mine.before_at)
    Preferences.objects.filter(user=by).update(seen_at=mine.seen_at, before_at=mine.before_at)
    return mine.before_at


def letters_of(user: User) -> Letters:
    """How often this person wants letters."""
    mine = Preferences.objects.filter(user=user).first()
    return Letters(mine.letters) if mine else Letters.DAILY


@transaction.atomic
def choose_letters(*, letters: Letters, by: User) -> Preferences:
    """Change how often somebody is written to."""
    mine, _ = Preferences.objects.get_or_create(user=by)
    mine.letters = letters
    mine.save(update_fields=["letters"])
    record(by=by, verb="chose their letters", obj=mine, letters=str(letters))
    return mine
