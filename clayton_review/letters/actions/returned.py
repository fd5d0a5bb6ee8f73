"""Marking letters that came back."""

from collections.abc import Iterable
from contextlib import closing

from django.conf import settings
from django.db import transaction

from clayton_review import clock
from clayton_review.audit.actions import record
from clayton_review.jobs.actions import request_run
from clayton_review.letters.mailboxes import reports_at
from clayton_review.letters.models import Letter, LetterState
from clayton_review.letters.returned_mail import ReturnedLetter, returned_letter

READ_RETURNED = "letters.read_returned"


def request_reading() -> bool:
    """Request that returned mail is read, if this portal knows where it arrives."""
    if settings.RETURNED_MAIL_URL:
        request_run(READ_RETURNED, is_by_clock=True)
    return bool(settings.RETURNED_MAIL_URL)


def read_returned_mail() -> int:
    """Mark the letters whose delivery reports arrived in the mailbox; return how many came back.

    Raises `OSError` or `imaplib.IMAP4.error` when the mailbox cannot be read, or not in two
    minutes; what was read until then is not read again.
    """
    with closing(reports_at(settings.RETURNED_MAIL_URL)) as reports:
        return take_returned_mail(reports)[1]


def take_returned_mail(messages: Iterable[bytes]) -> tuple[int, int]:
    """Mark the letters that these messages say came back; return how many were read, and marked.

    A report counts only if it names the Message-ID of a letter of ours, which is random: what
    others write to the mailbox marks nothing. The same report counts once.
    """
    n_read = n_returned = 0
    for raw in messages:
        n_read += 1
        returned = returned_letter(raw)
        n_returned += returned is not None and _mark_returned(returned)
    return n_read, n_returned


def _mark_returned(returned: ReturnedLetter) -> bool:
    with transaction.atomic():
        letters = Letter.objects.select_for_update().filter(message_id=returned.message_id)
        letter = letters.exclude(state=LetterState.BOUNCED).first()
        if letter is None:
            return False
        letter.state, letter.sealed = LetterState.BOUNCED, None
        letter.sent_at = letter.sent_at or clock.now()
        letter.last_error = _return_words(letter, returned)
        letter.save()
        record(by=None, verb="received a letter back", obj=letter)
    return True


def _return_words(letter: Letter, returned: ReturnedLetter) -> str:
    """Return why a letter came back; the reason may name the recipient."""
    reason = (letter.to and returned.reason) or returned.status
    return f"The e-mail came back: {reason}" if reason else "The e-mail came back."
