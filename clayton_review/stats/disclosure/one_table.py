"""Which cells of one count table may be shown, so that no hidden one can be worked out.

Linked tables and those issued earlier: `linked_tables`, whose simplest case this is.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clayton_review.stats.disclosure.certificate import Bound, Certificate
from clayton_review.stats.disclosure.cube import Cube, Published, Release, Variable
from clayton_review.stats.disclosure.linked_tables import bounds_as_masked, protect_all
from clayton_review.stats.disclosure.rule import RULES, Mask, Rule, Share, top_coded
from clayton_review.stats.errors import OutOfRangeError

__all__ = [
    "RULES",
    "Bound",
    "Certificate",
    "Mask",
    "Protection",
    "Rule",
    "Share",
    "audit",
    "protect",
    "top_coded",
]


@dataclass(frozen=True)
class Protection:
    """Masks of what to hide (True), and their certificate.

    `cells` has the shape of the table; `row_totals` (rows) and `column_totals` (columns) are the
    margins of a two-way table and empty for a one-way one; `total` is the grand total.
    """

    cells: Mask
    row_totals: Mask
    column_totals: Mask
    total: bool
    certificate: Certificate


def protect(counts: ArrayLike, rule: Rule | None = None) -> Protection:
    """What to hide of a one-way (k) or two-way (rows × columns) table published with its margins.

    Rows are the groups whose size is the base; a one-way table is one group. Primary cells are
    too small by `rule`; complementary ones are added until every primary cell can differ by the
    smallest cell and reach it, and no hidden cell is derivable from what is published. Raises
    `OutOfRangeError` for anything but whole counts in one or two dimensions, `AuditError` when the
    solver fails.
    """
    cube, table = _alone(counts)
    made = protect_all(cube, [table], rule=rule)
    whole = made.releases[0].hidden
    none = np.zeros(0, dtype=np.bool_)
    is_two_way = whole.ndim == 2
    return Protection(
        cells=whole[:-1, :-1] if is_two_way else whole[:-1],
        row_totals=whole[:-1, -1] if is_two_way else none,
        column_totals=whole[-1, :-1] if is_two_way else none,
        total=bool(whole.reshape(-1)[-1]),
        certificate=made.certificate,
    )


def audit(
    counts: ArrayLike,
    hidden_cells: ArrayLike,
    *,
    hidden_row_totals: ArrayLike | None = None,
    hidden_column_totals: ArrayLike | None = None,
    is_total_hidden: bool = False,
) -> tuple[Bound, ...]:
    """The bounds an outsider can derive for every hidden cell, however the mask was chosen.

    `hidden_cells` has the shape of `counts`; the other masks have one entry a row or column and
    default to nothing hidden. Raises as `protect`, and `OutOfRangeError` for masks that do not
    fit.
    """
    cube, table = _alone(counts)
    whole = np.zeros(table.shape(cube), dtype=np.bool_)
    inner = tuple(slice(0, -1) for _ in whole.shape)
    _put(whole, inner, hidden_cells)
    if whole.ndim == 2:
        _put(whole, (slice(0, -1), -1), hidden_row_totals)
        _put(whole, (-1, slice(0, -1)), hidden_column_totals)
    whole[(-1,) * whole.ndim] = is_total_hidden
    return bounds_as_masked(cube, Release(table, whole))


def _alone(counts: ArrayLike) -> tuple[Cube, Published]:
    given = np.asarray(counts)
    if given.ndim not in {1, 2}:
        raise OutOfRangeError(f"A table has one or two dimensions, not {given.ndim}.")
    names = ("row", "column")[-given.ndim :]
    variables = [
        Variable(name, tuple(str(at) for at in range(size)))
        for name, size in zip(names, given.shape, strict=True)
    ]
    return Cube(variables, given), Published("", names)


def _put(whole: Mask, where: tuple[Any, ...], mask: ArrayLike | None) -> None:
    if mask is None:
        return
    given: NDArray[np.bool_] = np.asarray(mask, dtype=np.bool_)
    if given.shape != whole[where].shape:
        raise OutOfRangeError(f"A mask of shape {given.shape} does not fit the table.")
    whole[where] = given
