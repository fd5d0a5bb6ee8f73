"""The table of `docs/acts.md`: each act, its object, the function that writes it, and its test."""

import inspect
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any
from unittest import mock

from django.db import models

from clayton_review.audit.models import AuditEntry
from clayton_review.citable.records import Record
from tests.product_functions import ROOT, Function, functions_calling

TABLE = ROOT / "docs" / "acts.md"
LINE = re.compile(
    r"^\| ([^|`]+) \| ([\w.]+) \| `([^` ]+)` `([^`]+)` \| `([^`]+)` \|$", re.MULTILINE
)


@dataclass(frozen=True)
class Act:
    """A row of the audit record: the function that leaves it, its verb, the type of its object."""

    function: Function
    verb: str
    object_type: str

    def __str__(self) -> str:
        return f"“{self.verb}” of {self.object_type} by {self.function}"


@dataclass(frozen=True)
class ProvedAct:
    """An act, and the test in which it must leave its row."""

    act: Act
    test: str  # a node id of pytest


@cache
def proved_acts() -> list[ProvedAct]:
    """Return every line of the table."""
    return [
        ProvedAct(Act(Function(path, name), verb, object_type), test)
        for verb, object_type, path, name, test in LINE.findall(TABLE.read_text())
    ]


@cache
def acts_by_test() -> dict[str, list[Act]]:
    """Return the acts that each test must leave in the audit record."""
    by_test: dict[str, list[Act]] = {}
    for proved in proved_acts():
        by_test.setdefault(proved.test, []).append(proved.act)
    return by_test


@contextmanager
def watched_acts() -> Iterator[set[Act]]:
    """Collect the acts recorded until the block ends, for each function that led to them.

    It is the last step of a transaction: by then the new revision of a citable record is stored.
    """
    acts: set[Act] = set()
    save = AuditEntry.save

    def watch(entry: AuditEntry, **options: Any) -> None:
        save(entry, **options)
        if not is_stored(_record_of_act()):
            raise AssertionError(f"The record is not stored: {entry.verb}")
        acts.update(
            Act(function, entry.verb, entry.object_type) for function in functions_calling()
        )

    with mock.patch.object(AuditEntry, "save", watch):
        yield acts


def _record_of_act() -> models.Model:
    """Return the record that was handed to the running call of `record`."""
    calls = (frame for frame in inspect.stack(0) if frame.function == "record")
    row: models.Model = next(calls).frame.f_locals["obj"]
    return row


def is_stored(row: models.Model) -> bool:
    """True unless a citable record has counted a revision that its stored row has not."""
    if not isinstance(row, Record):
        return True
    return not type(row)._base_manager.filter(pk=row.pk, revision__lt=row.revision).exists()
