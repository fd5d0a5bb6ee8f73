"""The space that residents' sealed forms may take on the disk of the database, each sort its own.

While a sort has no space, only those of its forms wait that look sent by a program and come from a
busy network: a limit for people is one that a stranger could use up for everyone.
"""

from collections.abc import Sequence
from contextlib import suppress

from django.conf import settings
from django.core.cache import cache
from django.db import connection, models
from redis.exceptions import RedisError

LOOK_SECONDS = 600  # a size is good for so long; a worker looks every five minutes
SIZE_KEY = "sealed-forms-bytes"
_tables: dict[str, list[str]] = {}


def register_tables(sort: str, *kinds: type[models.Model]) -> None:
    """Count the tables of these models as those that residents' forms of one sort fill."""
    _tables.setdefault(sort, []).extend(kind._meta.db_table for kind in kinds)


def registered_tables() -> dict[str, Sequence[str]]:
    """Return the names of the tables that are counted, by sort of form."""
    return {sort: tuple(tables) for sort, tables in _tables.items()}


def has_space(sort: str) -> bool:
    """True if sealed forms of this sort take less than RESIDENTS_FORMS_GB."""
    return sealed_bytes(sort) < settings.RESIDENTS_FORMS_GB * 10**9


def is_known_to_be_full() -> bool:
    """True if some sort of forms was found to have no space in the last minutes; asks no database.

    Not known while Redis does not answer.
    """
    with suppress(RedisError):
        sizes = cache.get_many([_size_key(sort) for sort in _tables]).values()
        return max(map(int, sizes), default=0) >= settings.RESIDENTS_FORMS_GB * 10**9
    return False


def sealed_bytes(sort: str) -> int:
    """Return the bytes that sealed forms of a sort take; the size of the last minutes."""
    try:
        size = cache.get_or_set(_size_key(sort), lambda: _size(sort), LOOK_SECONDS)
        return int(size or 0)
    except RedisError:
        return _size(sort)


def keep_sizes() -> None:
    """Look at the sizes anew, so that the lead is warned whoever sends the forms.

    While Redis does not answer, nothing is kept.
    """
    with suppress(RedisError):
        cache.set_many({_size_key(sort): _size(sort) for sort in _tables}, LOOK_SECONDS)


def _size_key(sort: str) -> str:
    return f"{SIZE_KEY}:{sort}"


def _size(sort: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(pg_total_relation_size(heap)), 0)"
            " FROM unnest(%s::regclass[]) AS heap",
            [_tables[sort]],
        )
        ((n_bytes,),) = cursor.fetchall()
    return int(n_bytes)
