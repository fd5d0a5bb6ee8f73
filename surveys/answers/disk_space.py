"""The space that residents' sealed forms may take on the disk of the database."""

from collections.abc import Sequence
from contextlib import suppress

from django.conf import settings
from django.core.cache import cache
from django.db import connection, models
from redis.exceptions import RedisError

LOOK_SECONDS = 60  # a size is good for so long
SIZE_KEY = "sealed-forms-bytes"
_tables: list[str] = []


def register_tables(*kinds: type[models.Model]) -> None:
    """Count the tables of these models among those that residents' sealed forms fill."""
    _tables.extend(kind._meta.db_table for kind in kinds)


def registered_tables() -> Sequence[str]:
    """Return the names of the tables that are counted."""
    return tuple(_tables)


def has_space() -> bool:
    """True if sealed forms take less than RESIDENTS_FORMS_GB; asked for busy networks only."""
    return sealed_bytes() < settings.RESIDENTS_FORMS_GB * 10**9


def is_known_to_be_full() -> bool:
    """True if a form of a busy network found no space in the last minute; asks no database.

    Not known while Redis does not answer.
    """
    with suppress(RedisError):
        return int(cache.get(SIZE_KEY) or 0) >= settings.RESIDENTS_FORMS_GB * 10**9
    return False


def sealed_bytes() -> int:
    """Return the bytes that sealed forms take in the database; the size of the last minute."""
    try:
        return int(cache.get_or_set(SIZE_KEY, _size, LOOK_SECONDS) or 0)
    except RedisError:
        return _size()


def _size() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(pg_total_relation_size(heap)), 0)"
            " FROM unnest(%s::regclass[]) AS heap",
            [_tables],
        )
        ((n_bytes,),) = cursor.fetchall()
    return int(n_bytes)
