"""Ringing, claiming, keeping alive and finishing jobs; every step is one guarded UPDATE."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

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
    now, lease = clock.now(), uuid4()
    taken = (
        Job.objects.due()
        .filter(pk=job_id)
        .update(
            state=JobState.RUNNING,
            attempt=F("attempt") + 1,
            lease=lease,
            lease_until=now + timedelta(seconds=settings.JOB_LEASE_SECONDS),
            heartbeat_at=now,
            is_rung_again=False,
        )
    )
    return Job.objects.filter(pk=job_id, lease=lease).first() if taken else None


def keep(job: Job) -> bool:
    """Renew the lease; False when it was lost to another worker meanwhile."""
    now = clock.now()
    lease = now + timedelta(seconds=settings.JOB_LEASE_SECONDS)
    return bool(_held(job).update(lease_until=lease, heartbeat_at=now))


@transaction.atomic
def finish(job: Job) -> None:
    """Mark the work done, or waiting again when somebody rang while it ran."""
    held = _held(job).select_for_update().first()
    if held is None:
        return
    if held.is_rung_again:
        _wait_again(held)
        return
    held.state, held.finished_at, held.last_error = JobState.DONE, clock.now(), ""
    _let_go(held)


@transaction.atomic
def fail(job: Job, *, error: str) -> None:
    """Put the work back with a growing pause; after many attempts leave it failed."""
    held = _held(job).select_for_update().first()
    if held is None:
        return
    held.last_error = error.replace("\x00", "")[:2_000]
    if held.is_rung_again:
        _wait_again(held)
        return
    pause = min(FIRST_PAUSE * 2 ** (held.attempt - 1), LONGEST_PAUSE)
    held.state = JobState.FAILED if held.attempt >= MAX_ATTEMPTS else JobState.WAITING
    held.due_at = clock.now() + pause
    _let_go(held)


def ring_due() -> int:
    """Wake a worker for everything that is due; returns how many rings went out.

    Work that took its worker down in every attempt is left failed, so that it stops doing so.
    """
    Job.objects.due().filter(state=JobState.RUNNING, attempt__gte=MAX_ATTEMPTS).update(
        state=JobState.FAILED,
        lease=None,
        lease_until=None,
        last_error="The worker died in every attempt.",
    )
    due = list(Job.objects.due().values_list("pk", flat=True)[:500])
    for job_id in due:
        wake(job_id)
    return len(due)


def _held(job: Job) -> JobQuerySet:
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, lease=job.lease)


def _wait_again(held: Job) -> None:
    held.state, held.due_at, held.attempt = JobState.WAITING, clock.now(), 0
    held.is_rung_again = False
    _let_go(held)
    transaction.on_commit(lambda: wake(held.pk), robust=True)


def _let_go(held: Job) -> None:
    held.lease = held.lease_until = None
    held.save()
