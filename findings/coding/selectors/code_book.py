"""The code book as a tree in reading order, and what is coded with a code and all below it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from findings.coding import notation
from findings.coding.models.codes import Code
from findings.coding.models.excerpts import Coding, Excerpt


@dataclass(frozen=True)
class Branch:
    """One code at its depth; `n_own` counts its excerpts, `n_all` those of all below it too."""

    code: Code
    depth: int
    n_own: int
    n_all: int


def tree(codes: Iterable[Any], pairs: Iterable[tuple[UUID, UUID]] = ()) -> list[Branch]:
    """Codes with children below their parents, by position and name, not defined ones last.

    `pairs` are (code, excerpt); an excerpt coded twice below one code counts once there.
    """
    rows = list(codes)
    parents = {code.parent_id for code in rows}
    listed = sorted(rows, key=lambda code: (_is_bare(code, parents), code.position, code.name))
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
    """Every (code, excerpt) of texts that are not withdrawn."""
    rows = Coding.objects.filter(excerpt__in=Excerpt.objects.current())
    return rows.order_by().values_list("code_id", "excerpt_id").distinct()


def with_all_below(name: str) -> list[UUID]:
    """The code of this name and every code under it."""
    rows = list(Code.objects.values_list("pk", "parent_id", "name"))
    found = [key for key, _, code_name in rows if code_name == name]
    for key in found:
        found += [child for child, parent, _ in rows if parent == key and child not in found]
    return found


def _is_bare(code: Any, parents: set[UUID | None]) -> bool:
    """Whether nobody has said what it means, neither in words nor by what comes under it."""
    return not code.definition and code.pk not in parents


def not_yet_known(texts: Iterable[str]) -> list[str]:
    """The names typed as codes in notes that the code book does not know."""
    paths = {path for text in texts for path in notation.parse(text).codes}
    names = sorted({name for path in paths for name in path.split("/")})
    known = set(Code.objects.filter(name__in=names).values_list("name", flat=True))
    return [name for name in names if name not in known]


def new_code_words(names: list[str]) -> str:
    """What is said after a save that brought new codes; empty when there is none."""
    if not names:
        return ""
    listed = ", ".join(f"#{name}" for name in names)
    if len(names) == 1:
        return f" {listed} is not in the code book yet. Define it there, or change it in the notes."
    return (
        f" {listed} are not in the code book yet. Define them there, or change them in the notes."
    )


def choices(branches: Iterable[Branch]) -> list[tuple[str, str]]:
    """The tree for a list of choices: (name, indented words)."""
    return [(branch.code.name, indented(branch)) for branch in branches]


def indented(branch: Branch) -> str:
    """A code moved in by its depth."""
    return f"{chr(0x2003) * branch.depth}#{branch.code.name}"


def _in_order(below: dict[UUID | None, list[Any]]) -> list[tuple[Any, int]]:
    order: list[tuple[Any, int]] = []
    waiting = [(code, 0) for code in reversed(below.get(None, []))]
    while waiting:
        code, depth = waiting.pop()
        order.append((code, depth))
        waiting += [(child, depth + 1) for child in reversed(below.get(code.pk, []))]
    return order
