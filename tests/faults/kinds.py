"""The kinds of one-line faults, and where each can be put into a file of Python code."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

Change = tuple[str, ast.AST, str]  # kind, the piece of code that is changed, what it becomes

OTHER_COMPARISON: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
SAVING = ("save", "update", "create", "bulk_create", "bulk_update", "delete", "update_or_create")
CHECKING = ("check", "refuse", "require", "ensure")
# Exchanged, their arguments crash in any test at all, or mean the same as before.
NOT_EXCHANGED = (
    "isinstance", "getattr", "setattr", "hasattr", "cast", "select_related", "prefetch_related",
    "only", "defer", "min", "max", "Q", "intersection", "union",
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """One change of one place of a file, which tests should notice."""

    path: str
    function: str  # its qualified name; empty at the top of a module
    line: int
    end_line: int
    start: int  # of the changed piece, counted in characters of the whole file
    end: int
    kind: str
    before: str
    after: str
    occurrence: int  # counts the same change in the same function

    def __str__(self) -> str:
        again = f" ({self.occurrence})" if self.occurrence > 1 else ""
        change = f"{_one_line(self.before)} → {_one_line(self.after)}"
        return f"{self.path} {self.function or 'module'}: {change}{again}"

    def apply(self, source: str) -> str:
        """Return the source with the fault. Raise `ValueError` if the place reads otherwise."""
        if source[self.start : self.end] != self.before:
            raise ValueError(f"{self.path} has changed: {self}")
        return source[: self.start] + self.after + source[self.end :]


def faults_of(path: str, source: str) -> list[Fault]:
    """Return all faults of the known kinds that one file can be given."""
    seen: dict[str, int] = {}
    starts = _line_starts(source)
    faults = []
    for function, (kind, node, after) in _changes(ast.parse(source)):
        start, end = _position(node, starts, source)
        before = source[start:end]
        key = f"{function} {kind} {before} {after}"
        seen[key] = seen.get(key, 0) + 1
        place = (source.count("\n", 0, start) + 1, source.count("\n", 0, end) + 1, start, end)
        fault = Fault(path, function, *place, kind, before, after, seen[key])
        if ast.unparse(node) != ast.unparse(ast.parse(after)):
            faults.append(fault)
    return faults


def _changes(tree: ast.Module) -> Iterator[tuple[str, Change]]:
    """Return every change with the function it is in; texts of types and docstrings are left."""
    waiting: list[tuple[str, ast.AST]] = [("", tree)]
    while waiting:
        function, node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            function = f"{function}.{node.name}".lstrip(".")
        yield from ((function, change) for finder in FINDERS for change in finder(node))
        waiting.extend((function, child) for child in reversed(list(_code_below(node))))


def _code_below(node: ast.AST) -> Iterator[ast.AST]:
    """Return the parts of a piece of code that run: no types, no decorators of classes.

    Nor `strict=True` of `zip`: it states what is so, and stops where it no longer is.

    Of texts with values inside the parser knows no places.
    """
    if isinstance(node, ast.JoinedStr):
        return
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns"}:
            continue
        if field == "decorator_list" and isinstance(node, ast.ClassDef):
            continue
        if field == "keywords" and isinstance(node, ast.Call) and _last_name(node.func) == "zip":
            continue
        parts = value if isinstance(value, list) else [value]
        yield from (part for part in parts if isinstance(part, ast.AST))


def _removed_statements(node: ast.AST) -> Iterator[Change]:
    """Remove calls whose result nobody uses, refusals, and values given to a field."""
    match node:
        case ast.Expr(value=ast.Call(func=func)):
            if "select_for_update" in ast.unparse(func):
                yield "removed lock", node, "pass"
                return
            yield _kind_of_call(_last_name(func)), node, "pass"
        case ast.Raise():
            yield "removed refusal", node, "pass"
        case ast.Assign(targets=[ast.Attribute()]) | ast.AugAssign(target=ast.Attribute()):
            yield "lost value", node, "pass"
        case ast.Assign(targets=[ast.Tuple(elts=[ast.Attribute(), *_]) as targets]):
            if len(targets.elts) == 2 and isinstance(node.value, ast.Tuple):
                kept = f"{ast.unparse(targets.elts[0])} = {ast.unparse(node.value.elts[0])}"
                yield "lost value", node, kept


def _kind_of_call(name: str) -> str:
    if name == "record":
        return "removed audit call"
    if name.lstrip("_").startswith(CHECKING):
        return "removed check"
    if name in SAVING:
        return "removed save"
    return "removed call"


def _widened_queries(node: ast.AST) -> Iterator[Change]:
    """Drop filters, limits to what a person may see, and locks."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return
    rows = ast.unparse(node.func.value)
    everything = f"{rows}.all()" if rows.endswith("objects") else rows
    match node.func.attr:
        case "filter" | "exclude":
            yield "dropped filter", node, everything
            yield from _narrower(node)
        case "get" if len(node.keywords) > 1:
            yield from _narrower(node)
        case "visible_to" | "readable_by" | "current" | "open" | "issued":
            yield "dropped filter", node, f"{rows}.all()"
        case "select_for_update":
            yield "removed lock", node, everything


def _narrower(call: ast.Call) -> Iterator[Change]:
    """Drop one condition of several."""
    if len(call.keywords) + len(call.args) > 1:
        for dropped in call.keywords:
            kept = [keyword for keyword in call.keywords if keyword is not dropped]
            widened = ast.Call(func=call.func, args=call.args, keywords=kept)
            yield "dropped filter", call, ast.unparse(widened)


def _other_conditions(node: ast.AST) -> Iterator[Change]:
    """Turn conditions round or make them true, and shift comparisons by their border."""
    match node:
        case ast.If(test=test) | ast.IfExp(test=test):
            yield "negated condition", test, f"not ({ast.unparse(test)})"
        case ast.comprehension(ifs=ifs):
            yield from (("dropped filter", test, "True") for test in ifs)
        case ast.Compare(ops=[operator]):
            other = ast.Compare(node.left, [OTHER_COMPARISON[type(operator)]()], node.comparators)
            yield "changed comparison", node, ast.unparse(other)
        case ast.BoolOp(op=operator, values=values):
            word = " or " if isinstance(operator, ast.And) else " and "
            yield "and for or", node, word.join(f"({ast.unparse(value)})" for value in values)


def _other_values(node: ast.AST) -> Iterator[Change]:
    """Count one more, say yes for no, and exchange the first two arguments."""
    match node:
        case ast.Constant(value=bool(value)):
            yield "yes for no", node, str(not value)
        case ast.Constant(value=int(value)):
            yield "off by one", node, str(value + 1)
        case ast.Call(args=[first, second, *_]) if _last_name(node.func) not in NOT_EXCHANGED:
            if not isinstance(first, ast.Starred) and not isinstance(second, ast.Starred):
                args = [second, first, *node.args[2:]]
                swapped = ast.Call(func=node.func, args=args, keywords=node.keywords)
                yield "exchanged arguments", node, ast.unparse(swapped)


def _open_doors(node: ast.AST) -> Iterator[Change]:
    """Answer a question always with yes."""
    if isinstance(node, ast.FunctionDef) and _last_name(node.returns) == "bool":
        for part in ast.walk(node):
            if isinstance(part, ast.Return):
                yield "always allowed", part, "return True"


FINDERS = (
    _removed_statements,
    _widened_queries,
    _other_conditions,
    _other_values,
    _open_doors,
)


def _last_name(func: ast.AST | None) -> str:
    match func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def _line_starts(source: str) -> list[int]:
    """Return where each line starts, in characters of the whole file."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def _position(node: ast.AST, starts: list[int], source: str) -> tuple[int, int]:
    """Return start and end of a piece of code; the parser counts bytes within a line."""
    lines = source.splitlines()

    def character(line: int, byte: int) -> int:
        return starts[line - 1] + len(lines[line - 1].encode()[:byte].decode())

    first, last = getattr(node, "lineno"), getattr(node, "end_lineno")  # noqa: B009  # only some have them
    return (
        character(first, getattr(node, "col_offset")),  # noqa: B009
        character(last, getattr(node, "end_col_offset")),  # noqa: B009
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
