"""The suppression problem: tables to publish, tables issued earlier, constraints on their cells."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from clayton_review.stats.disclosure.cell_equations import CellEquations, build_cell_equations
from clayton_review.stats.disclosure.cube import Cube, MaskedTable, TableDefinition
from clayton_review.stats.disclosure.suppression import CellRequirements, build_constraints
from clayton_review.stats.disclosure.suppression_rule import Mask, SuppressionRule
from clayton_review.stats.errors import OutOfRangeError


@dataclass(frozen=True, eq=False)
class SuppressionProblem:
    """Wanted tables, then earlier masked tables, with constraints on the cells of all of them."""

    cube: Cube
    wanted: tuple[TableDefinition, ...]
    earlier: tuple[MaskedTable, ...]
    constraints: CellRequirements

    @property
    def equations(self) -> CellEquations:
        """Return the equations of the cells; `cells_by_table` has the wanted tables first."""
        return self.constraints.equations

    @property
    def tables(self) -> tuple[TableDefinition, ...]:
        """Return all tables in the order of `equations.cells_by_table`."""
        return (*self.wanted, *(masked.table for masked in self.earlier))


def build_problem(
    cube: Cube,
    wanted: Sequence[TableDefinition],
    earlier: Sequence[MaskedTable],
    rule: SuppressionRule,
) -> SuppressionProblem:
    """Return the checked problem.

    Raises `OutOfRangeError` for tables that do not fit the cube, for two of one name and for too
    many cells, `AuditError` when the solver fails.
    """
    names = [table.name for table in (*wanted, *(masked.table for masked in earlier))]
    if len(set(names)) < len(names):
        raise OutOfRangeError("Two tables have the same name.")
    for masked in earlier:
        masked.check(cube)
    equations = build_cell_equations(cube, [*wanted, *(masked.table for masked in earlier)], rule)
    shown, hidden = shown_and_hidden_cells(equations, earlier, first=len(wanted))
    constraints = build_constraints(
        equations, rule, equations.is_in_tables(range(len(wanted))), shown, hidden
    )
    return SuppressionProblem(cube, tuple(wanted), tuple(earlier), constraints)


def shown_and_hidden_cells(
    equations: CellEquations, masked_tables: Sequence[MaskedTable], first: int
) -> tuple[Mask, Mask]:
    """Return masks of the cells shown and hidden in masked tables.

    Their cells stand in `equations.cells_by_table` from position `first` on.
    """
    shown, hidden = np.zeros((2, equations.counts.size), dtype=np.bool_)
    for masked, cells in zip(masked_tables, equations.cells_by_table[first:], strict=False):
        shown[cells[~masked.hidden]] = True
        hidden[cells[masked.hidden]] = True
    return shown, hidden
