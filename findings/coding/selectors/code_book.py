"""The code book as a tree in reading order, and what is coded with a code and all below it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from findings.coding.models import notation
from findings.coding.models.codes import Code
from findings.coding.models.excerpts import Coding, Excerpt


@dataclass(frozen=True)
class CodeTreeRow:
    """One code at its depth; `n_own` counts its excerpts, `n_all` those of all below it too."""

    code: Code
    depth: int
    n_own: int
    n_all: int


def code_tree(codes: Iterable[Any], pairs: Iterable[tuple[UUID, UUID]] = ()) -> list[CodeTreeRow]:
    """Codes with children below their parents, by position and name, not defined ones last.

    `pairs` are (code, excerpt); an excerpt coded twice below one code counts once there.
    """
    rows = list(codes)
    parents = {code.parent_id for code in rows}
    ordered = sorted(
        rows, key=lambda code: (_is_undefined(code, parents), code.position, code.name)
    )
    known_ids = {code.pk for code in ordered}
    children_of: dict[UUID | None, list[Any]] = {}
    for code in ordered:
        children_of.setdefault(code.parent_id if code.parent_id in known_ids else None, []).append(
            code
        )
    own_excerpts: dict[UUID, set[UUID]] = {}
    for code_id, excerpt_id in pairs:
        own_excerpts.setdefault(code_id, set()).add(excerpt_id)
    rows_with_depth = _depth_first(children_of)
    all_excerpts = {code.pk: set(own_excerpts.get(code.pk, ())) for code, _ in rows_with_depth}
    for code, _ in reversed(rows_with_depth):
        if code.parent_id in all_excerpts:
            all_excerpts[code.parent_id] |= all_excerpts[code.pk]
    return [
        CodeTreeRow(code, depth, len(own_excerpts.get(code.pk, ())), len(all_excerpts[code.pk]))
        for code, depth in rows_with_depth
    ]


def code_book() -> list[CodeTreeRow]:
    """All codes in use with their counts, in two queries."""
    return code_tree(Code.objects.current().select_related("parent"), current_codings())


def current_codings() -> Any:
    """Every (code, excerpt) of texts that are not withdrawn."""
    rows = Coding.objects.filter(excerpt__in=Excerpt.objects.current())
    return rows.order_by().values_list("code_id", "excerpt_id").distinct()


def code_and_descendants(name: str) -> list[UUID]:
    """The code of this name and every code under it."""
    rows = list(Code.objects.values_list("pk", "parent_id", "name"))
    ids = [code_id for code_id, _, code_name in rows if code_name == name]
    for code_id in ids:
        ids += [
            child_id
            for child_id, parent_id, _ in rows
            if parent_id == code_id and child_id not in ids
        ]
    return ids


def _is_undefined(code: Any, parents: set[UUID | None]) -> bool:
    """Whether nobody has said what it means, neither in words nor by what comes under it."""
    return not code.definition and code.pk not in parents


def unknown_code_names(texts: Iterable[str]) -> list[str]:
    """The names typed as codes in notes that the code book does not know."""
    paths = {path for text in texts for path in notation.parse(text).codes}
    names = sorted({name for path in paths for name in path.split("/")})
    known_names = set(Code.objects.filter(name__in=names).values_list("name", flat=True))
    return [name for name in names if name not in known_names]


def new_codes_sentence(names: list[str]) -> str:
    """What is said after a save that brought new codes; empty when there is none."""
    if not names:
        return ""
    listed = ", ".join(f"#{name}" for name in names)
    if len(names) == 1:
        return f" {listed} is not in the code book yet: keep it or change it."
    return f" {listed} are not in the code book yet: keep them or change them."


def code_choices(branches: Iterable[CodeTreeRow]) -> list[tuple[str, str]]:
    """The tree for a list of choices: (name, indented words)."""
    return [(branch.code.name, indented_name(branch)) for branch in branches]


def indented_name(branch: CodeTreeRow) -> str:
    """A code moved in by its depth."""
    return f"{chr(0x2003) * branch.depth}#{branch.code.name}"


def _depth_first(children_of: dict[UUID | None, list[Any]]) -> list[tuple[Any, int]]:
    ordered: list[tuple[Any, int]] = []
    stack = [(code, 0) for code in reversed(children_of.get(None, []))]
    while stack:
        code, depth = stack.pop()
        ordered.append((code, depth))
        stack += [(child, depth + 1) for child in reversed(children_of.get(code.pk, []))]
    return ordered
