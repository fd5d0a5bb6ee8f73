"""A cube: everybody counted by all variables of linked tables, and the tables made of it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clayton_review.stats.disclosure.suppression_rule import Counts, Mask
from clayton_review.stats.errors import OutOfRangeError

MAX_ATOMS = 5000
MAX_CELLS = 3000
MAX_COUNT = 10_000_000


@dataclass(frozen=True)
class CubeVariable:
    """A variable of a cube: its name and the names of its levels."""

    name: str
    levels: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Cube:
    """Counts of everybody, one dimension for each variable. The entries are called atoms.

    A month, a filter or whatever else separates two tables is a variable like any other: "came in"
    with the levels "by October" and "in November", and "withdrawn since" for those who are in an
    earlier table only.
    """

    variables: tuple[CubeVariable, ...]
    counts: Counts

    def __init__(self, variables: Sequence[CubeVariable], counts: ArrayLike) -> None:
        """Check the counts and freeze them.

        Raises `OutOfRangeError` for names used twice, for counts that are not whole numbers from 0
        to ten million, do not have the variables' shape, or are none or more than 5,000.
        """
        table = np.asarray(counts)
        named = [variable.name for variable in variables]
        if len(set(named)) < len(named) or any(
            len(set(v.levels)) < len(v.levels) for v in variables
        ):
            raise OutOfRangeError("Two variables, or two levels of one, have the same name.")
        if table.shape != tuple(len(variable.levels) for variable in variables) or not variables:
            raise OutOfRangeError(f"Counts of shape {table.shape} do not fit the variables.")
        object.__setattr__(self, "variables", tuple(variables))
        object.__setattr__(self, "counts", validated_counts(table, MAX_ATOMS))

    def levels(self, name: str) -> tuple[str, ...]:
        """Return the levels of the variable of this name.

        Raises `OutOfRangeError` if there is none.
        """
        for variable in self.variables:
            if variable.name == name:
                return variable.levels
        raise OutOfRangeError(f"The cube does not know “{name}”.")


@dataclass(frozen=True)
class TableDefinition:
    """The definition of a table: counts over `axes`, with all subtotals.

    `where` names, for a variable, the levels that are counted; a variable may be an axis as well.
    The last axis is the answer, the others make the groups. `spare` are levels of it that say
    least, such as "don't know": where a cell must be hidden beside a small one, they go first.
    `name` stands in reasons and certificates: "trust by ward for November 2018".
    """

    name: str
    axes: tuple[str, ...]
    where: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    spare: frozenset[str] = frozenset()

    def spare_cells(self, cube: Cube) -> Mask:
        """Return a mask (levels of the last axis, then the total), True for those that go first."""
        levels = self._counted_levels(cube, self.axes[-1])
        return np.array([*(level in self.spare for level in levels), False])

    def shape(self, cube: Cube) -> tuple[int, ...]:
        """Return the number of levels along each axis, its total included."""
        return tuple(len(self._counted_levels(cube, axis)) + 1 for axis in self.axes)

    def check(self, cube: Cube) -> None:
        """Raise `OutOfRangeError` for unknown variables or levels.

        Also for missing or repeated axes.
        """
        if not self.axes or len(set(self.axes)) < len(self.axes):
            raise OutOfRangeError(f"“{self.name}” needs axes, each named once.")
        for name in (*self.axes, *self.where):
            known, counted = cube.levels(name), self._counted_levels(cube, name)
            if not counted or len(set(counted)) < len(counted) or not set(counted) <= set(known):
                raise OutOfRangeError(
                    f"“{self.name}” counts levels of “{name}” that are not there."
                )
        if math.prod(self.shape(cube)) > MAX_CELLS:
            raise OutOfRangeError(f"“{self.name}” has more than {MAX_CELLS:,} cells.")

    def selection_masks(self, cube: Cube) -> list[Mask]:
        """Return for each variable of the cube the levels that cells select (selections × levels).

        An axis selects each of its levels, then all that are counted; any other variable selects
        all that are counted.
        """
        chosen: list[Mask] = []
        for variable in cube.variables:
            counted = self._counted_levels(cube, variable.name)
            each = np.array([[a == b for b in variable.levels] for a in counted], dtype=np.bool_)
            every = np.asarray(each.any(axis=0)).reshape(1, -1)
            chosen.append(np.vstack([each, every]) if variable.name in self.axes else every)
        return chosen

    def in_table_shape(self, cube: Cube, cells: NDArray[Any]) -> NDArray[Any]:
        """Return cells in the shape of the table (and what follows).

        They are ordered as by `cross_selectors`.
        """
        sizes = [mask.shape[0] for mask in self.selection_masks(cube)]
        names = [variable.name for variable in cube.variables]
        order = [names.index(axis) for axis in self.axes]
        rest = [at for at in range(len(names)) if at not in order]
        shaped = cells.reshape(*sizes, *cells.shape[1:])
        tail = range(len(names), shaped.ndim)
        moved = np.transpose(shaped, (*order, *rest, *tail))
        return moved.reshape(*self.shape(cube), *cells.shape[1:])

    def atom_masks(self, cube: Cube) -> Mask:
        """Return the atoms that each cell adds up: shape of the table, then atoms."""
        return self.in_table_shape(cube, cross_selectors(self.selection_masks(cube)))

    def counts(self, cube: Cube) -> Counts:
        """Return the table itself, with its margins as the last entry along each axis."""
        table_counts: Counts = self.atom_masks(cube) @ cube.counts.reshape(-1)
        return table_counts

    def _counted_levels(self, cube: Cube, name: str) -> tuple[str, ...]:
        return tuple(self.where.get(name, cube.levels(name)))


@dataclass(frozen=True, eq=False)
class MaskedTable:
    """A published table and its mask: `hidden` has its shape, margins included.

    `issued` are the counts as printed, in the same shape, with −1 where hidden; where they are
    given, a cube that does not add up to them is refused.
    """

    table: TableDefinition
    hidden: Mask
    issued: Counts | None = None

    def check(self, cube: Cube) -> None:
        """Raise `OutOfRangeError` unless the table, its mask and its counts belong to the cube."""
        self.table.check(cube)
        counts = self.table.counts(cube)
        if self.hidden.shape != counts.shape:
            raise OutOfRangeError(f"The mask of “{self.table.name}” does not fit the table.")
        if self.issued is not None and not np.array_equal(
            self.issued, np.where(self.hidden, -1, counts)
        ):
            raise OutOfRangeError(f"“{self.table.name}” was issued with other counts.")


def cross_selectors(selectors: Sequence[Mask]) -> Mask:
    """Return all combinations of selections of all variables, as cells × atoms of the cube."""

    def cross(left: Mask, right: Mask) -> Mask:
        crossed = left[:, None, :, None] & right[None, :, None, :]
        combined: Mask = crossed.reshape(left.shape[0] * right.shape[0], -1)
        return combined

    return reduce(cross, selectors)


def validated_counts(counts: NDArray[Any], most: int) -> Counts:
    """Return the counts as whole numbers; raises `OutOfRangeError` as `Cube` does."""
    if not 0 < counts.size <= most:
        raise OutOfRangeError(f"A table has 1 to {most:,} cells, not {counts.size:,}.")
    if counts.dtype.kind not in "iuf" or not np.all(np.isfinite(counts)):
        raise OutOfRangeError("A table holds counts only.")
    if np.any(counts < 0) or np.any(counts > MAX_COUNT) or np.any(counts != np.floor(counts)):
        raise OutOfRangeError(f"Counts are whole numbers from 0 to {MAX_COUNT:,}.")
    integers = counts.astype(np.int64)
    integers.flags.writeable = False
    return integers
