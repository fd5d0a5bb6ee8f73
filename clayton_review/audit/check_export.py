"""Check an export of the audit record against hashes that somebody outside kept.

Run `python -m clayton_review.audit.check_export EXPORT KEPT...`, or this file alone: it needs
Python and nothing else. EXPORT comes from `manage.py export_audit`. Each KEPT is a hash, or a text
file with lines that begin with a row number and its hash, such as the public list of heads.
Ends with 0 if the record is sound, with 1 if it is not, with 2 if it could not be checked.
"""

import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

GENESIS = "0" * 64
_HASH = re.compile(r"[0-9a-f]{64}")
_LINE = re.compile(r"\s*(\d+)\s+([0-9a-f]{64})\b\s*(.*)")


class ChainRow(NamedTuple):
    """One act as it is hashed; `at` is the moment in UTC with its microseconds."""

    id: int
    at: str
    who: str
    verb: str
    object_type: str
    object_id: str
    reason: str
    payload: str
    previous_hash: str
    hash: str


@dataclass(frozen=True)
class KeptHead:
    """A hash of the chain that was kept elsewhere, and its row if it is known."""

    hash: str
    row: int | None = None
    source: str = "a hash you kept"


@dataclass(frozen=True)
class ChainVerification:
    """The outcome of a walk along the chain; `broken_at` is the first row that does not fit."""

    n_entries: int
    head: str
    broken_at: int | None
    problem: str


def row_hash(row: ChainRow) -> str:
    """Return the SHA-256 of a row's canonical JSON, the hash before it included."""
    return hashlib.sha256(json.dumps(row[:-1], ensure_ascii=False).encode()).hexdigest()


def check_rows(rows: Iterable[ChainRow], heads: Iterable[KeptHead]) -> ChainVerification:
    """Return the verification of a chain, which must hold every kept head."""
    waiting = [head for head in heads if (head.row, head.hash) != (0, GENESIS)]
    previous, expected = GENESIS, 1
    for row in rows:
        problem = _problem_with(row, expected, previous) or _mismatch(row, waiting)
        if problem:
            return ChainVerification(expected - 1, previous, expected, problem)
        waiting = [head for head in waiting if head.hash != row.hash]
        previous, expected = row.hash, expected + 1
    if waiting:
        return ChainVerification(expected - 1, previous, expected, _loss(waiting[0], expected - 1))
    return ChainVerification(expected - 1, previous, None, "")


def _problem_with(row: ChainRow, expected: int, previous: str) -> str:
    if row.id != expected:
        return f"row {expected} is missing" if row.id > expected else f"row {row.id} was put in"
    if row.previous_hash != previous:
        return f"row {row.id} does not follow from row {row.id - 1}"
    return "" if row_hash(row) == row.hash else f"row {row.id} was changed"


def _mismatch(row: ChainRow, heads: list[KeptHead]) -> str:
    for head in heads:
        if head.row == row.id and head.hash != row.hash:
            return f"row {row.id} is not the one that {head.source} names"
    return ""


def _loss(head: KeptHead, last: int) -> str:
    if head.row is None:
        return f"no row has {head.source}: {head.hash}"
    return f"the newest rows after row {last} were cut off: {head.source} names row {head.row}"


def exported_rows(path: Path) -> Iterator[ChainRow]:
    """Yield the rows of an export. Raises `ValueError` for a file that is none."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            values = json.loads(line)
            if not isinstance(values, list) or len(values) != len(ChainRow._fields):
                raise ValueError("a line is no row of the audit record")
            yield ChainRow(*values)


def kept_heads(kept: str) -> list[KeptHead]:
    """Return the heads of a list, or the one hash. Raises `ValueError` if there is none."""
    if _HASH.fullmatch(kept):
        return [KeptHead(kept)]
    lines = map(_LINE.match, Path(kept).read_text(encoding="utf-8").splitlines())
    heads = [
        KeptHead(line[2], int(line[1]), line[3].strip() or "the list you kept")
        for line in lines
        if line
    ]
    if not heads:
        raise ValueError(f"{kept} has no line with a row number and a hash")
    return heads


def main(arguments: list[str]) -> int:
    """Check the export named first against what is named after it; return the exit status."""
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        heads = [head for kept in arguments[1:] for head in kept_heads(kept)]
        result = check_rows(exported_rows(Path(arguments[0])), heads)
    except (OSError, ValueError, TypeError) as error:
        print(f"The export could not be checked: {error}", file=sys.stderr)
        return 2
    if result.problem:
        print(f"The audit record is broken: {result.problem}.")
        return 1
    print(f"{result.n_entries} rows, chain sound, all {len(heads)} kept hashes are in it.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
