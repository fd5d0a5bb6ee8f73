"""Request, claim, renew and finish jobs; every step is one guarded UPDATE."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, TextField, Value, When

from clayton_review import clock
from clayton_review.audit.actions import record
from clayton_review.celery import app
from clayton_review.jobs.models import LONGEST_PAUSE, MAX_ATTEMPTS, Job, JobQuerySet, JobState
from clayton_review.jobs.registry import USUAL_MINUTES, WORK, job_type

FIRST_PAUSE = timedelta(seconds=5)
DIED = "The worker ended in the middle of it."


def request_run(
    name: str, key: str = "", *, due_at: datetime | None = None, is_by_clock: bool = False
) -> None:
    """Request that the job `name` runs for `key` (again), and wake a worker after commit.

    The row is what counts: when the wake-up message is lost, the reconciler sends another. Attempts
    and the last error stay until the job succeeds. What the clock requests over and over
    (`is_by_clock`) neither shortens the pause after a failure nor revives a job that was left
    failed; an act of a person gives it one more attempt. What is requested while the job runs is
    done afterwards, at `due_at` if that was given.
    """
    with transaction.atomic():
        Job.objects.bulk_create([Job(name=name, key=key)], ignore_conflicts=True)
        job = Job.objects.select_for_update().get(name=name, key=key)
        if is_by_clock and (job.has_failed or job.is_last_attempt):
            return
        if job.state == JobState.RUNNING:
            job.is_requested_again = True
            job.due_at, job.is_scheduled = due_at or clock.now(), due_at is not None
        else:
            _set_waiting(job, due_at)
        job.save()
        transaction.on_commit(lambda: wake(job.id, job.name), robust=True)


def _set_waiting(job: Job, due_at: datetime | None) -> None:
    """Set when the job is to run; one that waits already has been wanted since it first was."""
    at = due_at or clock.now()
    is_new = job.state == JobState.DONE or due_at is not None
    job.wanted_at = at if is_new else min(job.wanted_at, at)
    if job.state == JobState.DONE:
        job.attempt = 0
    job.state, job.due_at, job.is_scheduled = JobState.WAITING, at, due_at is not None


def wake(job_id: UUID, name: str) -> None:
    """Send the workers a message about a job; an unreachable broker is left to the reconciler.

    An attempt that goes beyond its limit gets an error to end with; a minute later its process is
    killed.
    """
    kind = job_type(name)
    seconds = round(60 * (kind.minutes if kind else USUAL_MINUTES))
    app.send_task(
        "jobs.run",
        args=[str(job_id)],
        queue=kind.queue if kind else WORK,
        soft_time_limit=seconds,
        time_limit=seconds + 60,
        retry=False,
        ignore_result=True,
    )


def claim(*, job_id: UUID) -> Job | None:
    """Take the lease of a due job; return None if another worker has it or it is not due."""
    now, lease = clock.now(), uuid4()
    n_claimed = (
        Job.objects.due()
        .filter(pk=job_id)
        .update(
            state=JobState.RUNNING,
            attempt=F("attempt") + 1,
            last_error=Case(
                When(state=JobState.RUNNING, then=Value(DIED)),
                default=F("last_error"),
                output_field=TextField(),
            ),
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
    row.state, row.finished_at, row.last_error = JobState.DONE, clock.now(), ""
    if row.is_requested_again:
        _requeue(row)
    else:
        _release_lease(row)


@transaction.atomic
def fail(job: Job, *, error: str) -> None:
    """Put the job back with a growing pause; after `MAX_ATTEMPTS` leave it failed.

    The next attempt does what was requested meanwhile, also after the last one.
    """
    row = _leased_row(job).select_for_update().first()
    if row is None:
        return
    row.last_error = error.replace("\x00", "")[:2_000]
    is_left = row.is_last_attempt and not row.is_requested_again
    row.state = JobState.FAILED if is_left else JobState.WAITING
    if not (row.is_requested_again and row.is_scheduled):
        pause = min(FIRST_PAUSE * 2 ** (row.attempt - 1), LONGEST_PAUSE)
        row.due_at, row.is_scheduled = clock.now() + pause, False
    row.is_requested_again = False
    _release_lease(row)


@transaction.atomic
def retry_job(*, job: Job, by: object) -> bool:
    """Give a late or failed job an attempt now; return False if it is no longer late.

    Attempts and the last error stay until it succeeds. `by` is the person, for the audit record.
    """
    row = Job.objects.late().select_for_update().filter(pk=job.pk).first()
    if row is None or row.state == JobState.RUNNING:
        return False
    _set_waiting(row, None)
    row.save()
    transaction.on_commit(lambda: wake(row.pk, row.name), robust=True)
    record(by=by, verb="tried late work again", obj=row, name=row.name, attempts=row.attempt)
    return True


def wake_due() -> int:
    """Wake a worker for every due job and return the number of messages sent.

    A job whose worker died in every attempt is marked failed, so that it kills no more workers.
    """
    Job.objects.due().filter(state=JobState.RUNNING, attempt__gte=MAX_ATTEMPTS).update(
        state=JobState.FAILED,
        lease=None,
        lease_until=None,
        last_error=DIED,
    )
    due = list(Job.objects.due().values_list("pk", "name")[:500])
    for job_id, name in due:
        wake(job_id, name)
    return len(due)


def _leased_row(job: Job) -> JobQuerySet:
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, lease=job.lease)


def _requeue(job: Job) -> None:
    _set_waiting(job, job.due_at if job.is_scheduled else None)
    job.is_requested_again = False
    _release_lease(job)
    transaction.on_commit(lambda: wake(job.pk, job.name), robust=True)


def _release_lease(job: Job) -> None:
    job.lease = job.lease_until = None
    job.save()
