"""The table of jobs: one row per job with its state, lease and heartbeat."""

import uuid

from django.db import models

from clayton_review import clock


class JobState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class JobQuerySet(models.QuerySet["Job"]):
    def due(self) -> "JobQuerySet":
        """Return jobs to run now: waiting past their time, or with an expired lease."""
        now = clock.now()
        return self.filter(
            models.Q(state=JobState.WAITING, due_at__lte=now)
            | models.Q(state=JobState.RUNNING, lease_until__lte=now)
        )


class Job(models.Model):
    """One piece of background work, unique by name and key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=60)
    key = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    due_at = models.DateTimeField(default=clock.now)
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
