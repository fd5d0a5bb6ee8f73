"""Digests by e-mail of what waits: numbers and links, never a word of a record; once each.

A digest's row and its letter are written in one transaction, so that no digest is written twice.
"""

from datetime import datetime, time, timedelta
from hashlib import sha256

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from clayton_review import clock
from clayton_review.accounts.models import Digest, DigestFrequency, User
from clayton_review.accounts.preferences import digest_frequency_of
from clayton_review.jobs.actions import request_run
from clayton_review.letters.actions import write_letter
from clayton_review.letters.content import LetterContent
from clayton_review.web.worklist import COUNTED, Urgency, WaitingItems, statement, waiting

HOUR = time(7, 0)
MOST_AT_ONCE = 50
STOP = "stop letters"  # the salt of addresses that are in sent mails
JOB = "web.digests"


def request_due_digests() -> int:
    """Request a digest for everybody who is due one; return for how many."""
    now = clock.local(clock.now())
    at_once, weekly = (
        Q(preferences__digest_frequency=wish)
        for wish in (DigestFrequency.AT_ONCE, DigestFrequency.WEEKLY)
    )
    daily = Q(preferences__digest_frequency=DigestFrequency.DAILY) | Q(preferences__isnull=True)
    wanted = at_once
    if now.time() >= HOUR:
        wanted |= weekly & ~Q(digests__about=_week(now))
        wanted |= daily & ~Q(digests__about=_day(now))
    people = User.objects.filter(wanted, is_active=True).order_by("pk")
    keys = [str(pk) for pk in people.values_list("pk", flat=True)]
    for key in keys:
        request_run(JOB, key, is_by_clock=True)
    return len(keys)


def send_digests(*, user: User) -> int:
    """Write a person the digests due now; return how many. Safe to run twice."""
    wish = digest_frequency_of(user)
    if not user.is_active or wish == DigestFrequency.NONE:
        return 0
    n_sent = 0
    now = clock.local(clock.now())
    if now.time() >= HOUR:
        about = _week(now) if wish == DigestFrequency.WEEKLY else _day(now)
        n_sent += _send_once(user, about, waiting(user, urgencies=COUNTED))
    if wish == DigestFrequency.AT_ONCE:
        n_sent += _at_once(user)
    return n_sent


def stop_address(user: User) -> str:
    """Return the address that ends a person's digests without signing in."""
    token = signing.Signer(salt=STOP).sign(str(user.pk))
    return settings.SITE_URL + reverse("digests_stop", args=[token])


def person_of_stop_token(token: str) -> User | None:
    """Return the person whose digests a token ends; None for an unknown token."""
    try:
        key = signing.Signer(salt=STOP).unsign(token)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=key).first()


def _at_once(user: User) -> int:
    """Mail new approvals at once; forget those that no longer wait, so they may be mailed again."""
    queues = waiting(user, urgencies=(Urgency.APPROVAL,), shown=MOST_AT_ONCE)
    keys = {
        "now " + sha256(f"{queue.queue.name} {item.url}".encode()).hexdigest()
        for queue in queues
        for item in queue.items
    }
    sent_digests = Digest.objects.filter(user=user, about__startswith="now ")
    sent_digests.exclude(about__in=keys).delete()
    fresh = sorted(keys - set(sent_digests.values_list("about", flat=True)))
    today = Digest.objects.filter(user=user, about=_day(clock.local(clock.now())))
    if fresh and today.filter(at__gte=clock.now() - timedelta(minutes=1)).exists():
        Digest.objects.bulk_create([Digest(user=user, about=key) for key in fresh])
        return 0  # the morning's digest, sent just now, has told of them
    return _send_once(user, fresh[0], queues, also=fresh[1:]) if fresh else 0


@transaction.atomic
def _send_once(
    user: User, about: str, queues: list[WaitingItems], also: list[str] | None = None
) -> int:
    rows = [Digest(user=user, about=key, at=clock.now()) for key in [about, *(also or [])]]
    if not Digest.objects.bulk_create(rows[:1], ignore_conflicts=True) or not _is_mine(rows[0]):
        return 0
    Digest.objects.bulk_create(rows[1:], ignore_conflicts=True)
    if not queues:
        return 0
    write_letter(to=user.email, subject=statement(queues), content=_digest_content(user, queues))
    return 1


def _is_mine(row: Digest) -> bool:
    return Digest.objects.filter(pk=row.pk).exists()


def _digest_content(user: User, waiting_queues: list[WaitingItems]) -> LetterContent:
    stop = stop_address(user)
    queues = [(queue.queue.count_phrase(queue.n), _address(queue)) for queue in waiting_queues]
    words = {
        "statement": statement(waiting_queues),
        "queues": queues,
        "start": settings.SITE_URL + reverse("start"),
        "choose": settings.SITE_URL + reverse("digests"),
        "stop": stop,
        "is_demonstration": settings.DEMONSTRATION,
    }
    return LetterContent(
        body=render_to_string("web/digest.txt", words),
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _address(queue: WaitingItems) -> str:
    return settings.SITE_URL + reverse(queue.queue.all_url or "start")


def _day(now: datetime) -> str:
    return f"day {now:%Y-%m-%d}"


def _week(now: datetime) -> str:
    return f"week {now:%G-W%V}"
