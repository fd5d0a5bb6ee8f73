"""All cells of linked tables and of their shadows as sums of the same atoms."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clayton_review.stats.disclosure.cube import MOST_CELLS, Cube, Published
from clayton_review.stats.disclosure.differences import shadows
from clayton_review.stats.disclosure.rule import Counts, Mask, Rule
from clayton_review.stats.errors import OutOfRangeError

Floats = NDArray[np.float64]
COST_OF_A_MARGIN = 50.0
COST_OF_EVERYBODY = 5000.0
COST_OF_A_TIE = 0.001


@dataclass(frozen=True, eq=False)
class System:
    """Cells and atoms, each once: cells that add up the same people are one cell.

    `sums` (cells × atoms, 0 or 1) @ `truth` (atoms) are the `counts` (cells). Atoms that no cell
    tells apart are one atom: a sum of whole numbers from zero is any whole number from zero, so
    nothing is lost. `places` says for each table, in its shape, which cell stands there; the other
    cells are shadows, of which only the small ones are kept. `is_small` marks what nobody may learn
    and `costs` what hiding a cell costs for each count it moves by. `between` names, for a small
    shadow cell, the tables it is taken from.
    """

    sums: Counts
    truth: Counts
    counts: Counts
    is_small: Mask
    costs: Floats
    places: tuple[NDArray[np.intp], ...]
    between: dict[int, set[tuple[int, ...]]]
    n_shadows: int

    def in_tables(self, which: Sequence[int]) -> Mask:
        """Which cells stand in any of these tables."""
        found = np.zeros(self.counts.size, dtype=np.bool_)
        for table in which:
            found[self.places[table].reshape(-1)] = True
        return found


@dataclass(frozen=True, eq=False)
class _Block:
    """Cells in one piece: what they add up, whether they are small, what hiding them costs."""

    atoms: Mask
    is_small: Mask
    costs: Floats


def system_of(cube: Cube, tables: Sequence[Published], rule: Rule) -> System:
    """The system of these tables and of all their shadows, small cells marked by `rule`.

    Raises `OutOfRangeError` for no tables, for those that do not fit the cube, and for more than
    3,000 cells.
    """
    if not tables:
        raise OutOfRangeError("There is no table to protect.")
    for table in tables:
        table.check(cube)
    blocks = [_published(cube, table, rule) for table in tables]
    between, n_shadows = [], 0
    for shadow in shadows(cube, tables):
        block = _shadowed(cube, shadow.atoms, rule)
        n_shadows += int(shadow.atoms.any(axis=-1).sum())
        between.extend([shadow.between] * block.is_small.size)
        blocks.append(block)
    return _joined(cube, tables, blocks, between, n_shadows)


def _joined(
    cube: Cube,
    tables: Sequence[Published],
    blocks: Sequence[_Block],
    between: Sequence[tuple[int, ...]],
    n_shadows: int,
) -> System:
    every = np.concatenate([block.atoms for block in blocks])[:, ~cube.is_impossible.reshape(-1)]
    first, which = _distinct(every)
    if first.size > MOST_CELLS:
        raise OutOfRangeError(f"Together the tables have more than {MOST_CELLS:,} cells.")
    atom, kind = _distinct(every[first].T)
    truth = np.zeros(atom.size, dtype=np.int64)
    np.add.at(truth, kind, cube.counts[~cube.is_impossible])
    sums = every[first][:, atom].astype(np.int64)
    is_small = np.zeros(first.size, dtype=np.bool_)
    costs = np.zeros(first.size)
    np.logical_or.at(is_small, which, np.concatenate([block.is_small for block in blocks]))
    is_small &= sums.any(axis=1)
    np.maximum.at(costs, which, np.concatenate([block.costs for block in blocks]))
    ends = np.cumsum([block.costs.size for block in blocks])[: len(tables)]
    places = tuple(
        part.reshape(table.shape(cube))
        for part, table in zip(np.split(which, ends), tables, strict=False)
    )
    taken: dict[int, set[tuple[int, ...]]] = {}
    for cell, tables_of in zip(which[ends[-1] :].tolist(), between, strict=True):
        taken.setdefault(cell, set()).add(tables_of)
    return System(sums, truth, sums @ truth, is_small, costs, places, taken, n_shadows)


def _published(cube: Cube, table: Published, rule: Rule) -> _Block:
    atoms = table.atoms(cube)
    counts: Counts = atoms @ cube.counts.reshape(-1)
    small = rule.small(counts, is_everybody=_is_everybody(atoms))
    return _Block(atoms.reshape(counts.size, -1), small.reshape(-1), _costs(counts).reshape(-1))


def _shadowed(cube: Cube, atoms: Mask, rule: Rule) -> _Block:
    counts: Counts = atoms @ cube.counts.reshape(-1)
    small = rule.small(counts, is_everybody=_is_everybody(atoms)) & atoms.any(axis=-1)
    kept = atoms[small]
    return _Block(kept, np.ones(len(kept), dtype=np.bool_), np.zeros(len(kept)))


def _is_everybody(atoms: Mask) -> Mask:
    """Whether the base of a cell is everybody in the cube."""
    return np.asarray(atoms[..., -1:, :].all(axis=-1))


def _costs(counts: Counts) -> Floats:
    """Inner cells are cheapest to lose, small ones first; totals dearer, the grand total last.

    Of equal ones the later is a little cheaper, so that the choice is the same everywhere.
    """
    grid = np.indices(counts.shape)
    last = np.array(counts.shape).reshape(-1, *(1,) * counts.ndim) - 1
    n_margins = (grid == last).sum(axis=0)
    costs: Floats = 1.0 + np.log1p(counts) + COST_OF_A_MARGIN * n_margins
    costs += np.linspace(COST_OF_A_TIE, 0.0, counts.size).reshape(counts.shape)
    costs[(-1,) * counts.ndim] = COST_OF_EVERYBODY
    return costs


def _distinct(rows: Mask) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where each distinct row stands first, and which of them each row is."""
    _kinds, first, which = np.unique(
        np.packbits(rows, axis=1), axis=0, return_index=True, return_inverse=True
    )
    return first, which.reshape(-1)
