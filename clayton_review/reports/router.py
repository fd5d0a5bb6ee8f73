"""Reads inside a frozen view go to the snapshot alias, whichever selector makes them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import connections, transaction

from clayton_review.read_cache import read_cache

_frozen: ContextVar[bool] = ContextVar("frozen_view", default=False)


class SnapshotRouter:
    """Sends every read of a frozen view to one REPEATABLE READ transaction."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return settings.SNAPSHOT_DATABASE if _frozen.get() else None

    def allow_relation(self, first: Any, other: Any, **hints: Any) -> bool:
        return True


@contextmanager
def frozen_view() -> Iterator[None]:
    """Run all ORM reads in one read-only REPEATABLE READ transaction.

    All reads see the same rows, so what selectors read with `cached_read` is read once. Inside
    another transaction of the same alias (in tests), it uses that one, as it is: there each read
    sees what is committed by then, but what was read with `cached_read` stays as first read.
    """
    alias = settings.SNAPSHOT_DATABASE
    nested = connections[alias].in_atomic_block
    with transaction.atomic(using=alias):
        if not nested:
            with connections[alias].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        token = _frozen.set(True)
        try:
            with read_cache():
                yield
        finally:
            _frozen.reset(token)
