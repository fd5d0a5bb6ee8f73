"""The worker's part: letters about what waits."""

from celery import shared_task

from clayton_review.accounts.models import User
from clayton_review.jobs.registry import job
from clayton_review.web import letters


@shared_task(name="web.request_letters")
def request_letters() -> None:
    """Request the letters that are due (run by the beat)."""
    letters.request_due_letters()


@job(letters.JOB)
def write(user_id: str) -> None:
    """Send one person the letters due now."""
    letters.write_letters(user=User.objects.get(pk=user_id))
