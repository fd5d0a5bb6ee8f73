"""The digits of mean places: as few as leave the places of a few people uncertain.

Of three answers the first places and the mean place tell the second and third: 20 of 60 people put
X first and its mean place is 1.70, so 2 put it last.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from clayton_review.stats.disclosure.intruder import TOLERANCE, AuditError, solve_program
from clayton_review.stats.disclosure.suppression_rule import Counts, Mask, SuppressionRule
from clayton_review.stats.errors import StatisticsError

STEPS = (0.01, 0.1, 0.5)
# Work is counted, not timed, so that the digits are the same on every machine.
MOST_WORK = 1_200_000  # of all programs: cells squared, which is about how their cost grows
MOST_BRANCHES = 20  # of one program


class _TooMuchWorkError(StatisticsError):
    """The means of this ranking cannot be judged in reasonable time."""


@dataclass
class _Budget:
    """The work that is left for judging all steps of one ranking."""

    remaining: int

    def spend(self, work: int) -> None:
        """Count work; raises `_TooMuchWorkError` once none is left."""
        self.remaining -= work
        if self.remaining < 0:
            raise _TooMuchWorkError


def step_of_means(places: Counts, rule: SuppressionRule) -> float | None:
    """Return the finest step to which mean places may be rounded; None if none is safe.

    `places` (people × answers) are from 1; 0 stands for an answer without a place, which counts as
    the middle of those left. Judged beside all first places, whose numbers are published. None also
    where that takes more than `MOST_WORK`.
    """
    if not rule.minimum_cell:
        return STEPS[0]
    table, budget = _PlaceTable(places, rule), _Budget(MOST_WORK)
    try:
        return next((step for step in STEPS if table.is_protected(step, budget)), None)
    except _TooMuchWorkError:
        return None


@dataclass(eq=False)
class _Reader:
    """A reader of rounded means, who looks for other numbers of people that would give the same.

    Each solution is checked, kept in `solutions` (× cells), and widens the range of every cell, so
    that few cells need programs of their own.
    """

    equations: Any
    truth: Counts
    budget: _Budget
    solutions: Counts = field(init=False)

    def __post_init__(self) -> None:
        self.solutions = self.truth[None]

    def varies(self, cells: Counts, known: int, rule: SuppressionRule) -> bool:
        """True if these cells (0 or 1) and `known` people may add up to what the rule asks."""
        for sign in (1, -1):
            if self._is_wide(cells, known, rule):
                return True
            self._search(sign * cells)
        return self._is_wide(cells, known, rule)

    def _is_wide(self, cells: Counts, known: int, rule: SuppressionRule) -> bool:
        n = self.solutions @ cells + known
        return bool(n.max() >= rule.minimum_cell and n.max() - n.min() >= rule.protection_width)

    def _search(self, goal: Counts) -> None:
        """Keep the solution with the smallest sum; none where the solver does not decide."""
        anything = scipy.optimize.Bounds(np.zeros(goal.size), np.full(goal.size, np.inf))
        whole = np.ones(goal.size, dtype=int)
        try:
            result = solve_program(
                goal.astype(float), self.equations, anything, whole, most_branches=MOST_BRANCHES
            )
        except AuditError:
            self.budget.spend(goal.size**2 * MOST_BRANCHES)
            return
        self.budget.spend(goal.size**2 * max(1, int(result.mip_node_count or 0)))
        self._keep_if_feasible(np.rint(result.x).astype(np.int64))

    def _keep_if_feasible(self, solution: Counts) -> None:
        sums = self.equations.A @ solution
        is_within = (sums >= self.equations.lb - TOLERANCE) & (
            sums <= self.equations.ub + TOLERANCE
        )
        if is_within.all() and (solution >= 0).all():
            self.solutions = np.vstack([self.solutions, solution])


@dataclass(frozen=True, eq=False)
class _PlaceTable:
    """Numbers of people by answer and place, of those who placed as many answers as most do.

    The places of all others are taken as known. Any whole numbers that add up by answer and by
    place are possible: they can be dealt out to people (Birkhoff's theorem).
    """

    places: Counts
    rule: SuppressionRule

    @cached_property
    def n_placed(self) -> Counts:
        n: Counts = (self.places > 0).sum(axis=1)
        return n

    @cached_property
    def n_varied(self) -> int:
        """Return the number of answers that most people placed."""
        return int(np.bincount(self.n_placed).argmax())

    @cached_property
    def values(self) -> NDArray[np.float64]:
        """Return the place (people × answers) that the mean counts."""
        values: NDArray[np.float64] = np.where(
            self.places > 0, self.places, self._middle(self.n_placed)[:, None]
        )
        return values

    def _middle(self, n_placed: Counts) -> NDArray[np.float64]:
        middle: NDArray[np.float64] = (n_placed + 1 + self.places.shape[1]) / 2
        return middle

    def counted(self, rows: Mask) -> Counts:
        """Return people (answers × places from 1, then without a place) in these rows."""
        own = self.places[rows]
        places = range(1, int(self.n_placed.max()) + 1)
        columns = [(own == place).sum(axis=0) for place in places]
        return np.column_stack([*columns, len(own) - sum(columns)])

    def is_protected(self, step: float, budget: _Budget) -> bool:
        """True if means rounded so leave each small number of people a range as wide as the rule's.

        Small numbers are those who gave an answer one place, or this or a later one. Raises
        `_TooMuchWorkError` when the budget is used up.
        """
        is_varied = self.n_placed == self.n_varied
        varied, fixed = self.counted(is_varied), self.counted(~is_varied)
        later = np.tril(np.ones((varied.shape[1],) * 2, dtype=np.int64))
        reader = _Reader(self._equations(varied, step), varied.reshape(-1), budget)
        for sums in (np.eye(varied.shape[1], dtype=np.int64), later):
            n = (varied + fixed) @ sums
            for answer, place in np.argwhere((n > 0) & (n < self.rule.minimum_cell)).tolist():
                cells = np.zeros(varied.shape, dtype=np.int64)
                cells[answer] = sums[:, place]
                known = int(fixed[answer] @ sums[:, place])
                if place and not reader.varies(cells.reshape(-1), known, self.rule):
                    return False
        return True

    def _equations(self, varied: Counts, step: float) -> Any:
        """Return what readers know: people by answer and by place, first places, mean places."""
        n_answers, n_columns = varied.shape
        at = np.arange(varied.size).reshape(varied.shape)
        sums = [*at, *at.T, *at[:, :1]]
        matrix = np.zeros((len(sums) + n_answers, varied.size))
        for row, cells in enumerate(sums):
            matrix[row, cells] = 1
        middle = (self.n_varied + 1 + n_answers) / 2
        for answer in range(n_answers):
            matrix[len(sums) + answer, at[answer]] = [*range(1, n_columns), middle]
        known = matrix @ varied.reshape(-1)
        means = self.values.mean(axis=0)
        rounded = np.floor(means / step + 0.5) * step
        slack = len(self.places) * np.array(
            [rounded - step / 2 - means, rounded + step / 2 - means]
        )
        low, high = known.copy(), known.copy()
        low[len(sums) :] += slack[0]
        high[len(sums) :] += slack[1]
        return scipy.optimize.LinearConstraint(matrix, low, high)
