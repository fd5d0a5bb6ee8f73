"""The files of the database as they lie on the disk: also what no query shows any more."""

from collections.abc import Iterable

from tests.database_roles import as_superuser

# The table itself, what it keeps apart because it is large (TOAST), and the indexes of both.
_FILES = """
    WITH heap AS (
        SELECT oid, relname FROM pg_class WHERE relname = ANY(%s) AND relkind = 'r'
        UNION SELECT reltoastrelid, relname || ' TOAST' FROM pg_class
        WHERE relname = ANY(%s) AND reltoastrelid <> 0
    )
    SELECT relname, pg_read_binary_file(pg_relation_filepath(oid::regclass)) FROM heap
    UNION ALL
    SELECT indexrelid::regclass::text, pg_read_binary_file(pg_relation_filepath(indexrelid))
    FROM pg_index WHERE indrelid IN (SELECT oid FROM heap)
"""


def files_of(tables: Iterable[str]) -> dict[str, bytes]:
    """Return the bytes of each file of the tables, after everything has been written to them."""
    names = list(tables)
    with as_superuser() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(_FILES, [names, names])
        return {str(name): bytes(content) for name, content in cursor.fetchall()}
