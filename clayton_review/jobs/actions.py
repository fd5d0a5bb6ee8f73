"""Ringing, claiming, keeping alive and finishing jobs; every step is one guarded UPDATE."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from clayton_review import clock
from clayton_review.celery import app
from clayton_review.jobs.models import Job, JobQuerySet, JobState

MAX_ATTEMPTS = 20
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=15)


def ring(name: str, key: str = "", *, due_at: datetime | None = None) -> None:
    """Ask for the work of a name and key to be done (again), and wake a worker after commit.

    The row is the truth; when the bell is not heard, the reconciler rings again.
    """
    with transaction.atomic():
        Job.objects.bulk_create([Job(name=name, key=key)], ignore_conflicts=True)
        wanted = Job.objects.select_for_update().get(name=name, key=key)
        if wanted.state == JobState.RUNNING:
            wanted.is_rung_again = True
        else:
            wanted.state, wanted.attempt, wanted.last_error = JobState.WAITING, 0, ""
            wanted.due_at = due_at or clock.now()
        wanted.save()
        transaction.on_commit(lambda: wake(wanted.id), robust=True)


def wake(job_id: UUID) -> None:
    """Tell the workers about a job; an unreachable broker is left to the reconciler."""
    app.send_task("jobs.run", args=[str(job_id)], retry=False, ignore_result=True)


def claim(*, job_id: UUID) -> Job | None:
    """Take the lease of a due job; None when another worker has it or it is not due."""
    now = clock.now()
    taken = (
        Job.objects.due()
        .filter(pk=job_id)
        .update(
            state=JobState.RUNNING,
            attempt=F("attempt") + 1,
            lease_until=now + timedelta(seconds=settings.JOB_LEASE_SECONDS),
            heartbeat_at=now,
            is_rung_again=False,
        )
    )
    return Job.objects.get(pk=job_id) if taken else None


def keep(job: Job) -> bool:
    """Renew the lease; False when it was lost to another worker meanwhile."""
    now = clock.now()
    lease = now + timedelta(seconds=settings.JOB_LEASE_SECONDS)
    return bool(_held(job).update(lease_until=lease, heartbeat_at=now))


def finish(job: Job) -> None:
    """Mark the work done, or waiting again when somebody rang while it ran."""
    now = clock.now()
    _held(job).filter(is_rung_again=True).update(
        state=JobState.WAITING, due_at=now, lease_until=None, is_rung_again=False, attempt=0
    )
    _held(job).update(state=JobState.DONE, finished_at=now, lease_until=None, last_error="")


def fail(job: Job, *, error: str) -> None:
    """Put the work back with a growing pause; after many attempts leave it failed."""
    pause = min(FIRST_PAUSE * 2 ** (job.attempt - 1), LONGEST_PAUSE)
    state = JobState.FAILED if job.attempt >= MAX_ATTEMPTS else JobState.WAITING
    _held(job).update(
        state=state, due_at=clock.now() + pause, lease_until=None, last_error=error[:2_000]
    )


def ring_due() -> int:
    """Wake a worker for everything that is due; returns how many rings went out."""
    due = list(Job.objects.due().values_list("pk", flat=True)[:500])
    for job_id in due:
        wake(job_id)
    return len(due)


def _held(job: Job) -> JobQuerySet:
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempt=job.attempt)
