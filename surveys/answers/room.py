"""The room that residents' sealed forms may take on the disk of the database."""

from contextlib import suppress

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from redis.exceptions import RedisError

SEALED_TABLES = ["surveys_sealedbox", "surveys_spentcode", "findings_sealednote"]
LOOK_SECONDS = 60  # a size is good for so long
SIZE_KEY = "sealed-forms-bytes"


def has_room() -> bool:
    """True if sealed forms take less than RESIDENTS_FORMS_GB; asked for busy networks only."""
    return sealed_bytes() < settings.RESIDENTS_FORMS_GB * 10**9


def is_known_to_be_full() -> bool:
    """True if a form of a busy network found no room in the last minute; asks no database.

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
            "SELECT sum(pg_total_relation_size(heap)) FROM unnest(%s::regclass[]) AS heap",
            [SEALED_TABLES],
        )
        ((n_bytes,),) = cursor.fetchall()
    return int(n_bytes)
