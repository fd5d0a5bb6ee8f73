"""The attack on sealed answers: everything an insider with a full copy could line up.

The attacker knows every code (and the pepper), holds every table with PostgreSQL's own columns in
the order of a dump, all of Redis with decoded task messages, the log, and what browsers were given.
They try to say which code gave which answers: by equal values along any chain of rows, by rank in
any pair of columns, and by nearest time. Guessing inside a batch of b is right with chance 1/b.
"""

import base64
import binascii
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import redis
from django.conf import settings
from django.db import connection
from scipy.special import bdtrc

from tests.database_roles import as_superuser

RARE = 4  # a value that stands in more rows than this tells nobody apart
SIGNIFICANT = 0.001
SEALED_TABLES = (
    "surveys_invitationcode",
    "surveys_spentcode",
    "surveys_sealedbox",
    "surveys_answersheet",
)

Row = dict[str, str]
Guesses = dict[str, str]  # mark of a code: the words of the sheet it is said to have given


@dataclass(frozen=True)
class Evidence:
    """All that can be copied, as tables of text; `cookies` maps marks to sheets seen with one."""

    tables: dict[str, list[Row]]
    cookies: Guesses = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """The best attack: how many of `n` links it got right, and the chance of guessing as well."""

    attack: str
    n_hits: int
    n: int
    n_batches: int
    n_attacks: int
    chance: float  # one-sided binomial, times the number of attacks that were tried

    @property
    def is_broken(self) -> bool:
        """True if the links are better than guessing within the batch."""
        return self.chance <= SIGNIFICANT


def give_back_space(tables: Iterable[str]) -> None:
    """Let new rows lie in the order of writing: space of deleted rows would be filled first."""
    with as_superuser() as cursor:
        for table in tables:
            cursor.execute(f"VACUUM FULL {table}")


def copy_of_sealed_tables(label: str) -> dict[str, list[Row]]:
    """Copy the sealed tables as they stand now, for comparison with what comes later."""
    return {f"{label}: {name}": _rows_of(name) for name in SEALED_TABLES}


def gather(
    log_lines: list[str], cookies: Guesses, earlier: dict[str, list[Row]] | None = None
) -> Evidence:
    """Copy every table with its system columns, all of Redis, and the log; add earlier copies."""
    tables = {name: _rows_of(name) for name in connection.introspection.table_names()}
    tables |= earlier or {}
    tables["samples"] = _sampled_values()
    tables["redis"] = _rows_of_redis()
    tables["log"] = [{"line": line, "position": str(i)} for i, line in enumerate(log_lines)]
    return Evidence(tables, cookies)


def strike(
    evidence: Evidence,
    truth: Guesses,
    *,
    n_batches: int,
    more: Iterable[tuple[str, Guesses]] = (),
) -> Verdict:
    """Try every attack and judge the best; `truth` is used for counting hits only.

    `more` are guesses that others made from the same evidence.
    """
    marks, words = list(truth), set(truth.values())
    tried: dict[tuple[tuple[str, str], ...], str] = {}
    for name, guesses in [*_attacks(evidence, marks, words), *more]:
        tried.setdefault(tuple(sorted(guesses.items())), name)
    best, n_hits = "none", -1
    for pairs, name in tried.items():
        hits = sum(truth.get(mark) == guess for mark, guess in pairs)
        if hits > n_hits:
            best, n_hits = name, hits
    chance = float(bdtrc(n_hits - 1, len(truth), n_batches / len(truth)))
    return Verdict(
        best, max(n_hits, 0), len(truth), n_batches, len(tried), min(chance * len(tried), 1.0)
    )


def revealing_columns() -> list[str]:
    """Columns of the sealed tables that count, order or time rows more finely than the week."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type, column_default, is_identity"
            " FROM information_schema.columns WHERE table_name = ANY(%s)",
            [list(SEALED_TABLES)],
        )
        columns = cursor.fetchall()
    return sorted(
        f"{table}.{column}"
        for table, column, kind, default, is_identity in columns
        if (
            kind not in {"uuid", "character varying", "bytea", "jsonb", "boolean"}
            and (table, column) != ("surveys_answersheet", "batch_week")
        )
        or default is not None
        or is_identity == "YES"
    )


def _sampled_values() -> list[Row]:
    """Copy the values of the sealed tables that PostgreSQL keeps for its plans, in their order."""
    with as_superuser() as cursor:
        cursor.execute(f"ANALYZE {', '.join(SEALED_TABLES)}")
        cursor.execute(
            "SELECT tablename || attname, value, position::text FROM pg_stats,"
            " unnest(coalesce(most_common_vals, histogram_bounds)::text::text[])"
            " WITH ORDINALITY AS s(value, position) WHERE tablename = ANY(%s)",
            [list(SEALED_TABLES)],
        )
        return [
            dict(zip(("column", "value", "position"), row, strict=True))
            for row in cursor.fetchall()
        ]


def _rows_of(table: str) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT xmin::text, xmax::text, ctid::text, t.* FROM "{table}" AS t'  # noqa: S608
        )
        assert cursor.description
        names = [column[0] for column in cursor.description]
        return [
            {"position": str(i)} | _flat("", dict(zip(names, row, strict=True)))
            for i, row in enumerate(cursor.fetchall())
        ]


def _rows_of_redis() -> list[Row]:
    server = redis.Redis.from_url(settings.REDIS_URL, decode_responses=False)
    rows: list[Row] = []
    for key in server.scan_iter():
        kind = server.type(key)
        values: list[Any] = (
            list(server.lrange(key, 0, -1)) if kind == b"list" else [server.dump(key)]
        )
        rows += [{"key": str(key), "value": _decoded(value)} for value in values]
    return rows


def _decoded(value: bytes) -> str:
    text = value.decode(errors="replace")
    try:
        return text + base64.b64decode(json.loads(text)["body"]).decode(errors="replace")
    except (ValueError, KeyError, TypeError, binascii.Error):
        return text


def _flat(prefix: str, value: Any) -> Row:
    if isinstance(value, str) and value.startswith("{") and prefix:
        try:
            value = json.loads(value)
        except ValueError:
            return {prefix: str(value)}
    if isinstance(value, dict):
        merged: Row = {}
        for name, part in value.items():
            merged |= _flat(f"{prefix}.{name}" if prefix else str(name), part)
        return merged
    return {prefix: value.isoformat() if isinstance(value, datetime) else str(value)}


def _attacks(evidence: Evidence, marks: list[str], words: set[str]) -> list[tuple[str, Guesses]]:
    attacks = [("cookie", evidence.cookies), ("equal values", _by_equality(evidence, marks, words))]
    codes = _sides(evidence, set(marks))
    sheets = _sides(evidence, words)
    for code_table, code_rows in codes.items():
        for sheet_table, sheet_rows in sheets.items():
            for code_column in _columns(code_rows):
                for sheet_column in _columns(sheet_rows):
                    name = f"{code_table}.{code_column} ~ {sheet_table}.{sheet_column}"
                    attacks += _by_order(name, code_rows, code_column, sheet_rows, sheet_column)
    return attacks


def _sides(evidence: Evidence, wanted: set[str]) -> dict[str, dict[str, Row]]:
    """For each table that tells of (nearly) all of the wanted values: value to row."""
    rows_by_table: dict[str, dict[str, Row]] = {}
    for table, rows in evidence.tables.items():
        rows_by_value = {value: row for row in rows for value in row.values() if value in wanted}
        if len(rows_by_value) >= len(wanted) * 0.9:
            rows_by_table[table] = rows_by_value
    return rows_by_table


def _columns(rows: dict[str, Row]) -> list[str]:
    names = {name for row in rows.values() for name in row}
    return sorted(n for n in names if len({row.get(n) for row in rows.values()}) > 1)


def _by_equality(evidence: Evidence, marks: list[str], words: set[str]) -> Guesses:
    rows = [row for rows in evidence.tables.values() for row in rows]
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for key in _values(row):
            holders[key].append(number)
    rare = {key: marks for key, marks in holders.items() if 1 < len(marks) <= RARE}
    guesses: Guesses = {}
    for mark in marks:
        seen = set(holders[("", mark)])
        edge = list(seen)
        while edge:
            near = {n for at in edge for key in _values(rows[at]) for n in rare.get(key, ())}
            edge = list(near - seen)
            seen |= near
        reached = {value for n in seen for value in rows[n].values() if value in words}
        if len(reached) == 1:
            guesses[mark] = reached.pop()
    return guesses


def _values(row: Row) -> set[tuple[str, str]]:
    """The values that a row may share with others: its transaction, and texts as long as an id."""
    long = {("", part) for v in row.values() for part in re.findall(r"[\w.:+-]{8,}", v)}
    numbers = {("transaction", row[n]) for n in ("xmin", "xmax") if row.get(n, "0") != "0"}
    return long | numbers


def _by_order(
    name: str, codes: dict[str, Row], code_column: str, sheets: dict[str, Row], sheet_column: str
) -> list[tuple[str, Guesses]]:
    ranked = sorted(codes, key=lambda mark: sort_key(codes[mark], code_column))
    orders = []

    def in_order(words: Iterable[str]) -> list[str]:
        return sorted(words, key=lambda text: sort_key(sheets[text], sheet_column))

    for label, step in (("rank", 1), ("reversed rank", -1)):
        batches: dict[tuple[float, str], list[str]] = defaultdict(list)
        for guess, row in sheets.items():
            batches[sort_key(row, "xmin")].append(guess)
        paired = [
            words
            for _transaction, batch in sorted(batches.items())
            for words in in_order(batch)[::step]
        ]
        orders.append((f"{label}: {name}", dict(zip(ranked, paired, strict=False))))
        everything = in_order(sheets)[::step]
        orders.append((f"{label} over all: {name}", dict(zip(ranked, everything, strict=False))))
    if nearest := _nearest(codes, code_column, sheets, sheet_column):
        orders.append((f"time: {name}", nearest))
    return orders


def _nearest(
    codes: dict[str, Row], code_column: str, sheets: dict[str, Row], sheet_column: str
) -> Guesses:
    times = {guess: _time(row.get(sheet_column, "")) for guess, row in sheets.items()}
    moments = {mark: _time(row.get(code_column, "")) for mark, row in codes.items()}
    if None in times.values() or None in moments.values():
        return {}
    return {
        mark: min(times, key=lambda guess: abs((times[guess] or 0) - (moment or 0)))
        for mark, moment in moments.items()
    }


def _time(text: str) -> float | None:
    try:
        return datetime.fromisoformat(text).timestamp() if len(text) > 10 else None
    except ValueError:
        return float(text) if re.fullmatch(r"1\d{9}\.\d+", text) else None


def sort_key(row: Row, column: str) -> tuple[float, str]:
    """A sort key: places in a table and numbers by size, everything else as text."""
    text = row.get(column, "")
    if place := re.fullmatch(r"\((\d+),(\d+)\)", text):
        return int(place[1]) * 100_000.0 + int(place[2]), ""
    try:
        return float(text), ""
    except ValueError:
        return 0.0, text
