"""Complementary suppression: the choice of cells to hide beside the small ones, and its audit."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from clayton_review.stats.disclosure.cell_equations import CellEquations
from clayton_review.stats.disclosure.intruder import AuditError, Intruder, PatternSolver
from clayton_review.stats.disclosure.suppression_rule import Counts, Mask, SuppressionRule


@dataclass(frozen=True, eq=False)
class CellRequirements:
    """Masks and counts over all cells that say what may be shown and what must stay uncertain.

    `is_wanted` marks cells of tables to be published, `is_shown_earlier` cells shown in an earlier
    one, `is_hidden_earlier` cells hidden in an earlier one, which must stay so. A hidden or small
    cell must be able to differ by `width` and to reach `reach`. Where the earlier tables alone
    leave less, whatever is hidden now, it `is_given_away`, and must keep the range that is left.
    """

    equations: CellEquations
    rule: SuppressionRule
    is_wanted: Mask
    is_shown_earlier: Mask
    is_hidden_earlier: Mask
    is_given_away: Mask
    width: Counts
    reach: Counts

    @property
    def is_protected(self) -> Mask:
        """Return a mask of the cells whose count nobody may learn."""
        cells: Mask = self.equations.is_small | self.is_hidden_earlier
        return cells

    def is_readable(self, hidden: Mask) -> Mask:
        """Return a mask of the cells that can be read in some table."""
        cells: Mask = (self.is_wanted & ~hidden) | self.is_shown_earlier
        return cells

    def required_range(self, cell: int) -> tuple[int, int]:
        """Return the width by which a cell must be able to differ, and the count it must reach."""
        return int(self.width[cell]), int(self.reach[cell])


def build_constraints(
    equations: CellEquations, rule: SuppressionRule, is_wanted: Mask, shown: Mask, hidden: Mask
) -> CellRequirements:
    """Return the constraints, with the cells that the earlier tables have given away already.

    All masks are over the cells of the equations. Raises `AuditError` when the solver fails.
    """
    width = np.where(equations.is_small, rule.protection_width, 1)
    reach = np.where(equations.is_small, rule.minimum_cell, 0)
    is_given_away = np.zeros_like(shown)
    constraints = CellRequirements(
        equations, rule, is_wanted, shown, hidden & ~shown, is_given_away, width, reach
    )
    if shown.any():
        intruder = Intruder(equations, shown)
        intruder.widen_ranges(np.flatnonzero(constraints.is_protected), width, reach)
        for cell in np.flatnonzero(constraints.is_protected).tolist():
            if not intruder.can_vary(cell, *constraints.required_range(cell)):
                low, high = intruder.bounds(cell)
                is_given_away[cell] = True
                reach[cell] = low if high is None else high
                width[cell] = reach[cell] - low
    return constraints


def suppress(constraints: CellRequirements) -> Mask:
    """Return the cells to hide: small ones, and the cheapest found that protect them.

    A small cell must be able to differ by the smallest cell and reach it (so that no sum it is part
    of is known to be small either), any other hidden cell to be more than one count. Chosen one
    small cell at a time, the largest first; then cells that need not be hidden are shown again, the
    most expensive first. Source: Cox (1995); Fischetti and Salazar (1999). Raises `AuditError` when
    the solver fails.
    """
    hidden, feasible = _add_complementary_cells(constraints)
    return _show_unneeded_cells(constraints, hidden, feasible)


def audit_bounds(
    constraints: CellRequirements, hidden: Mask
) -> Mapping[int, tuple[int, int | None]]:
    """Return the exact bounds of every hidden cell, however chosen, by the number of the cell.

    Raises `AuditError` when a hidden cell or a small difference can vary less than it must, or when
    the solver cannot decide.
    """
    intruder = Intruder(constraints.equations, constraints.is_readable(hidden))
    bounds = _bounds(intruder, hidden)
    others = np.flatnonzero(constraints.is_protected & ~hidden)
    intruder.widen_ranges(others, constraints.width, constraints.reach)
    for cell in (*bounds, *others.tolist()):
        if not intruder.can_vary(cell, *constraints.required_range(cell)):
            raise AuditError("A hidden count could be worked out; nothing is released.")
    return bounds


def _bounds(intruder: Intruder, cells: Mask) -> dict[int, tuple[int, int | None]]:
    return {cell: intruder.bounds(cell) for cell in np.flatnonzero(cells).tolist()}


def _add_complementary_cells(constraints: CellRequirements) -> tuple[Mask, Counts]:
    equations = constraints.equations
    hidden = (
        equations.is_small & constraints.is_wanted & ~constraints.is_shown_earlier
    ) | constraints.is_hidden_earlier
    pattern = PatternSolver(equations, constraints.is_shown_earlier)
    intruder = Intruder(equations, constraints.is_readable(hidden))
    intruder.widen_ranges(
        np.flatnonzero(constraints.is_protected), constraints.width, constraints.reach
    )
    earlier_intruder = Intruder(equations, constraints.is_shown_earlier)
    for cell in sorted(
        np.flatnonzero(constraints.is_protected).tolist(), key=lambda at: -equations.counts[at]
    ):
        for sign in (1, -1):
            if intruder.can_vary(cell, *constraints.required_range(cell)):
                break
            by = _required_move(constraints, earlier_intruder, cell, sign)
            if by:
                solution = pattern.cheapest_counts(cell, by, hidden)
                hidden |= (solution != equations.counts) & constraints.is_wanted
                feasible = np.vstack([intruder.feasible, solution])
                intruder = Intruder(equations, constraints.is_readable(hidden), feasible)
    return hidden, intruder.feasible


def _required_move(
    constraints: CellRequirements, earlier_intruder: Intruder, cell: int, sign: int
) -> int:
    """Return the step a cell must be able to take in a direction to be wide and large enough."""
    count = int(constraints.equations.counts[cell])
    width, reach = constraints.required_range(cell)
    low, high = earlier_intruder.bounds(cell) if constraints.is_shown_earlier.any() else (0, None)
    down = min(count - low, width)
    up = max(width - down, reach - count, 0)
    if high is not None and up > high - count:
        up = high - count
        down = max(down, width - up)
    return up if sign > 0 else -down


def _show_unneeded_cells(constraints: CellRequirements, hidden: Mask, feasible: Counts) -> Mask:
    extra = hidden & ~constraints.equations.is_small & ~constraints.is_hidden_earlier
    costs = constraints.equations.costs
    for cell in sorted(np.flatnonzero(extra).tolist(), key=lambda at: -costs[at]):
        fewer = hidden.copy()
        fewer[cell] = False
        intruder = Intruder(constraints.equations, constraints.is_readable(fewer), feasible)
        must_vary = np.flatnonzero(fewer | constraints.is_protected)
        if all(
            intruder.can_vary(int(at), *constraints.required_range(int(at))) for at in must_vary
        ):
            hidden, feasible = fewer, intruder.feasible
    return hidden
