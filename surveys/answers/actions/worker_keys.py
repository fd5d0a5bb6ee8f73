"""Keeping which opening keys the workers have, so that web servers can compare their half."""

import time
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from clayton_review import clock
from surveys.answers import sealing
from surveys.answers.models import WorkerKey

AHEAD = timedelta(hours=1)  # clocks of two hosts differ by less
_STARTED = time.monotonic()  # its child processes inherit it; no change of the clock moves it


def process_start() -> datetime:
    """Return when this process started, or the worker that it is a child of."""
    return clock.now() - timedelta(seconds=time.monotonic() - _STARTED)


@transaction.atomic
def keep_worker_keys(*, started_at: datetime | None = None) -> None:
    """Keep the marks of this worker's opening keys, and none that an earlier start has left.

    So what a start could not do while no database answered, and what an older dump brought back,
    is made good by the next look. A start in the future was written while a clock ran ahead.
    `started_at` is the start of this process, unless it is given.
    Leaves no audit row. Raises `sealing.KeyUnusable` if a key is missing or malformed.
    """
    marks, started_at = sealing.opening_marks(), started_at or process_start()
    is_ahead = Q(started_at__gt=clock.now() + AHEAD)
    earlier = WorkerKey.objects.filter(Q(started_at__lt=started_at) | is_ahead)
    earlier.exclude(mark__in=marks).delete()
    earlier.update(started_at=started_at)
    kept = set(WorkerKey.objects.values_list("mark", flat=True))
    missing = [WorkerKey(mark=mark, started_at=started_at) for mark in sorted(marks - kept)]
    WorkerKey.objects.bulk_create(missing, ignore_conflicts=True)
