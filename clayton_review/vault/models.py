"""Data keys, one per record, and the fields sealed under them."""

import uuid

from django.db import models
from django.db.models import Q

from clayton_review import clock


class DataKey(models.Model):
    """The wrapped key of one record; a destroyed key leaves its row, so that the loss is known."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    table = models.CharField(max_length=63)
    row = models.CharField(max_length=63)
    key_id = models.CharField(max_length=40, blank=True)
    wrapped = models.BinaryField(null=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "row"], name="record_has_one_data_key"),
            models.CheckConstraint(
                condition=Q(wrapped__isnull=False, destroyed_at__isnull=True) & ~Q(key_id="")
                | Q(wrapped__isnull=True, destroyed_at__isnull=False, key_id=""),
                name="data_key_is_there_or_destroyed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"


class SealedField(models.Model):
    """One confidential text: nonce, ciphertext and tag; unreadable without its data key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="fields")
    field = models.CharField(max_length=63)
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["data_key", "field"], name="field_is_sealed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.data_key} {self.field}"
