"""The code book as a tree in reading order, and what is coded with a code and all below it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from findings.models import Code, Coding


@dataclass(frozen=True)
class Branch:
    """One code at its depth; `n_own` counts its excerpts, `n_all` those of all below it too."""

    code: Code
    depth: int
    n_own: int
    n_all: int


def tree(codes: Iterable[Any], pairs: Iterable[tuple[UUID, UUID]] = ()) -> list[Branch]:
    """Codes with children below their parents, by position and name.

    `pairs` are (code, excerpt); an excerpt coded twice below one code counts once there.
    """
    listed = sorted(codes, key=lambda code: (code.position, code.name))
    known = {code.pk for code in listed}
    below: dict[UUID | None, list[Any]] = {}
    for code in listed:
        below.setdefault(code.parent_id if code.parent_id in known else None, []).append(code)
    own: dict[UUID, set[UUID]] = {}
    for code_id, excerpt_id in pairs:
        own.setdefault(code_id, set()).add(excerpt_id)
    order = _in_order(below)
    everything = {code.pk: set(own.get(code.pk, ())) for code, _ in order}
    for code, _ in reversed(order):
        if code.parent_id in everything:
            everything[code.parent_id] |= everything[code.pk]
    return [
        Branch(code, depth, len(own.get(code.pk, ())), len(everything[code.pk]))
        for code, depth in order
    ]


def code_book() -> list[Branch]:
    """All codes in use with their counts, in two queries."""
    return tree(Code.objects.current().select_related("parent"), current_pairs())


def current_pairs() -> Any:
    """Every (code, excerpt) of interviews and activities that count."""
    rows = Coding.objects.filter(
        excerpt__answer__interview__withdrawn_on__isnull=True,
        excerpt__activity__withdrawn_on__isnull=True,
    )
    return rows.order_by().values_list("code_id", "excerpt_id").distinct()


def with_all_below(name: str) -> list[UUID]:
    """The code of this name and every code under it."""
    rows = list(Code.objects.values_list("pk", "parent_id", "name"))
    found = [key for key, _, code_name in rows if code_name == name]
    for key in found:
        found += [child for child, parent, _ in rows if parent == key and child not in found]
    return found


def choices(branches: Iterable[Branch]) -> list[tuple[str, str]]:
    """The tree for a list of choices: (name, indented words)."""
    return [
        (branch.code.name, f"{chr(0x2003) * branch.depth}#{branch.code.name}")
        for branch in branches
    ]


def _in_order(below: dict[UUID | None, list[Any]]) -> list[tuple[Any, int]]:
    order: list[tuple[Any, int]] = []
    waiting = [(code, 0) for code in reversed(below.get(None, []))]
    while waiting:
        code, depth = waiting.pop()
        order.append((code, depth))
        waiting += [(child, depth + 1) for child in reversed(below.get(code.pk, []))]
    return order
