"""Tables and rules that cannot be judged are refused, each with its sentence."""

from collections.abc import Callable

import numpy as np
import pytest

from clayton_review.stats.disclosure.cell_equations import build_cell_equations
from clayton_review.stats.disclosure.cube import Cube, CubeVariable, MaskedTable, TableDefinition
from clayton_review.stats.disclosure.differences import table_differences
from clayton_review.stats.disclosure.published_sums import safe_to_publish
from clayton_review.stats.disclosure.suppression_rule import SuppressionRule
from clayton_review.stats.errors import OutOfRangeError


def cube(*sizes: int) -> Cube:
    """Return a cube with one person in each atom, its variables named a, b, c and so on."""
    variables = [
        CubeVariable(name, tuple(map(str, range(size))))
        for name, size in zip("abcdefgh", sizes, strict=False)
    ]
    return Cube(variables, np.ones(sizes, dtype=np.int64))


def equations_of_nothing() -> None:
    build_cell_equations(cube(2, 2), [], SuppressionRule())


def two_large_tables_at_once() -> None:
    halves = [TableDefinition(level, ("a", "b"), {"c": (level,)}) for level in "01"]
    build_cell_equations(cube(40, 40, 2), halves, SuppressionRule())


def a_mask_over_no_table() -> None:
    MaskedTable(TableDefinition("t", ("a", "a")), np.zeros((3, 3), dtype=bool)).check(cube(2, 2))


def filters_that_leave_128_pieces() -> None:
    names = "abcdefg"
    tables = [TableDefinition(name, (name,), {name: ("0",)}) for name in names]
    list(table_differences(cube(*(2 for _ in names)), tables))


def sums_of_401_combinations() -> None:
    nothing = np.zeros((0, 401), dtype=np.bool_)
    safe_to_publish(np.ones(401, dtype=np.int64), nothing, [], SuppressionRule())


def a_base_below_zero() -> None:
    SuppressionRule(minimum_base=-1)


def a_cell_below_zero() -> None:
    SuppressionRule(minimum_cell=-1)


REFUSED: list[tuple[Callable[[], None], str]] = [
    (equations_of_nothing, "There is no table to protect."),
    (two_large_tables_at_once, "Together the tables have more than 3,000 cells."),
    (a_mask_over_no_table, "“t” needs axes, each named once."),
    (filters_that_leave_128_pieces, "The filters cut the people into more than 64 pieces."),
    (sums_of_401_combinations, "There are more than 400 combinations of answers."),
    (a_base_below_zero, "The smallest base must be a whole number of zero or more, not -1."),
    (a_cell_below_zero, "The smallest cell must be a whole number of zero or more, not -1."),
]


@pytest.mark.parametrize(("ask", "sentence"), REFUSED, ids=[ask.__name__ for ask, _ in REFUSED])
def test_what_cannot_be_judged_is_refused(ask: Callable[[], None], sentence: str) -> None:
    with pytest.raises(OutOfRangeError) as refusal:
        ask()
    assert str(refusal.value) == sentence
