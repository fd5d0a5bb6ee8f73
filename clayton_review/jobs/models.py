"""The table of jobs: one row per job with its state, lease and heartbeat."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models

from clayton_review import clock
from clayton_review.jobs.registry import job_type, jobs_after_residents

MAX_ATTEMPTS = 20
LONGEST_PAUSE = timedelta(minutes=15)
LATE_AFTER = timedelta(minutes=15)
LONGEST_LEASES = 3  # leases ahead; hosts whose clocks differ by less leave each other's jobs alone


class JobState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class JobQuerySet(models.QuerySet["Job"]):
    def due(self) -> "JobQuerySet":
        """Return jobs to run now: waiting past their time, or with an expired lease.

        A time further ahead than any pause or lease was written while a clock ran ahead: such a
        job is due as well. Only where someone asked for a later day does the job wait for it.
        """
        now = clock.now()
        furthest_lease = now + LONGEST_LEASES * timedelta(seconds=settings.JOB_LEASE_SECONDS)
        return self.filter(
            models.Q(state=JobState.WAITING, due_at__lte=now)
            | models.Q(state=JobState.WAITING, is_scheduled=False, due_at__gt=now + LONGEST_PAUSE)
            | models.Q(state=JobState.RUNNING, lease_until__lte=now)
            | models.Q(state=JobState.RUNNING, lease_until__gt=furthest_lease)
        )

    def late(self) -> "JobQuerySet":
        """Return jobs that failed for good, and those not done 15 minutes after they should be.

        A job in its first attempt is not late, however long it takes: attempts have a time limit.
        One that follows residents is not told of on its first day, or its moment would be known.
        """
        unfinished = models.Q(state=JobState.WAITING) | models.Q(
            state=JobState.RUNNING, attempt__gt=1
        )
        is_late = models.Q(wanted_at__lt=clock.now() - LATE_AFTER)
        is_hidden = models.Q(name__in=jobs_after_residents(), wanted_at__date__gte=clock.today())
        late = self.filter(models.Q(state=JobState.FAILED) | unfinished & is_late)
        return late.exclude(is_hidden)


class Job(models.Model):
    """One piece of background work, unique by name and key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=60)
    key = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    wanted_at = models.DateTimeField(default=clock.now)  # stays when an attempt fails
    due_at = models.DateTimeField(default=clock.now)  # moves by a pause with each failure
    is_scheduled = models.BooleanField(default=True)  # False: wanted at once, so never far ahead
    lease = models.UUIDField(null=True, blank=True)  # identifies the holder; new with every claim
    lease_until = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    attempt = models.PositiveIntegerField(default=0)
    is_requested_again = models.BooleanField(default=False)
    last_error = models.TextField(blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "key"], name="job_exists_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=JobState.values), name="job_state_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=JobState.RUNNING)
                | models.Q(lease_until__isnull=False, lease__isnull=False),
                name="running_job_has_a_lease",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"])]

    def __str__(self) -> str:
        return f"{self.name} {self.key}".strip()

    @property
    def follows_residents(self) -> bool:
        """True if no one may see at what moment it was wanted."""
        kind = job_type(self.name)
        return kind is not None and kind.follows_residents

    @property
    def is_last_attempt(self) -> bool:
        """True if it runs, and is not tried again by itself if that fails."""
        return self.state == JobState.RUNNING and self.attempt >= MAX_ATTEMPTS

    @property
    def has_failed(self) -> bool:
        """True if its last attempt failed, whether it waits for another or not."""
        is_waiting = self.state == JobState.WAITING
        return self.state == JobState.FAILED or (is_waiting and self.attempt > 0)
