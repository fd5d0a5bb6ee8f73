"""A count table with its margins as cells and additive equations, and what they give away."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, hstack

from clayton_review.stats.errors import OutOfRangeError, StatisticsError

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
MOST_CELLS = 2500
LARGEST = 10_000_000


class AuditError(StatisticsError):
    """The solver could not decide whether a hidden cell can be derived."""


@dataclass(frozen=True)
class System:
    """All cells of a table, margins included, flattened row by row.

    `counts` (n cells) satisfies `equations` @ counts = 0. A one-way table is one row whose only
    margin is its total; in a two-way table the last row and column are the margins.
    """

    shape: tuple[int, ...]  # with margins
    counts: Counts
    equations: Any  # sparse, equations × cells

    @property
    def ceiling(self) -> float:
        """More than any cell could hold if all that is bounded is bounded."""
        return 4.0 * float(self.counts.max()) + 1000.0


def system_of(table: NDArray[Any]) -> System:
    """The system of a one-way (k) or two-way (rows × columns) table of counts, without margins.

    Raises `OutOfRangeError` for another number of dimensions, for counts that are not whole
    numbers from 0 to ten million, and for tables of no or of more than 2,500 cells.
    """
    counts = _checked(table)
    whole = counts
    for axis in range(counts.ndim):
        whole = np.concatenate([whole, whole.sum(axis=axis, keepdims=True)], axis=axis)
    places = np.arange(whole.size).reshape(whole.shape)
    lines: list[NDArray[np.int64]] = []
    for axis in range(whole.ndim):
        lines.extend(np.moveaxis(places, axis, -1).reshape(-1, whole.shape[axis]))
    rows = np.concatenate([np.full(line.size, row) for row, line in enumerate(lines)])
    signs = np.concatenate([np.r_[np.ones(line.size - 1), -1.0] for line in lines])
    equations = csr_array(
        (signs, (rows, np.concatenate(lines))), shape=(len(lines), int(whole.size))
    )
    return System(whole.shape, whole.reshape(-1), equations)


class Ranges:
    """Smallest and largest count each hidden cell can have, given everything published.

    Every solution found bounds all hidden cells at once, so few cells need a solution of their
    own. Two-way tables are network matrices, hence the bounds of the linear program are whole
    numbers that some table really attains.
    """

    def __init__(self, system: System, hidden: Mask) -> None:
        self.places = np.flatnonzero(hidden)
        self.system = system
        self._matrix = system.equations[:, self.places]
        self._right = -(system.equations[:, np.flatnonzero(~hidden)] @ system.counts[~hidden])
        start = system.counts[self.places].astype(float)
        self._seen_low, self._seen_high = start.copy(), start.copy()

    def has_room(self, which: int, width: float, least_high: float) -> bool:
        """Whether hidden cell `which` can differ by `width` and reach `least_high`."""
        for sign in (-1.0, 1.0):
            if self._is_roomy(which, width, least_high):
                return True
            self._push(which, sign)
        return self._is_roomy(which, width, least_high)

    def exact(self, which: int) -> tuple[int, int | None]:
        """The exact range of hidden cell `which`; None where nothing bounds it above."""
        low = self._push(which, 1.0)
        high = self._push(which, -1.0)
        is_open = high >= self.system.ceiling - 0.5
        return round(low), None if is_open else round(high)

    def _is_roomy(self, which: int, width: float, least_high: float) -> bool:
        low, high = self._seen_low[which], self._seen_high[which]
        return bool(high - low >= width - 1e-6 and high >= least_high - 1e-6)

    def _push(self, which: int, sign: float) -> float:
        goal = np.zeros(self.places.size)
        goal[which] = sign
        room = np.full(goal.size, self.system.ceiling)
        found = _solved(goal, self._matrix, self._right, np.zeros(goal.size), room)
        np.minimum(self._seen_low, found, out=self._seen_low)
        np.maximum(self._seen_high, found, out=self._seen_high)
        return float(found[which])


def cheapest_cover(system: System, hidden: Mask, costs: Floats, which: int, by: int) -> Mask:
    """The cells that change in the cheapest other table in which cell `which` differs by `by`.

    Hiding them all makes that other table as possible as the true one. `costs` (n cells) is what
    hiding a cell costs per count moved; hidden cells cost nothing. `by` may be negative, down to
    minus the cell's count. Source: minimum-cost flow heuristic for complementary suppression,
    Fischetti and Salazar (1999), section 3.
    """
    n_cells = system.counts.size
    price = np.where(hidden, 0.0, costs)
    low, high = np.zeros((2, n_cells)), np.full((2, n_cells), np.inf)  # up, down
    high[1] = system.counts
    high[:, which] = 0.0
    low[int(by < 0), which] = high[int(by < 0), which] = abs(by)
    matrix = hstack([system.equations, -system.equations]).tocsr()
    right = np.zeros(system.equations.shape[0])
    found = _solved(np.r_[price, price], matrix, right, low.reshape(-1), high.reshape(-1))
    moved: Mask = np.abs(found[:n_cells] - found[n_cells:]) > 1e-6
    return moved


def _solved(goal: Floats, matrix: Any, right: Floats, low: Floats, high: Floats) -> Floats:
    """The x between `low` and `high` with matrix @ x = right that makes goal @ x smallest."""
    limits = list(zip(low.tolist(), high.tolist(), strict=True))
    found = linprog(goal, A_eq=matrix, b_eq=right, bounds=limits, method="highs-ds")
    if found.status != 0 or found.x is None:
        raise AuditError(f"The solver could not judge this table: {found.message}")
    return np.asarray(found.x, dtype=np.float64)


def _checked(table: NDArray[Any]) -> Counts:
    if table.ndim not in {1, 2}:
        raise OutOfRangeError(f"A table has one or two dimensions, not {table.ndim}.")
    if not 0 < table.size <= MOST_CELLS:
        raise OutOfRangeError(f"A table has 1 to {MOST_CELLS} cells, not {table.size}.")
    if table.dtype.kind not in "iuf" or not np.all(np.isfinite(table)):
        raise OutOfRangeError("A table holds counts only.")
    if np.any(table < 0) or np.any(table > LARGEST) or np.any(table != np.floor(table)):
        raise OutOfRangeError(f"Counts are whole numbers from 0 to {LARGEST:,}.")
    return table.astype(np.int64)
