"""Writing letters, handing them to the mail server, and what becomes of them.

A letter is written in the transaction of the act that it tells of, and handed over by a job. It is
delivered at least once: when a worker is killed after the mail server took a letter and before the
row says so, it goes out again, with the same Message-ID.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from clayton_review import clock
from clayton_review.audit.actions import record
from clayton_review.jobs.actions import request_run
from clayton_review.letters.content import LetterContent, open_content, seal_content
from clayton_review.letters.delivery import NotDelivered, hand_over
from clayton_review.letters.models import LONGEST_PAUSE, UNSENT, Letter, LetterState
from clayton_review.refusals import Refused
from clayton_review.vault.crypto import VaultError

SEND = "letters.send"
MAX_ATTEMPTS = 20  # in about two days
FIRST_PAUSE = timedelta(minutes=1)


@transaction.atomic
def write_letter(
    *,
    to: str,
    subject: str,
    content: LetterContent,
    about: str = "",
    expires_at: datetime | None = None,
) -> Letter:
    """Keep a letter to one address, and have it sent once the caller's transaction is committed.

    After `expires_at` the link in it works no longer, and the letter is not sent. `about` names the
    link, so that `take_back` finds the letter.
    """
    letter = _new_letter(to=to, subject=subject, about=about, expires_at=expires_at)
    letter.sealed = seal_content(content, letter_id=letter.pk)
    letter.save()
    request_run(SEND, str(letter.pk))
    return letter


def get_or_create_letter(about: str, *, subject: str) -> Letter:
    """Return the letter about a thing, new if there is none; the vault holds address and text."""
    draft = _new_letter(subject=subject, about=about)
    Letter.objects.bulk_create([draft], ignore_conflicts=True)
    return Letter.objects.get(about=about)


def give_up_earlier(about: str, *, but: str = "") -> int:
    """Give up letters about an earlier state of a thing that did not go out; return how many.

    Their `about` starts with the given words, and is not `but`.
    """
    letters = Letter.objects.filter(about__startswith=about, state__in=UNSENT).exclude(about=but)
    return _give_up(letters, "What it is about has changed or is over.")


def request_due_letters() -> int:
    """Request that each letter that is due is sent; return for how many."""
    keys = [str(pk) for pk in Letter.objects.due().values_list("pk", flat=True)[:500]]
    for key in keys:
        request_run(SEND, key, is_by_clock=True)
    return len(keys)


def send_letter(*, letter_id: UUID) -> bool:
    """Send a letter that is due; return True if the mail server took it now.

    One that the server refuses for good waits for the lead. Otherwise it is tried again after a
    pause, and given up after `MAX_ATTEMPTS`.
    """
    with transaction.atomic():
        letter = Letter.objects.due().select_for_update().filter(pk=letter_id).first()
        if letter is None or _is_over(letter) or not begin_attempt(letter):
            return False
    try:
        content = open_content(bytes(letter.sealed or b""), letter_id=letter.pk)
        deliver(letter, content, to=letter.to)
    except (NotDelivered, VaultError) as error:
        fail_attempt(letter, error)
        return False
    return True


def deliver(letter: Letter, content: LetterContent, *, to: str) -> None:
    """Hand a letter to the mail server, and mark it as sent; raises `NotDelivered`."""
    message = content.message(to=to, subject=letter.subject, message_id=letter.message_id)
    hand_over(message, on_accepted=lambda: _mark_sent(letter))


def begin_attempt(letter: Letter) -> bool:
    """Count an attempt before it is made, so that one that kills the worker counts too.

    False if the letter was sent or set aside meanwhile, so that there is nothing to begin.
    """
    rows = Letter.objects.filter(pk=letter.pk, state__in=UNSENT, set_aside_at=None)
    n_begun = rows.update(
        state=LetterState.WAITING, n_attempts=F("n_attempts") + 1, tried_at=clock.now()
    )
    return n_begun > 0


def fail_attempt(letter: Letter, error: NotDelivered | VaultError) -> None:
    """Keep what went wrong, and plan the next attempt, unless none can succeed or all were made.

    A letter that was set aside, taken back or sent by another worker meanwhile stays so.
    """
    with transaction.atomic():
        row = Letter.objects.select_for_update().get(pk=letter.pk)
        if row.set_aside_at or row.state not in UNSENT:
            return
        row.last_error = _error_words(row, error)
        row.due_at = clock.now() + min(FIRST_PAUSE * 2 ** (row.n_attempts - 1), LONGEST_PAUSE)
        if isinstance(error, NotDelivered) and error.is_refused:
            row.state = LetterState.REFUSED
        elif row.n_attempts >= MAX_ATTEMPTS:
            row.state = LetterState.GIVEN_UP
        row.save()


@transaction.atomic
def send_now(*, letter: Letter, by: object) -> Letter:
    """Request that a letter is sent at once, whatever became of earlier attempts.

    Raises `Refused` for a letter that is sent, or whose text is gone.
    """
    row = Letter.objects.select_for_update().get(pk=letter.pk)
    if not row.can_be_sent_now:
        raise Refused("This e-mail cannot be sent again. Send a new one from the page it is about.")
    row.state, row.n_attempts, row.due_at = LetterState.WAITING, 0, clock.now()
    row.set_aside_at = None
    row.save()
    request_run(SEND, str(row.pk))
    record(by=by, verb="had a letter sent again", obj=row)
    return row


@transaction.atomic
def set_aside(*, letter: Letter, by: object) -> Letter:
    """Stop showing a letter among those that need attention; it is not sent any more.

    One that was refused or came back goes on telling of its address. Raises `Refused` for a letter
    that needs none.
    """
    row = Letter.objects.select_for_update().get(pk=letter.pk)
    if not Letter.objects.late_or_failed().filter(pk=row.pk).exists():
        raise Refused("This e-mail needs no attention any more.")
    if row.state == LetterState.WAITING:
        row.state = LetterState.GIVEN_UP
    row.set_aside_at, row.sealed = clock.now(), None
    row.save()
    record(by=by, verb="set a letter aside", obj=row)
    return row


def take_back(about: Iterable[str]) -> int:
    """Send no letter about these links, which no longer work; return how many had not gone out.

    To be called in the transaction that ends the links.
    """
    letters = Letter.objects.sendable().filter(about__in=about)
    return _give_up(letters, "The link in it no longer works.")


def _give_up(letters: QuerySet[Letter], reason: str) -> int:
    """Send these letters no more, nor show them as late; another about the same is a new one."""
    return letters.update(
        state=LetterState.GIVEN_UP,
        about="",
        last_error=reason,
        sealed=None,
        set_aside_at=clock.now(),
    )


def _new_letter(
    *, subject: str, to: str = "", about: str = "", expires_at: datetime | None = None
) -> Letter:
    letter = Letter(to=to, subject=" ".join(subject.split())[:300], about=about)
    letter.expires_at = expires_at
    letter.message_id = f"<{letter.pk}@{urlsplit(settings.SITE_URL).hostname}>"
    return letter


def _is_over(letter: Letter) -> bool:
    """Give a letter up if its link has run out, or if each attempt killed the worker."""
    if letter.expires_at and letter.expires_at <= clock.now():
        letter.sealed = None
        letter.last_error = f"{letter.last_error} The link in it has expired.".strip()
    elif letter.n_attempts >= MAX_ATTEMPTS:
        letter.last_error = letter.last_error or "The worker died in every attempt."
    else:
        return False
    letter.state = LetterState.GIVEN_UP
    letter.save()
    return True


def _error_words(letter: Letter, error: NotDelivered | VaultError) -> str:
    """Return what went wrong; a reply may name the recipient, whom only the vault may know."""
    reply = error.reply if isinstance(error, NotDelivered) and letter.to else ""
    return f"{error}: {reply}" if reply else f"{str(error).rstrip('.')}."


def _mark_sent(letter: Letter) -> None:
    Letter.objects.filter(pk=letter.pk).exclude(state=LetterState.BOUNCED).update(
        state=LetterState.SENT, sent_at=clock.now(), sealed=None, last_error=""
    )
