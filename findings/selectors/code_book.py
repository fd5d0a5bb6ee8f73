"""The code book as a tree in reading order."""

from dataclasses import dataclass
from typing import Any

from findings.models import Code


@dataclass(frozen=True)
class Branch:
    """One code at its depth; `n_excerpts` counts its own excerpts, not its children's."""

    code: Code
    depth: int
    n_excerpts: int


def tree(codes: list[Any]) -> list[Branch]:
    """Codes (annotated with `n_excerpts`) with children below their parents, by name."""
    below: dict[object, list[Any]] = {}
    known = {code.pk for code in codes}
    for code in sorted(codes, key=lambda code: code.name):
        below.setdefault(code.parent_id if code.parent_id in known else None, []).append(code)
    branches: list[Branch] = []
    waiting = [(code, 0) for code in reversed(below.get(None, []))]
    while waiting:
        code, depth = waiting.pop()
        branches.append(Branch(code, depth, code.n_excerpts))
        waiting += [(child, depth + 1) for child in reversed(below.get(code.pk, []))]
    return branches
