"""Attack that tries to link requests to talk with the stories of the same people.

The attacker holds a full copy taken after the notes were opened, in the way of
`tests/surveys/linkage.py`: every table with PostgreSQL's own columns, Redis, the log and what
browsers were given, and the vault's keys, so that each opened story and request can be read.
"""

from django.db import connection

from tests.surveys.linkage import Evidence, Guesses, Row, Verdict, gather, strike

TABLES = ("findings_sealednote", "findings_story", "findings_talkrequest")
# Columns allowed besides ids, texts and ciphertext; none of them orders rows within a week.
ALLOWED = {
    ("findings_sealednote", "week"),
    ("findings_story", "week"),
    ("findings_story", "n_words"),
    ("findings_story", "revision"),
    ("findings_talkrequest", "revision"),
}


def attack(*, opened: dict[str, Row], truth: Guesses, log: list[str], cookies: Guesses) -> Verdict:
    """Try every link from names to stories; `opened` is the content of the vault by row id."""
    copied = gather(log, cookies)
    tables = {
        name: [row | _read(row, opened) for row in rows] for name, rows in copied.tables.items()
    }
    return strike(Evidence(tables, copied.cookies), truth, n_batches=1)


def _read(row: Row, opened: dict[str, Row]) -> Row:
    """Return what can be read about the record of this row, wherever its id stands."""
    return next((opened[value] for value in row.values() if value in opened), {})


def revealing_columns() -> list[str]:
    """List table columns that count, order or time rows more finely than the week."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type, column_default, is_identity"
            " FROM information_schema.columns WHERE table_name = ANY(%s)",
            [list(TABLES)],
        )
        columns = cursor.fetchall()
    return sorted(
        f"{table}.{column}"
        for table, column, kind, default, is_identity in columns
        if (
            kind not in {"uuid", "character varying", "bytea", "boolean"}
            and (table, column) not in ALLOWED
        )
        or default is not None
        or is_identity == "YES"
    )
