"""Linear equations: every cell of linked tables, and of their differences, as a sum of atoms."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clayton_review.stats.disclosure.cube import MAX_CELLS, Cube, TableDefinition
from clayton_review.stats.disclosure.differences import table_differences
from clayton_review.stats.disclosure.suppression_rule import Counts, Mask, SuppressionRule
from clayton_review.stats.errors import OutOfRangeError

Floats = NDArray[np.float64]
COST_PER_MARGIN = 50.0
COST_OF_GRAND_TOTAL = 5000.0
TIE_BREAKING_COST = 0.001
COST_OF_SPARE_CELL = 0.01


@dataclass(frozen=True, eq=False)
class CellEquations:
    """Cells and atoms without duplicates: cells that add up the same people are one cell.

    `sums` (cells × atoms, 0 or 1) @ `atom_counts` (atoms) are the `counts` (cells). Atoms that no
    cell separates are one atom, which loses nothing: any sum of whole numbers from zero is a whole
    number from zero. `cells_by_table` gives for each table, in its shape, the number of the cell at
    each place; all other cells belong to differences, of which only the small ones are kept.
    `is_small` marks counts that nobody may learn, `costs` the price of hiding a cell for each count
    it moves by. `subtracted_tables` names, for a small cell of a difference, the pairs of tables it
    comes from.
    """

    sums: Counts
    atom_counts: Counts
    counts: Counts
    is_small: Mask
    costs: Floats
    cells_by_table: tuple[NDArray[np.intp], ...]
    subtracted_tables: dict[int, set[tuple[int, ...]]]
    n_differences: int

    def is_in_tables(self, tables: Sequence[int]) -> Mask:
        """Return a mask (cells), True where a cell stands in any of these tables."""
        is_inside = np.zeros(self.counts.size, dtype=np.bool_)
        for table in tables:
            is_inside[self.cells_by_table[table].reshape(-1)] = True
        return is_inside


@dataclass(frozen=True, eq=False)
class _Block:
    """Cells of one table or difference: their atoms, smallness, and costs of hiding."""

    atom_masks: Mask
    is_small: Mask
    costs: Floats


def equations_of_sums(sums: Mask, counts: Counts, is_secret: Mask) -> CellEquations:
    """Return the equations of sums (cells × atoms) of people counted by atom, in their order.

    `is_secret` (cells) marks those that nobody may learn. Equal sums stay cells of their own; atoms
    that no sum separates become one.
    """
    first_atoms, atom_numbers = _distinct_rows(sums.T)
    atom_counts = np.zeros(first_atoms.size, dtype=np.int64)
    np.add.at(atom_counts, atom_numbers, counts)
    cells = sums[:, first_atoms].astype(np.int64)
    costs = np.ones(len(cells))
    return CellEquations(cells, atom_counts, cells @ atom_counts, is_secret, costs, (), {}, 0)


def build_cell_equations(
    cube: Cube, tables: Sequence[TableDefinition], rule: SuppressionRule
) -> CellEquations:
    """Return the equations of these tables and their differences, small cells marked by `rule`.

    Raises `OutOfRangeError` for no tables, for those that do not fit the cube, and for more than
    3,000 cells.
    """
    if not tables:
        raise OutOfRangeError("There is no table to protect.")
    for table in tables:
        table.check(cube)
    blocks = [_table_block(cube, table, rule) for table in tables]
    subtracted_tables, n_differences = [], 0
    for difference in table_differences(cube, tables):
        block = _difference_block(cube, difference.atom_masks, rule)
        n_differences += int(difference.atom_masks.any(axis=-1).sum())
        subtracted_tables.extend([difference.subtracted_tables] * block.is_small.size)
        blocks.append(block)
    return _combine_blocks(cube, tables, blocks, subtracted_tables, n_differences)


def _combine_blocks(
    cube: Cube,
    tables: Sequence[TableDefinition],
    blocks: Sequence[_Block],
    subtracted_tables: Sequence[tuple[int, ...]],
    n_differences: int,
) -> CellEquations:
    atom_masks = np.concatenate([block.atom_masks for block in blocks])
    first_cells, cell_numbers = _distinct_rows(atom_masks)
    if first_cells.size > MAX_CELLS:
        raise OutOfRangeError(f"Together the tables have more than {MAX_CELLS:,} cells.")
    first_atoms, atom_numbers = _distinct_rows(atom_masks[first_cells].T)
    atom_counts = np.zeros(first_atoms.size, dtype=np.int64)
    np.add.at(atom_counts, atom_numbers, cube.counts.reshape(-1))
    sums = atom_masks[first_cells][:, first_atoms].astype(np.int64)
    is_small = np.zeros(first_cells.size, dtype=np.bool_)
    costs = np.zeros(first_cells.size)
    np.logical_or.at(is_small, cell_numbers, np.concatenate([block.is_small for block in blocks]))
    is_small &= sums.any(axis=1)
    np.maximum.at(costs, cell_numbers, np.concatenate([block.costs for block in blocks]))
    ends = np.cumsum([block.costs.size for block in blocks])[: len(tables)]
    cells_by_table = tuple(
        part.reshape(table.shape(cube))
        for part, table in zip(np.split(cell_numbers, ends), tables, strict=False)
    )
    tables_by_cell: dict[int, set[tuple[int, ...]]] = {}
    for cell, tables_of in zip(cell_numbers[ends[-1] :].tolist(), subtracted_tables, strict=True):
        tables_by_cell.setdefault(cell, set()).add(tables_of)
    return CellEquations(
        sums,
        atom_counts,
        sums @ atom_counts,
        is_small,
        costs,
        cells_by_table,
        tables_by_cell,
        n_differences,
    )


def _table_block(cube: Cube, table: TableDefinition, rule: SuppressionRule) -> _Block:
    atoms = table.atom_masks(cube)
    counts: Counts = atoms @ cube.counts.reshape(-1)
    small = rule.small_cells(counts, is_everybody=_has_everybody_as_base(atoms))
    costs = _hiding_costs(counts)
    costs[..., table.spare_cells(cube)] *= COST_OF_SPARE_CELL
    return _Block(atoms.reshape(counts.size, -1), small.reshape(-1), costs.reshape(-1))


def _difference_block(cube: Cube, atoms: Mask, rule: SuppressionRule) -> _Block:
    counts: Counts = atoms @ cube.counts.reshape(-1)
    small = rule.small_cells(counts, is_everybody=_has_everybody_as_base(atoms)) & atoms.any(
        axis=-1
    )
    retained = atoms[small]
    return _Block(retained, np.ones(len(retained), dtype=np.bool_), np.zeros(len(retained)))


def _has_everybody_as_base(atoms: Mask) -> Mask:
    """Return a mask of cells, True where the base is everybody in the cube."""
    return np.asarray(atoms[..., -1:, :].all(axis=-1))


def _hiding_costs(counts: Counts) -> Floats:
    """Return the cost of hiding each cell, lowest for inner cells and small ones.

    The grand total costs most. Of equal cells the later is a little cheaper, so that the choice is
    the same everywhere.
    """
    grid = np.indices(counts.shape)
    last = np.array(counts.shape).reshape(-1, *(1,) * counts.ndim) - 1
    n_margins = (grid == last).sum(axis=0)
    costs: Floats = 1.0 + np.log1p(counts) + COST_PER_MARGIN * n_margins
    costs += np.linspace(TIE_BREAKING_COST, 0.0, counts.size).reshape(counts.shape)
    costs[(-1,) * counts.ndim] = COST_OF_GRAND_TOTAL
    return costs


def _distinct_rows(rows: Mask) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return each distinct row's first position, and for each row its distinct row's number."""
    _, first_rows, row_numbers = np.unique(
        np.packbits(rows, axis=1), axis=0, return_index=True, return_inverse=True
    )
    return first_rows, row_numbers.reshape(-1)
