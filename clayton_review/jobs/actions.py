"""Request, claim, renew and finish jobs; every step is one guarded UPDATE."""

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


def request_run(name: str, key: str = "", *, due_at: datetime | None = None) -> None:
    """Request that the job `name` runs for `key` (again), and wake a worker after commit.

    The row is what counts: when the wake-up message is lost, the reconciler sends another.
    """
    with transaction.atomic():
        Job.objects.bulk_create([Job(name=name, key=key)], ignore_conflicts=True)
        job = Job.objects.select_for_update().get(name=name, key=key)
        if job.state == JobState.RUNNING:
            job.is_requested_again = True
        else:
            job.state, job.attempt, job.last_error = JobState.WAITING, 0, ""
            job.due_at = due_at or clock.now()
        job.save()
        transaction.on_commit(lambda: wake(job.id), robust=True)


def wake(job_id: UUID) -> None:
    """Send the workers a message about a job; an unreachable broker is left to the reconciler."""
    app.send_task("jobs.run", args=[str(job_id)], retry=False, ignore_result=True)


def claim(*, job_id: UUID) -> Job | None:
    """Take the lease of a due job; return None if another worker has it or it is not due."""
    now, lease = clock.now(), uuid4()
    n_claimed = (
        Job.objects.due()
        .filter(pk=job_id)
        .update(
            state=JobState.RUNNING,
            attempt=F("attempt") + 1,
            lease=lease,
            lease_until=now + timedelta(seconds=settings.JOB_LEASE_SECONDS),
            heartbeat_at=now,
            is_requested_again=False,
        )
    )
    return Job.objects.filter(pk=job_id, lease=lease).first() if n_claimed else None


def renew_lease(job: Job) -> bool:
    """Renew the lease; return False if another worker has taken it in the meantime."""
    now = clock.now()
    lease = now + timedelta(seconds=settings.JOB_LEASE_SECONDS)
    return bool(_leased_row(job).update(lease_until=lease, heartbeat_at=now))


@transaction.atomic
def finish(job: Job) -> None:
    """Mark the job done, or waiting again if it was requested again while it ran."""
    row = _leased_row(job).select_for_update().first()
    if row is None:
        return
    if row.is_requested_again:
        _requeue(row)
        return
    row.state, row.finished_at, row.last_error = JobState.DONE, clock.now(), ""
    _release_lease(row)


@transaction.atomic
def fail(job: Job, *, error: str) -> None:
    """Put the job back with a growing pause; after `MAX_ATTEMPTS` leave it failed."""
    row = _leased_row(job).select_for_update().first()
    if row is None:
        return
    row.last_error = error.replace("\x00", "")[:2_000]
    if row.is_requested_again:
        _requeue(row)
        return
    pause = min(FIRST_PAUSE * 2 ** (row.attempt - 1), LONGEST_PAUSE)
    row.state = JobState.FAILED if row.attempt >= MAX_ATTEMPTS else JobState.WAITING
    row.due_at = clock.now() + pause
    _release_lease(row)


def wake_due() -> int:
    """Wake a worker for every due job and return the number of messages sent.

    A job whose worker died in every attempt is marked failed, so that it kills no more workers.
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


def _leased_row(job: Job) -> JobQuerySet:
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, lease=job.lease)


def _requeue(job: Job) -> None:
    job.state, job.due_at, job.attempt = JobState.WAITING, clock.now(), 0
    job.is_requested_again = False
    _release_lease(job)
    transaction.on_commit(lambda: wake(job.pk), robust=True)


def _release_lease(job: Job) -> None:
    job.lease = job.lease_until = None
    job.save()
