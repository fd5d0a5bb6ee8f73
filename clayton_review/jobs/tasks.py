"""The two Celery tasks behind all jobs: run one job, and wake workers for what is due."""

import logging
import threading
from uuid import UUID

from celery import shared_task
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection

from clayton_review import clock
from clayton_review.jobs import actions
from clayton_review.jobs.error_words import error_words
from clayton_review.jobs.models import Job
from clayton_review.jobs.registry import work_of

LAST_LOOK = "jobs.last_look"  # in the cache: when a worker last looked for due jobs
log = logging.getLogger(__name__)


@shared_task(name="jobs.run")
def run(job_id: str) -> None:
    """Run one job under its lease; do nothing if another worker holds it."""
    job = actions.claim(job_id=UUID(job_id))
    if job is None:
        return
    stop = threading.Event()
    heartbeat = threading.Thread(target=_renew_until_stopped, args=(job, stop), daemon=True)
    heartbeat.start()
    try:
        work_of(job.name)(job.key)
    except Exception as error:
        log.exception("Job %s failed in attempt %s", job, job.attempt)
        actions.fail(job, error=error_words(error))
    else:
        actions.finish(job)
    finally:
        stop.set()
        heartbeat.join()


@shared_task(name="jobs.reconcile")
def reconcile() -> None:
    """Wake workers for due jobs: those whose message was lost, and those whose worker died."""
    actions.wake_due()
    cache.set(LAST_LOOK, clock.now(), timeout=None)


def _renew_until_stopped(job: Job, stop: threading.Event) -> None:
    """Renew the lease until `stop` is set; after a database error try again the next time."""
    try:
        while not stop.wait(settings.JOB_LEASE_SECONDS / 3):
            try:
                if not actions.renew_lease(job):
                    return
            except DatabaseError:
                log.warning("Heartbeat of job %s failed, trying again", job, exc_info=True)
                connection.close()
    finally:
        connection.close()
