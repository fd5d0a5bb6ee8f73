"""Keeping which opening keys the workers have, so that web servers can compare their half."""

from django.db import transaction

from surveys.answers import sealing
from surveys.answers.models import WorkerKey


@transaction.atomic
def keep_worker_keys(*, is_start: bool = False) -> None:
    """Keep the marks of this worker's opening keys; at its start, no others stay.

    Leaves no audit row. Raises `sealing.KeyUnusable` if a key is missing or malformed.
    """
    marks = sealing.opening_marks()
    if is_start:
        WorkerKey.objects.exclude(mark__in=marks).delete()
    kept = set(WorkerKey.objects.values_list("mark", flat=True))
    missing = [WorkerKey(mark=mark) for mark in sorted(marks - kept)]
    WorkerKey.objects.bulk_create(missing, ignore_conflicts=True)
