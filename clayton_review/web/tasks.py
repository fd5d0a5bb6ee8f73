"""The worker's part: digests of what waits."""

from celery import shared_task

from clayton_review.accounts.models import User
from clayton_review.jobs.registry import job
from clayton_review.web import digests


@shared_task(name="web.request_digests")
def request_digests() -> None:
    """Request the digests that are due (run by the beat)."""
    digests.request_due_digests()


@job(digests.JOB, title="Morning summary for a person")
def write(user_id: str) -> None:
    """Send one person the digests due now."""
    digests.send_digests(user=User.objects.get(pk=user_id))
