"""The worker's part: sending one letter, and finding those that are due."""

from uuid import UUID

from celery import shared_task

from clayton_review.jobs.registry import job
from clayton_review.letters import actions


@shared_task(name="letters.request_due")
def request_due() -> None:
    """Request that letters are sent whose pause is over (run by the beat)."""
    actions.request_due_letters()


@shared_task(name="letters.request_reading")
def request_reading() -> None:
    """Request that returned mail is read (run by the beat)."""
    actions.request_reading()


@job(actions.READ_RETURNED, title="Returned e-mails")
def read_returned(_key: str) -> None:
    """Read the mailbox to which letters come back."""
    actions.read_returned_mail()


@job(actions.SEND, title="E-mail to one address")
def send(letter_id: str) -> None:
    """Send one letter."""
    actions.send_letter(letter_id=UUID(letter_id))
