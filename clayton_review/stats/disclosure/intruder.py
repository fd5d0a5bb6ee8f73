"""What somebody who knows every shown count can find out about the others."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack

from clayton_review.stats.disclosure.cell_equations import Floats, System
from clayton_review.stats.disclosure.rule import Counts, Mask
from clayton_review.stats.errors import StatisticsError

SECONDS = 10.0
TOLERANCE = 1e-6


class AuditError(StatisticsError):
    """The solver could not decide whether a hidden cell can be derived."""


class Outsider:
    """One who knows how the tables hang together, that counts are whole, and all that is shown.

    Looks for other people than the true ones that would give the same shown counts. Each such
    world is checked in whole numbers, so that the proof that a cell can be another count does not
    rest on the solver's precision; the solver only finds it. `seen` (worlds × cells) holds all
    found so far; each one bounds every cell, so few cells need a search of their own.
    """

    def __init__(self, system: System, shown: Mask, seen: Counts | None = None) -> None:
        self.system = system
        worlds = system.counts[None] if seen is None else seen
        self.seen = worlds[(worlds[:, shown] == system.counts[shown]).all(axis=1)]
        self._shown = system.sums[shown].astype(np.bool_)
        self._shown_counts = system.counts[shown]
        self._open = ~_known(self._shown, self._shown_counts, system.truth)
        left, right = self._equations()
        self._left, self._right = left, right
        self._matrix = csr_array(left.astype(float))
        limits = np.where(left, right[:, None], np.iinfo(np.int64).max).min(axis=0, initial=2**62)
        self._is_boundless = ~left.any(axis=0)
        far = system.truth[self._open] + 4 * int(system.counts.max()) + 1000
        self._most = np.where(self._is_boundless, far, limits).astype(float)

    def look_around(self, cells: NDArray[np.intp], width: Counts, reach: Counts) -> None:
        """Look for worlds that give many of these cells room at once, which saves most searches.

        `width` and `reach` (all cells of the system) are what `has_room` would ask of each.
        """
        n_before = math.inf
        while True:
            high, low = self.seen[:, cells].max(axis=0), self.seen[:, cells].min(axis=0)
            lacking = cells[(high - low < width[cells]) | (high < reach[cells])]
            if not 2 <= lacking.size <= 0.9 * n_before:
                return
            n_before = lacking.size
            goal = self.system.sums[lacking][:, self._open].sum(axis=0).astype(float)
            if not goal.any():
                return
            for sign in (-1, 1):
                self._kept(self._solved(sign * goal, is_whole=False).x)

    def has_room(self, cell: int, width: int, reach: int) -> bool:
        """Whether the cell can differ by `width` and be as large as `reach`."""
        for sign in (-1, 1):
            if self._is_roomy(cell, width, reach):
                return True
            if not self._is_at_end(cell, sign):
                self._push(cell, sign)
        return self._is_roomy(cell, width, reach)

    def bounds(self, cell: int) -> tuple[int, int | None]:
        """The smallest and largest count that the cell can have; None where nothing bounds it.

        Raises `AuditError` when the solver cannot tell within ten seconds.
        """
        for sign in (-1, 1):
            if not self._is_at_end(cell, sign):
                self._push(cell, sign, is_exact=True)
        is_boundless = bool(self._goal(cell)[self._is_boundless].any())
        low, high = self.seen[:, cell].min(), self.seen[:, cell].max()
        return int(low), None if is_boundless else int(high)

    def _equations(self) -> tuple[Mask, Counts]:
        rest = self._shown_counts - self._shown[:, ~self._open] @ self.system.truth[~self._open]
        left = self._shown[:, self._open]
        used = left.any(axis=1)
        left, first = np.unique(left[used], axis=0, return_index=True)
        return left, rest[used][first]

    def _goal(self, cell: int) -> Mask:
        goal: Mask = self.system.sums[cell, self._open] > 0
        return goal

    def _is_roomy(self, cell: int, width: int, reach: int) -> bool:
        found = self.seen[:, cell]
        high = found.max()
        return bool(high - found.min() >= width and high >= reach)

    def _is_at_end(self, cell: int, sign: int) -> bool:
        """Whether a world seen is plainly the last one in this direction (−1 up, 1 down)."""
        goal, found = self._goal(cell), self.seen[:, cell]
        if not goal.any():
            return True
        known = int(self.system.counts[cell] - self.system.truth[self._open] @ goal)
        if sign > 0:
            return bool(found.min() == known)
        above = self._left[:, goal].all(axis=1)
        return bool(found.max() == known + self._right[above].min(initial=2**62))

    def _push(self, cell: int, sign: int, *, is_exact: bool = False) -> None:
        """Look for the world in which the cell is smallest (1) or largest (−1).

        The linear program comes first: its end, rounded inwards, is the whole program's wherever a
        world attains it. `is_exact` insists on such a world.
        """
        goal = sign * self._goal(cell).astype(float)
        known = int(self.system.counts[cell] - self.system.truth[self._open] @ self._goal(cell))
        for is_whole in (False, True):
            found = self._solved(goal, is_whole=is_whole)
            is_world = self._kept(found.x)
            end = math.ceil(found.fun - TOLERANCE) + sign * known
            if (is_world and not is_exact) or int((sign * self.seen[:, cell]).min()) == end:
                return
        raise AuditError("The solver's answer about a hidden count does not add up.")

    def _solved(self, goal: Floats, *, is_whole: bool) -> Any:
        equations = LinearConstraint(self._matrix, self._right, self._right)
        room = Bounds(np.zeros(goal.size), self._most)
        return solved(goal, equations, room, np.full(goal.size, int(is_whole)))

    def _kept(self, found: Floats) -> bool:
        """Keep a solution that is a world: whole, not negative, and all that is shown adds up."""
        whole = np.rint(found).astype(np.int64)
        if np.any(whole < 0) or np.any(self._left.astype(np.int64) @ whole != self._right):
            return False
        people = self.system.truth.copy()
        people[self._open] = whole
        self.seen = np.vstack([self.seen, self.system.sums @ people])
        return True


def solved(goal: Floats, equations: LinearConstraint, room: Bounds, whole: NDArray[np.int_]) -> Any:
    """The best solution HiGHS finds, proved best. Raises `AuditError` for anything less."""
    found = milp(
        goal,
        constraints=equations,
        bounds=room,
        integrality=whole,
        options={"time_limit": SECONDS, "mip_rel_gap": 0.0},
    )
    if found.status != 0 or found.x is None:
        raise AuditError(f"The solver could not judge these tables: {found.message}")
    return found


def _known(shown: Mask, counts: Counts, truth: Counts) -> Mask:
    """The atoms that follow at once: all of a shown zero, and the last one open of a shown sum."""
    known = np.zeros(truth.size, dtype=np.bool_)
    while True:
        n_open = shown[:, ~known].sum(axis=1)
        rest = counts - shown[:, known] @ truth[known]
        told = shown[(rest == 0) | (n_open == 1)].any(axis=0) & ~known
        if not told.any():
            return known
        known |= told


class Cover:
    """The cheapest cells to hide so that another count becomes possible for a cell.

    Source: minimum-cost heuristic for complementary suppression, Fischetti and Salazar (1999),
    section 3, with the atoms' movements as variables. The matrix is built once for a system.
    """

    def __init__(self, system: System, fixed: Mask) -> None:
        """`fixed` (cells) marks what is shown already and cannot be taken back."""
        n_cells = system.counts.size
        one = csr_array(np.eye(n_cells))
        self.system = system
        self._fixed = fixed
        self._matrix: Any = csr_array(hstack([csr_array(system.sums.astype(float)), -one, one]))

    def cheapest(self, cell: int, by: int, hidden: Mask) -> Counts:
        """The cheapest other world (counts of all cells) in which the cell moves by `by` or more.

        `hidden` cells move for nothing. `by` may be negative, down to minus the cell's count.
        Raises `AuditError` when there is none or none is found.
        """
        system = self.system
        n_atoms, n_cells = system.truth.size, system.counts.size
        price = np.where(hidden, 0.0, system.costs)
        least = np.zeros((2, n_cells))  # up, down
        most = np.where(self._fixed, 0.0, np.full((2, n_cells), np.inf))
        least[int(by < 0), cell] = abs(by)
        most[int(by > 0), cell] = 0.0
        room = Bounds(
            np.r_[-system.truth.astype(float), least.reshape(-1)],
            np.r_[np.full(n_atoms, np.inf), most.reshape(-1)],
        )
        goal = np.r_[np.zeros(n_atoms), price, price]
        nothing = np.zeros(n_cells)
        equations = LinearConstraint(self._matrix, nothing, nothing)
        is_atom = np.r_[np.ones(n_atoms, dtype=int), np.zeros(2 * n_cells, dtype=int)]
        found = solved(goal, equations, room, 0 * is_atom).x[:n_atoms]
        if np.abs(found - np.rint(found)).max() > TOLERANCE:
            found = solved(goal, equations, room, is_atom).x[:n_atoms]
        world: Counts = system.sums @ (system.truth + np.rint(found).astype(np.int64))
        return world
