"""An intruder who reads all that is published and shares no code with the product.

One program for the smallest and one for the largest value of each cell it is curious about.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from clayton_review.stats.disclosure.cube import Cube, CubeVariable, MaskedTable, TableDefinition
from clayton_review.stats.disclosure.linked_tables import protect_tables

Counts = NDArray[np.int64]
Cells = list[tuple[Any, ...]]
FAR = 100_000
OCTOBER = {"came in": ("by October",)}


def cube_of(counts: Any, **levels: Sequence[str]) -> Cube:
    return Cube(
        [CubeVariable(name.replace("_", " "), tuple(of)) for name, of in levels.items()], counts
    )


def cells_of(cube: Cube, table: TableDefinition) -> Iterator[tuple[tuple[int, ...], Counts]]:
    """Yield each cell of a table, margins included, with a 1 for every atom in it."""
    names = [variable.name for variable in cube.variables]
    counted = [
        [v.levels.index(level) for level in table.where.get(v.name, v.levels)]
        for v in cube.variables
    ]
    of_axis = [counted[names.index(axis)] for axis in table.axes]
    for place in itertools.product(*(range(len(levels) + 1) for levels in of_axis)):
        chosen = list(counted)
        for axis, at, levels in zip(table.axes, place, of_axis, strict=True):
            if at < len(levels):
                chosen[names.index(axis)] = [levels[at]]
        people = np.zeros(cube.counts.shape, dtype=np.int64)
        people[np.ix_(*chosen)] = 1
        yield place, people.reshape(-1)


def attack(
    cube: Cube,
    masked_tables: Sequence[MaskedTable],
    curious: Sequence[Counts],
    *,
    is_whole: bool = True,
    is_wide: Callable[[float, float], bool] = lambda _low, _high: False,
) -> list[tuple[float, float]]:
    """Return the range of each cell in `curious`, given all that is shown.

    A cell is not looked at further once tables that are possible give it a range that `is_wide`:
    its full range holds at least that one.
    """
    truth = cube.counts.reshape(-1)
    equations = [
        people
        for release in masked_tables
        for place, people in cells_of(cube, release.table)
        if not release.hidden[place]
    ]
    options: dict[str, Any] = {"bounds": (0, FAR), "method": "highs" if is_whole else "highs-ipm"}
    if equations:
        options |= {"A_eq": np.array(equations), "b_eq": np.array(equations) @ truth}
    if is_whole:
        options["integrality"] = 1
    ranges, possible = [], [truth.astype(float)]
    for goal in curious:
        values = [float(goal @ table) for table in possible]
        if is_wide(min(values), max(values)):
            ranges.append((min(values), max(values)))
            continue
        low, high = linprog(goal, **options), linprog(-goal, **options)
        assert low.status == high.status == 0
        possible += [low.x, high.x]
        ranges.append((float(low.fun), -float(high.fun)))
    return ranges


def count_derivable(
    cube: Cube,
    masked_tables: Sequence[MaskedTable],
    unpublished: Sequence[TableDefinition] = (),
    *,
    is_whole: bool = True,
) -> tuple[int, int]:
    """Return the numbers of cells that are derivable, and narrower than 5.

    Of all hidden or small unpublished cells. A hidden cell that is not small need only not be
    derivable.
    """
    truth = cube.counts.reshape(-1)
    hidden = [
        people
        for release in masked_tables
        for place, people in cells_of(cube, release.table)
        if release.hidden[place]
    ]
    apart = [people for table in unpublished for _place, people in cells_of(cube, table)]
    curious = hidden + [people for people in apart if 0 < people @ truth < 5]
    ranges = attack(cube, masked_tables, curious, is_whole=is_whole, is_wide=counts_as_neither)
    n_derivable = sum(high - low < 0.5 for low, high in ranges)
    n_narrow = sum(
        bool(0 < people @ truth < 5 and (high - low < 4.5 or high < 4.5))
        for people, (low, high) in zip(curious, ranges, strict=True)
    )
    return n_derivable, n_narrow


def counts_as_neither(low: float, high: float) -> bool:
    """True if a range is so wide that its cell is neither derivable nor too narrow."""
    return high - low > 5 and high > 5


def two_months(new: Counts) -> Cube:
    """Trust by ward, with these people coming in after October."""
    old = np.array([[40, 31, 22], [18, 27, 35], [29, 33, 12]])
    return cube_of(
        np.stack([old, new], axis=-1),
        ward=["1", "2", "3"],
        trust=["low", "some", "high"],
        came_in=["by October", "in November"],
    )


def month(cube: Cube, name: str, where: Mapping[str, tuple[str, ...]]) -> TableDefinition:
    return TableDefinition(name, ("ward", "trust"), where)


def october(cube: Cube) -> tuple[MaskedTable, ...]:
    return protect_tables(cube, [month(cube, "October", OCTOBER)]).masked_tables


NEW = {"came in": ("in November",)}
NEW_PEOPLE = np.array([[14, 9, 11], [8, 3, 16], [12, 21, 30]])


def replace_counts(cube: Cube, counts: Counts) -> Cube:
    return Cube(cube.variables, counts)


def ages(young: Sequence[int], old: Sequence[int], rest: Sequence[int]) -> Cube:
    return cube_of(
        [young, old, rest], age=["18 to 34", "35 to 64", "65 and over"], trust=["low", "high"]
    )
