"""Reading rows of a table without holding all of them in memory."""

from collections.abc import Iterator
from typing import TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def in_chunks(rows: QuerySet[Row], size: int) -> Iterator[Row]:
    """Yield the rows in their order, with at most `size` of them in memory, beside all keys.

    `iterator()` would hold them all: it needs a cursor of the server, and those do not work behind
    PgBouncer. A row that was deleted, or no longer fits the query, since the keys were read is left
    out.
    """
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), size):
        yield from rows.filter(pk__in=keys[start : start + size])
