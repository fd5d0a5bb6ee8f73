"""Tables that nobody publishes but anybody can get by subtracting published ones (differencing)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from clayton_review.stats.disclosure.cube import Cube, TableDefinition, cross_selectors
from clayton_review.stats.disclosure.suppression_rule import Mask
from clayton_review.stats.errors import OutOfRangeError

MAX_PIECES = 64


@dataclass(frozen=True, eq=False)
class TableDifference:
    """The remainder of tables from which others were subtracted.

    `atom_masks` (shape of a table, then atoms) marks the atoms that each cell adds up, none where
    there is no such cell; `subtracted_tables` are the positions of the two tables it comes from,
    the part first; it is empty for a piece that several tables leave.
    """

    atom_masks: Mask
    subtracted_tables: tuple[int, ...]


def table_differences(cube: Cube, tables: Sequence[TableDefinition]) -> Iterator[TableDifference]:
    """Yield all differences of tables of one cube.

    Of every two tables, each cell of the one is taken from the smallest sum of cells of the other
    that holds it and bears the same labels: November less October, everybody less a filter. Then
    the population is cut into the pieces that all the filters together make of it, and each piece
    is judged over the axes of every table that counts it: everybody less ward 1 less ward 2.
    Raises `OutOfRangeError` for more than 64 pieces.
    """
    for part, whole in permutations(range(len(tables)), 2):
        atoms = _subtract(cube, tables[part], tables[whole])
        if atoms.any():
            yield TableDifference(atoms, (part, whole))
    yield from _filter_pieces(cube, tables)


def _subtract(cube: Cube, part: TableDefinition, whole: TableDefinition) -> Mask:
    chosen, around_masks, kept_masks = part.selection_masks(cube), [], []
    for variable, selected, every in zip(
        cube.variables, chosen, whole.selection_masks(cube), strict=True
    ):
        around = selected if variable.name in whole.axes else np.repeat(every, len(selected), 0)
        is_kept = (selected <= every[-1]).all(axis=1)
        if variable.name in part.axes:
            is_kept[:-1] &= (around == selected).all(axis=1)[:-1]
        around_masks.append(around)
        kept_masks.append(is_kept[:, None])
    atoms: Mask = part.in_table_shape(
        cube, cross_selectors(around_masks) & ~cross_selectors(chosen) & cross_selectors(kept_masks)
    )
    return atoms


def _filter_pieces(cube: Cube, tables: Sequence[TableDefinition]) -> Iterator[TableDifference]:
    regions = np.array(
        [table.atom_masks(cube).reshape(-1, cube.counts.size)[-1] for table in tables]
    )
    patterns, atom_patterns = np.unique(regions, axis=1, return_inverse=True)
    if patterns.shape[1] > MAX_PIECES:
        raise OutOfRangeError(f"The filters cut the people into more than {MAX_PIECES} pieces.")
    if (patterns.any(axis=0)).sum() < 2:
        return
    for number, members in enumerate(patterns.T):
        piece = atom_patterns.reshape(-1) == number
        tables_counting = np.flatnonzero(members).tolist()
        for axes in {tables[at].axes: None for at in tables_counting}:
            yield TableDifference(TableDefinition("", axes).atom_masks(cube) & piece, ())
