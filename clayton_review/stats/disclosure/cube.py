"""Everybody counted by all variables involved, and the tables that are published of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clayton_review.stats.disclosure.rule import Counts, Mask
from clayton_review.stats.errors import OutOfRangeError

MOST_ATOMS = 5000
MOST_CELLS = 3000
LARGEST = 10_000_000


@dataclass(frozen=True)
class Variable:
    """What people are told apart by: a name and the names of its levels."""

    name: str
    levels: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Cube:
    """Everybody counted; `counts` has one dimension a variable. Its entries are called atoms.

    A month, a filter or whatever else tells two tables apart is a variable like any other: "came
    in" with the levels "by October" and "in November", and "withdrawn since" for those who are in
    an earlier table only. `is_impossible` has the shape of the counts and marks what everybody
    knows to be nobody, such as retired people under 18: hiding such a zero protects nothing.
    """

    variables: tuple[Variable, ...]
    counts: Counts
    is_impossible: Mask

    def __init__(
        self,
        variables: Sequence[Variable],
        counts: ArrayLike,
        is_impossible: ArrayLike | None = None,
    ) -> None:
        """Check and keep.

        Raises `OutOfRangeError` for names used twice, for counts that are not whole numbers from 0
        to ten million, do not have the variables' shape, or are none or more than 5,000, and for
        people where nobody can be.
        """
        given = np.asarray(counts)
        named = [variable.name for variable in variables]
        if len(set(named)) < len(named) or any(
            len(set(v.levels)) < len(v.levels) for v in variables
        ):
            raise OutOfRangeError("Two variables, or two levels of one, have the same name.")
        if given.shape != tuple(len(variable.levels) for variable in variables) or not variables:
            raise OutOfRangeError(f"Counts of shape {given.shape} do not fit the variables.")
        object.__setattr__(self, "variables", tuple(variables))
        object.__setattr__(self, "counts", checked_counts(given, MOST_ATOMS))
        never = np.zeros(given.shape) if is_impossible is None else np.asarray(is_impossible)
        if never.shape != given.shape or np.any(self.counts[never.astype(np.bool_)]):
            raise OutOfRangeError("What is marked as impossible does not fit the counts.")
        object.__setattr__(self, "is_impossible", never.astype(np.bool_))

    def levels(self, name: str) -> tuple[str, ...]:
        """The levels of the variable of this name. Raises `OutOfRangeError` if there is none."""
        for variable in self.variables:
            if variable.name == name:
                return variable.levels
        raise OutOfRangeError(f"The cube does not know “{name}”.")


@dataclass(frozen=True)
class Published:
    """A table: the counts over `axes`, with all subtotals, of those who fall into `where`.

    `where` names, for a variable, the levels that are counted; a variable may be an axis as well.
    The last axis is the answer, the others make the groups. `name` is how a reason or a
    certificate calls the table: "trust by ward for November 2018".
    """

    name: str
    axes: tuple[str, ...]
    where: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def shape(self, cube: Cube) -> tuple[int, ...]:
        """How many levels each axis has, its total included."""
        return tuple(len(self._counted(cube, axis)) + 1 for axis in self.axes)

    def check(self, cube: Cube) -> None:
        """Raise `OutOfRangeError` for what the cube does not know, or axes none or named twice."""
        if not self.axes or len(set(self.axes)) < len(self.axes):
            raise OutOfRangeError(f"“{self.name}” needs axes, each named once.")
        for name in (*self.axes, *self.where):
            known, counted = cube.levels(name), self._counted(cube, name)
            if not counted or len(set(counted)) < len(counted) or not set(counted) <= set(known):
                raise OutOfRangeError(
                    f"“{self.name}” counts levels of “{name}” that are not there."
                )
        if np.prod(self.shape(cube)) > MOST_CELLS:
            raise OutOfRangeError(f"“{self.name}” has more than {MOST_CELLS:,} cells.")

    def selectors(self, cube: Cube) -> list[Mask]:
        """For each variable of the cube what the cells select (selections × levels of the cube).

        An axis selects each of its levels, then all that are counted; any other variable selects
        all that are counted.
        """
        chosen: list[Mask] = []
        for variable in cube.variables:
            counted = self._counted(cube, variable.name)
            each = np.array([[a == b for b in variable.levels] for a in counted], dtype=np.bool_)
            every = np.asarray(each.any(axis=0)).reshape(1, -1)
            chosen.append(np.vstack([each, every]) if variable.name in self.axes else every)
        return chosen

    def arrange(self, cube: Cube, cells: NDArray[Any]) -> NDArray[Any]:
        """Cells in the order of `spread`, put into the shape of the table (and what follows)."""
        sizes = [s.shape[0] for s in self.selectors(cube)]
        names = [variable.name for variable in cube.variables]
        order = [names.index(axis) for axis in self.axes]
        rest = [at for at in range(len(names)) if at not in order]
        whole = cells.reshape(*sizes, *cells.shape[1:])
        tail = range(len(names), whole.ndim)
        moved = np.transpose(whole, (*order, *rest, *tail))
        return moved.reshape(*self.shape(cube), *cells.shape[1:])

    def atoms(self, cube: Cube) -> Mask:
        """Which atoms each cell adds up: shape of the table, then atoms."""
        return self.arrange(cube, spread(self.selectors(cube)))

    def counts(self, cube: Cube) -> Counts:
        """The table itself, with its margins as the last entry along each axis."""
        found: Counts = self.atoms(cube) @ cube.counts.reshape(-1)
        return found

    def _counted(self, cube: Cube, name: str) -> tuple[str, ...]:
        return tuple(self.where.get(name, cube.levels(name)))


@dataclass(frozen=True, eq=False)
class Release:
    """A published table with what was hidden of it: `hidden` has its shape, margins included.

    `issued` are the counts as they stand in print, in the same shape, with −1 where hidden; where
    they are given, a cube that does not add up to them is refused.
    """

    table: Published
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


def spread(selectors: Sequence[Mask]) -> Mask:
    """All combinations of selections of all variables, as cells × atoms of the cube."""

    def both(left: Mask, right: Mask) -> Mask:
        crossed = left[:, None, :, None] & right[None, :, None, :]
        found: Mask = crossed.reshape(left.shape[0] * right.shape[0], -1)
        return found

    return reduce(both, selectors)


def checked_counts(given: NDArray[Any], most: int) -> Counts:
    """The counts as whole numbers. Raises `OutOfRangeError` as `Cube` does."""
    if not 0 < given.size <= most:
        raise OutOfRangeError(f"A table has 1 to {most:,} cells, not {given.size:,}.")
    if given.dtype.kind not in "iuf" or not np.all(np.isfinite(given)):
        raise OutOfRangeError("A table holds counts only.")
    if np.any(given < 0) or np.any(given > LARGEST) or np.any(given != np.floor(given)):
        raise OutOfRangeError(f"Counts are whole numbers from 0 to {LARGEST:,}.")
    kept = given.astype(np.int64)
    kept.flags.writeable = False
    return kept
