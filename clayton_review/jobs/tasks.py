"""The two Celery tasks of the portal's work: run one job, and ring again what is due."""

import logging
import threading
from uuid import UUID

from celery import shared_task
from django.conf import settings
from django.db import DatabaseError, connection

from clayton_review.jobs import actions
from clayton_review.jobs.models import Job
from clayton_review.jobs.registry import work_of

log = logging.getLogger(__name__)


@shared_task(name="jobs.run")
def run(job_id: str) -> None:
    """Do one job under its lease; a job that somebody else holds is left alone."""
    job = actions.claim(job_id=UUID(job_id))
    if job is None:
        return
    stop = threading.Event()
    heart = threading.Thread(target=_beat, args=(job, stop), daemon=True)
    heart.start()
    try:
        work_of(job.name)(job.key)
    except Exception as error:
        log.exception("Job %s failed in attempt %s", job, job.attempt)
        actions.fail(job, error=f"{type(error).__name__}: {error}")
    else:
        actions.finish(job)
    finally:
        stop.set()
        heart.join()


@shared_task(name="jobs.reconcile")
def reconcile() -> None:
    """Ring for what is due: new work whose bell was lost, and work whose worker died."""
    actions.ring_due()


def _beat(job: Job, stop: threading.Event) -> None:
    """Renew the lease until the work ends; a database that hiccups is asked again next time."""
    try:
        while not stop.wait(settings.JOB_LEASE_SECONDS / 3):
            try:
                if not actions.keep(job):
                    return
            except DatabaseError:
                log.warning("Heartbeat of job %s failed, trying again", job, exc_info=True)
                connection.close()
    finally:
        connection.close()
