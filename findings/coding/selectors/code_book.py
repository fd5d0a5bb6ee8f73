"""Code book as a tree in reading order, with the number of quotes of each code."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from findings.coding.models import notation
from findings.coding.models.codes import Code
from findings.coding.models.excerpts import Coding, Excerpt


@dataclass(frozen=True)
class CodeTreeRow:
    """One code and its depth; `n_own` counts its quotes, `n_all` also those of codes below it."""

    code: Code
    depth: int
    n_own: int
    n_all: int


def code_tree(codes: Iterable[Any], pairs: Iterable[tuple[UUID, UUID]] = ()) -> list[CodeTreeRow]:
    """Return the codes with children after their parents, in order of position and name.

    Codes that nobody has defined come last. `pairs` are (code, excerpt); an excerpt coded twice
    below one code counts once there.
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
    """Return all codes in use with their counts, in two queries."""
    return code_tree(Code.objects.current().select_related("parent"), current_codings())


def current_codings() -> Any:
    """Return every pair (code, excerpt) of texts that are not withdrawn."""
    rows = Coding.objects.filter(excerpt__in=Excerpt.objects.current())
    return rows.order_by().values_list("code_id", "excerpt_id").distinct()


def code_and_descendants(name: str) -> list[UUID]:
    """List the keys of the code with this name and of all codes under it."""
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
    """True if a code has neither a definition nor codes under it."""
    return not code.definition and code.pk not in parents


def unknown_code_names(texts: Iterable[str]) -> list[str]:
    """List the codes typed in these texts that are not in the code book."""
    paths = {path for text in texts for path in notation.parse(text).codes}
    names = sorted({name for path in paths for name in path.split("/")})
    known_names = set(Code.objects.filter(name__in=names).values_list("name", flat=True))
    return [name for name in names if name not in known_names]


def new_codes_sentence(names: list[str]) -> str:
    """Return the sentence shown after a save that created codes; empty when there are none."""
    if not names:
        return ""
    listed = ", ".join(f"#{name}" for name in names)
    if len(names) == 1:
        return f" {listed} is not in the code book yet. Define it there, or change it in the notes."
    return (
        f" {listed} are not in the code book yet. Define them there, or change them in the notes."
    )


def code_choices(branches: Iterable[CodeTreeRow]) -> list[tuple[str, str]]:
    """Return the tree as choices of a form: (name, indented name)."""
    return [(branch.code.name, indented_name(branch)) for branch in branches]


def indented_name(branch: CodeTreeRow) -> str:
    """Return the name of a code, indented by its depth."""
    return f"{chr(0x2003) * branch.depth}#{branch.code.name}"


def _depth_first(children_of: dict[UUID | None, list[Any]]) -> list[tuple[Any, int]]:
    ordered: list[tuple[Any, int]] = []
    stack = [(code, 0) for code in reversed(children_of.get(None, []))]
    while stack:
        code, depth = stack.pop()
        ordered.append((code, depth))
        stack += [(child, depth + 1) for child in reversed(children_of.get(code.pk, []))]
    return ordered
