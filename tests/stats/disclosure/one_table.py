"""One count table with its margins, protected and audited alone."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clayton_review.stats.disclosure.certificate import CellBounds, Certificate
from clayton_review.stats.disclosure.cube import Cube, CubeVariable, MaskedTable, TableDefinition
from clayton_review.stats.disclosure.intruder import Intruder
from clayton_review.stats.disclosure.linked_tables import protect_tables
from clayton_review.stats.disclosure.suppression_problem import (
    build_problem,
    shown_and_hidden_cells,
)
from clayton_review.stats.disclosure.suppression_rule import (
    Mask,
    SuppressionRule,
)
from clayton_review.stats.errors import OutOfRangeError


@dataclass(frozen=True)
class TableMasks:
    """Masks of one table, True where hidden, and their certificate.

    `cells` has the shape of the table; `row_totals` (rows) and `column_totals` (columns) are the
    margins of a two-way table and empty for a one-way one; `total` is the grand total.
    """

    cells: Mask
    row_totals: Mask
    column_totals: Mask
    total: bool
    certificate: Certificate


def protect_table(counts: ArrayLike, rule: SuppressionRule | None = None) -> TableMasks:
    """Return the masks of a one-way (k) or two-way (rows × columns) table with its margins.

    Rows are the groups whose size is the base; a one-way table is one group. Primary cells are too
    small by `rule`; complementary ones are added until every primary cell can differ by the
    smallest cell and reach it, and no hidden cell is derivable from the published ones. Raises
    `OutOfRangeError` for anything but whole counts in one or two dimensions, `AuditError` when the
    solver fails.
    """
    cube, table = _cube_of_one_table(counts)
    protected = protect_tables(cube, [table], rule=rule)
    hidden = protected.masked_tables[0].hidden
    no_margin = np.zeros(0, dtype=np.bool_)
    is_two_way = hidden.ndim == 2
    return TableMasks(
        cells=hidden[:-1, :-1] if is_two_way else hidden[:-1],
        row_totals=hidden[:-1, -1] if is_two_way else no_margin,
        column_totals=hidden[-1, :-1] if is_two_way else no_margin,
        total=bool(hidden.reshape(-1)[-1]),
        certificate=protected.certificate,
    )


def audit_table(
    counts: ArrayLike,
    hidden_cells: ArrayLike,
    *,
    hidden_row_totals: ArrayLike | None = None,
    hidden_column_totals: ArrayLike | None = None,
    is_total_hidden: bool = False,
) -> tuple[CellBounds, ...]:
    """Return the bounds an intruder can derive for every hidden cell, however the mask was chosen.

    `hidden_cells` has the shape of `counts`; the other masks have one entry for each row or column
    and default to nothing hidden. Raises as `protect_table`, and `OutOfRangeError` for masks that
    do not fit.
    """
    cube, table = _cube_of_one_table(counts)
    hidden = np.zeros(table.shape(cube), dtype=np.bool_)
    inner = tuple(slice(0, -1) for _ in hidden.shape)
    _set_mask(hidden, inner, hidden_cells)
    if hidden.ndim == 2:
        _set_mask(hidden, (slice(0, -1), -1), hidden_row_totals)
        _set_mask(hidden, (-1, slice(0, -1)), hidden_column_totals)
    hidden[(-1,) * hidden.ndim] = is_total_hidden
    return _bounds(cube, MaskedTable(table, hidden))


def _cube_of_one_table(counts: ArrayLike) -> tuple[Cube, TableDefinition]:
    array = np.asarray(counts)
    if array.ndim not in {1, 2}:
        raise OutOfRangeError(f"A table has one or two dimensions, not {array.ndim}.")
    names = ("row", "column")[-array.ndim :]
    variables = [
        CubeVariable(name, tuple(str(at) for at in range(size)))
        for name, size in zip(names, array.shape, strict=True)
    ]
    return Cube(variables, array), TableDefinition("", names)


def _set_mask(hidden: Mask, where: tuple[Any, ...], mask: ArrayLike | None) -> None:
    if mask is None:
        return
    array: NDArray[np.bool_] = np.asarray(mask, dtype=np.bool_)
    if array.shape != hidden[where].shape:
        raise OutOfRangeError(f"A mask of shape {array.shape} does not fit the table.")
    hidden[where] = array


def _bounds(cube: Cube, masked: MaskedTable) -> tuple[CellBounds, ...]:
    """Return the bounds that an intruder can derive for the hidden cells, safe or not."""
    problem = build_problem(cube, [masked.table], (), SuppressionRule(0, 0))
    shown, hidden = shown_and_hidden_cells(problem.equations, [masked], first=0)
    intruder = Intruder(problem.equations, shown)
    (cells,) = problem.equations.cells_by_table
    return tuple(
        CellBounds(place, *intruder.bounds(int(cell)))
        for place, cell in np.ndenumerate(cells)
        if hidden[cell] and not shown[cell]
    )
