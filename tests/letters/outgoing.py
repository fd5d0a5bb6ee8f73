"""The letters of a test: written, sent as the worker does, and what became of them."""

from datetime import UTC, datetime
from typing import Any

from django.core import mail
from django.core.mail import EmailMessage

from clayton_review import clock
from clayton_review.letters.actions import send_letter, write_letter
from clayton_review.letters.content import LetterContent
from clayton_review.letters.models import Letter, LetterState

NOON = datetime(2018, 12, 3, 18, tzinfo=UTC)


def sent_letters() -> list[EmailMessage]:
    """Send each letter as of when it was written; return all that the test's server has taken."""
    waiting = Letter.objects.filter(state=LetterState.WAITING, n_attempts=0, sealed__isnull=False)
    for letter in waiting.order_by("created_at", "to"):
        with clock.at(letter.due_at):
            send_letter(letter_id=letter.pk)
    return mail.outbox


def written(to: str = "walter@example.org", **more: Any) -> Letter:
    return write_letter(to=to, subject="The report", content=LetterContent("It is out."), **more)


def send_all() -> list[bool]:
    return [send_letter(letter_id=pk) for pk in Letter.objects.values_list("pk", flat=True)]


def state_of(letter: Letter) -> str:
    letter.refresh_from_db()
    return letter.state
