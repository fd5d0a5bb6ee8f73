"""The letters of a test, as the worker sends them."""

from django.core import mail
from django.core.mail import EmailMessage

from clayton_review import clock
from clayton_review.letters.actions import send_letter
from clayton_review.letters.models import Letter, LetterState


def sent_letters() -> list[EmailMessage]:
    """Send each letter as of when it was written; return all that the test's server has taken."""
    waiting = Letter.objects.filter(state=LetterState.WAITING, n_attempts=0, sealed__isnull=False)
    for letter in waiting.order_by("created_at", "to"):
        with clock.at(letter.due_at):
            send_letter(letter_id=letter.pk)
    return mail.outbox
