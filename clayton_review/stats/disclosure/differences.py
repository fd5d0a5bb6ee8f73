"""Tables that nobody publishes and anybody can subtract from those that are published."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from clayton_review.stats.disclosure.cube import Cube, Published, spread
from clayton_review.stats.disclosure.rule import Mask
from clayton_review.stats.errors import OutOfRangeError

MOST_PIECES = 64


@dataclass(frozen=True, eq=False)
class Shadow:
    """What is left of some tables when others are taken away.

    `atoms` (shape of a table, then atoms) says what each cell adds up, nothing where there is no
    such cell; `between` are the places of the two tables it is taken from, the part first, and
    empty for a piece that several tables leave.
    """

    atoms: Mask
    between: tuple[int, ...]


def shadows(cube: Cube, tables: Sequence[Published]) -> Iterator[Shadow]:
    """All shadows of tables of one cube.

    Of every two tables, each cell of the one is taken from the smallest sum of cells of the other
    that holds it and bears the same labels: November less October, everybody less a filter. Then
    the population is cut into the pieces that all the filters together make of it, and each piece
    is judged over the axes of every table that counts it: everybody less ward 1 less ward 2.
    Raises `OutOfRangeError` for more than 64 pieces.
    """
    for part, whole in permutations(range(len(tables)), 2):
        left = _difference(cube, tables[part], tables[whole])
        if left.any():
            yield Shadow(left, (part, whole))
    yield from _pieces(cube, tables)


def _difference(cube: Cube, part: Published, whole: Published) -> Mask:
    chosen, held, kept = part.selectors(cube), [], []
    for variable, selected, every in zip(
        cube.variables, chosen, whole.selectors(cube), strict=True
    ):
        around = selected if variable.name in whole.axes else np.repeat(every, len(selected), 0)
        is_kept = (selected <= every[-1]).all(axis=1)
        if variable.name in part.axes:
            is_kept[:-1] &= (around == selected).all(axis=1)[:-1]
        held.append(around)
        kept.append(is_kept[:, None])
    found: Mask = part.arrange(cube, spread(held) & ~spread(chosen) & spread(kept))
    return found


def _pieces(cube: Cube, tables: Sequence[Published]) -> Iterator[Shadow]:
    regions = np.array([table.atoms(cube).reshape(-1, cube.counts.size)[-1] for table in tables])
    kinds, which = np.unique(regions, axis=1, return_inverse=True)
    if kinds.shape[1] > MOST_PIECES:
        raise OutOfRangeError(f"The filters cut the people into more than {MOST_PIECES} pieces.")
    if (kinds.any(axis=0)).sum() < 2:
        return
    for number, members in enumerate(kinds.T):
        piece = which.reshape(-1) == number
        counting = np.flatnonzero(members).tolist()
        for axes in {tables[at].axes: None for at in counting}:
            yield Shadow(Published("", axes).atoms(cube) & piece, ())
