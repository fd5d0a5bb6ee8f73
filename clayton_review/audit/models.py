"""Audit rows, the head of their chain, and the counters of reference numbers."""

from django.db import models

from clayton_review import clock


class AuditEntry(models.Model):
    """One act. Rows can only be added; a trigger refuses everything else."""

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(default=clock.now)
    who = models.CharField(max_length=200)
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)
    reason = models.TextField(blank=True)
    payload = models.TextField(default="{}")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "audit entries"
        indexes = [models.Index(fields=["object_type", "object_id"])]

    def __str__(self) -> str:
        return f"{self.id} {self.verb} {self.object_type} {self.object_id}"


class AuditHead(models.Model):
    """The newest row's number and hash; locked by every act, so that the chain never forks."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    last_id = models.BigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_has_one_head")]

    def __str__(self) -> str:
        return self.last_hash


class ReferenceCounter(models.Model):
    """The last number used under a prefix; numbers have no gaps, so a gap is a loss."""

    prefix = models.CharField(primary_key=True, max_length=8)
    last_number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.prefix}-{self.last_number:04d}"
