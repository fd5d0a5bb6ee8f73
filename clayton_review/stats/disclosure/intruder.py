"""Integer programs that find how much an intruder can work out about hidden counts."""

import math
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from clayton_review.stats.disclosure.cell_equations import CellEquations, Floats
from clayton_review.stats.disclosure.suppression_rule import Counts, Mask
from clayton_review.stats.errors import StatisticsError

TIME_LIMIT_SECONDS = 10.0
UNLIMITED_BRANCHES = 2**31 - 1  # the largest limit that HiGHS takes
TOLERANCE = 1e-6


class AuditError(StatisticsError):
    """The solver could not decide whether a hidden cell can be derived."""


class Intruder:
    """A reader who knows all shown counts, how the tables add up, and that counts are whole.

    Looks for other counts than the true ones that would give the same shown counts. Each such
    solution is checked in whole numbers, so the proof that a cell can be another count does not
    rest on the solver's precision; the solver only finds it. `feasible` (solutions × cells) holds
    all solutions found so far; each one widens the range of every cell, so few cells need a search
    of their own.
    """

    def __init__(
        self, equations: CellEquations, shown: Mask, feasible: Counts | None = None
    ) -> None:
        self.equations = equations
        solutions = equations.counts[None] if feasible is None else feasible
        self.feasible = solutions[(solutions[:, shown] == equations.counts[shown]).all(axis=1)]
        self._shown = equations.sums[shown].astype(np.bool_)
        self._shown_counts = equations.counts[shown]
        self._is_unknown = ~_implied_atoms(self._shown, self._shown_counts, equations.atom_counts)
        matrix_rows, row_sums = self._equations()
        self._matrix_rows, self._row_sums = matrix_rows, row_sums
        self._matrix = scipy.sparse.csr_array(matrix_rows.astype(float))
        limits = np.where(matrix_rows, row_sums[:, None], np.iinfo(np.int64).max).min(
            axis=0, initial=2**62
        )
        self._is_unbounded = ~matrix_rows.any(axis=0)
        far = equations.atom_counts[self._is_unknown] + 4 * int(equations.counts.max()) + 1000
        self._upper_limits = np.where(self._is_unbounded, far, limits).astype(float)

    def widen_ranges(self, cells: NDArray[np.intp], width: Counts, reach: Counts) -> None:
        """Look for solutions that move many of these cells at once, which saves most searches.

        `width` and `reach` (all cells of the equations) are the arguments of `can_vary` for each.
        """
        n_before = math.inf
        while True:
            high, low = self.feasible[:, cells].max(axis=0), self.feasible[:, cells].min(axis=0)
            lacking = cells[(high - low < width[cells]) | (high < reach[cells])]
            if not 2 <= lacking.size <= 0.9 * n_before:
                return
            n_before = lacking.size
            goal = self.equations.sums[lacking][:, self._is_unknown].sum(axis=0).astype(float)
            if not goal.any():
                return
            for sign in (-1, 1):
                self._keep_if_feasible(self._solve(sign * goal, is_whole=False).x)

    def can_vary(self, cell: int, width: int, reach: int) -> bool:
        """True if the cell can differ by `width` and be as large as `reach`; searches as needed."""
        for sign in (-1, 1):
            if self._varies_enough(cell, width, reach):
                return True
            if not self._is_extreme_known(cell, sign):
                self._search_extreme(cell, sign)
        return self._varies_enough(cell, width, reach)

    def bounds(self, cell: int) -> tuple[int, int | None]:
        """Return the smallest and largest count that the cell can have; None where it is unbounded.

        Raises `AuditError` when the solver cannot decide within ten seconds.
        """
        for sign in (-1, 1):
            if not self._is_extreme_known(cell, sign):
                self._search_extreme(cell, sign, is_exact=True)
        is_unbounded = bool(self._atoms_of_cell(cell)[self._is_unbounded].any())
        low, high = self.feasible[:, cell].min(), self.feasible[:, cell].max()
        return int(low), None if is_unbounded else int(high)

    def _equations(self) -> tuple[Mask, Counts]:
        row_sums = (
            self._shown_counts
            - self._shown[:, ~self._is_unknown] @ self.equations.atom_counts[~self._is_unknown]
        )
        matrix_rows = self._shown[:, self._is_unknown]
        used = matrix_rows.any(axis=1)
        matrix_rows, first_rows = np.unique(matrix_rows[used], axis=0, return_index=True)
        return matrix_rows, row_sums[used][first_rows]

    def _atoms_of_cell(self, cell: int) -> Mask:
        atoms: Mask = self.equations.sums[cell, self._is_unknown] > 0
        return atoms

    def _varies_enough(self, cell: int, width: int, reach: int) -> bool:
        counts = self.feasible[:, cell]
        high = counts.max()
        return bool(high - counts.min() >= width and high >= reach)

    def _is_extreme_known(self, cell: int, sign: int) -> bool:
        """True if a known solution is plainly the last one in this direction (−1 up, 1 down)."""
        atoms, counts = self._atoms_of_cell(cell), self.feasible[:, cell]
        if not atoms.any():
            return True
        known = int(
            self.equations.counts[cell] - self.equations.atom_counts[self._is_unknown] @ atoms
        )
        if sign > 0:
            return bool(counts.min() == known)
        above = self._matrix_rows[:, atoms].all(axis=1)
        return bool(counts.max() == known + self._row_sums[above].min(initial=2**62))

    def _search_extreme(self, cell: int, sign: int, *, is_exact: bool = False) -> None:
        """Look for the solution in which the cell is smallest (1) or largest (−1).

        The linear program comes first: its optimum, rounded inwards, is that of the integer program
        wherever a solution attains it. `is_exact` insists on such a solution.
        """
        goal = sign * self._atoms_of_cell(cell).astype(float)
        known = int(
            self.equations.counts[cell]
            - self.equations.atom_counts[self._is_unknown] @ self._atoms_of_cell(cell)
        )
        for is_whole in (False, True):
            solution = self._solve(goal, is_whole=is_whole)
            is_feasible = self._keep_if_feasible(solution.x)
            end = math.ceil(solution.fun - TOLERANCE) + sign * known
            if (is_feasible and not is_exact) or int((sign * self.feasible[:, cell]).min()) == end:
                return
        raise AuditError("The solver's answer about a hidden count does not add up.")

    def _solve(self, goal: Floats, *, is_whole: bool) -> Any:
        equations = scipy.optimize.LinearConstraint(self._matrix, self._row_sums, self._row_sums)
        bounds = scipy.optimize.Bounds(np.zeros(goal.size), self._upper_limits)
        return solve_program(goal, equations, bounds, np.full(goal.size, int(is_whole)))

    def _keep_if_feasible(self, solution: Floats) -> bool:
        """Keep a solution if it is whole, not negative and fits all shown counts; True if kept."""
        integers = np.rint(solution).astype(np.int64)
        if np.any(integers < 0) or np.any(
            self._matrix_rows.astype(np.int64) @ integers != self._row_sums
        ):
            return False
        people = self.equations.atom_counts.copy()
        people[self._is_unknown] = integers
        self.feasible = np.vstack([self.feasible, self.equations.sums @ people])
        return True


def solve_program(
    goal: Floats,
    equations: Any,
    bounds: Any,
    is_integer: NDArray[np.int_],
    *,
    most_branches: int | None = None,
) -> Any:
    """Return the solution that HiGHS proves optimal; raises `AuditError` for anything less.

    It gives up after ten seconds, or after `most_branches`, which every machine reaches alike.
    """
    result = scipy.optimize.milp(
        goal,
        constraints=equations,
        bounds=bounds,
        integrality=is_integer,
        options={
            "time_limit": math.inf if most_branches else TIME_LIMIT_SECONDS,
            "node_limit": most_branches or UNLIMITED_BRANCHES,
            "mip_rel_gap": 0.0,
        },
    )
    if result.status != 0 or result.x is None:
        raise AuditError(f"The solver could not judge these tables: {result.message}")
    return result


def _implied_atoms(shown: Mask, counts: Counts, truth: Counts) -> Mask:
    """Return a mask of atoms that follow at once from the shown counts.

    They are all atoms of a shown zero, and the last unknown one of a shown sum.
    """
    known = np.zeros(truth.size, dtype=np.bool_)
    while True:
        n_unknown = shown[:, ~known].sum(axis=1)
        remainder = counts - shown[:, known] @ truth[known]
        implied = shown[(remainder == 0) | (n_unknown == 1)].any(axis=0) & ~known
        if not implied.any():
            return known
        known |= implied


class PatternSolver:
    """Solver for the cheapest suppression pattern that lets a cell take another count.

    Source: minimum-cost heuristic for complementary suppression, Fischetti and Salazar (1999),
    section 3, with the atoms' movements as variables. The matrix is built once for the equations.
    """

    def __init__(self, equations: CellEquations, is_shown_earlier: Mask) -> None:
        """Build the matrix.

        `is_shown_earlier` (cells) marks counts that can no longer be hidden.
        """
        n_cells = equations.counts.size
        sums = scipy.sparse.csr_array(equations.sums.astype(float))
        identity = scipy.sparse.csr_array(np.eye(n_cells))
        self.equations = equations
        self._is_shown_earlier = is_shown_earlier
        self._matrix: Any = scipy.sparse.csr_array(scipy.sparse.hstack([sums, -identity, identity]))

    def cheapest_counts(self, cell: int, by: int, hidden: Mask) -> Counts:
        """Return the cheapest other counts of all cells in which the cell moves by `by` or more.

        `hidden` cells move for nothing. `by` may be negative, down to minus the cell's count.
        Raises `AuditError` when there is none or none is found.
        """
        equations = self.equations
        n_atoms, n_cells = equations.atom_counts.size, equations.counts.size
        price = np.where(hidden, 0.0, equations.costs)
        least = np.zeros((2, n_cells))  # up, down
        most = np.where(self._is_shown_earlier, 0.0, np.full((2, n_cells), np.inf))
        least[int(by < 0), cell] = abs(by)
        most[int(by > 0), cell] = 0.0
        bounds = scipy.optimize.Bounds(
            np.r_[-equations.atom_counts.astype(float), least.reshape(-1)],
            np.r_[np.full(n_atoms, np.inf), most.reshape(-1)],
        )
        goal = np.r_[np.zeros(n_atoms), price, price]
        nothing = np.zeros(n_cells)
        balance = scipy.optimize.LinearConstraint(self._matrix, nothing, nothing)
        is_atom = np.r_[np.ones(n_atoms, dtype=int), np.zeros(2 * n_cells, dtype=int)]
        moves = solve_program(goal, balance, bounds, 0 * is_atom).x[:n_atoms]
        if np.abs(moves - np.rint(moves)).max() > TOLERANCE:
            moves = solve_program(goal, balance, bounds, is_atom).x[:n_atoms]
        solution: Counts = equations.sums @ (
            equations.atom_counts + np.rint(moves).astype(np.int64)
        )
        return solution
