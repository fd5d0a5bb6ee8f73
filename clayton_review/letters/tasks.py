"""The worker's part: sending one letter, and finding those that are due."""

from uuid import UUID

from celery import shared_task

from clayton_review.jobs.registry import job
from clayton_review.letters import actions


@shared_task(name="letters.request_due")
def request_due() -> None:
    """Request that letters are sent whose pause is over (run by the beat)."""
    actions.request_due_letters()


@job(actions.SEND, title="E-mail to one address")
def send(letter_id: str) -> None:
    """Send one letter."""
    actions.send_letter(letter_id=UUID(letter_id))
