"""Tables to be published and tables issued, put together into what must be kept and can be."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from clayton_review.stats.disclosure.cell_equations import System, system_of
from clayton_review.stats.disclosure.cube import Cube, Published, Release
from clayton_review.stats.disclosure.rule import Mask, Rule
from clayton_review.stats.disclosure.suppression import Task, task_of
from clayton_review.stats.errors import OutOfRangeError


@dataclass(frozen=True, eq=False)
class Case:
    """Wanted tables, then earlier releases, and the cells of all of them as a task."""

    cube: Cube
    wanted: tuple[Published, ...]
    earlier: tuple[Release, ...]
    task: Task

    @property
    def system(self) -> System:
        """The cells; `places` has the wanted tables first."""
        return self.task.system

    @property
    def tables(self) -> tuple[Published, ...]:
        """All tables in the order of the system's places."""
        return (*self.wanted, *(release.table for release in self.earlier))


def case_of(
    cube: Cube, wanted: Sequence[Published], earlier: Sequence[Release], rule: Rule
) -> Case:
    """The case, checked.

    Raises `OutOfRangeError` for tables that do not fit the cube, for two of one name and for too
    many cells, `AuditError` when the solver fails.
    """
    names = [table.name for table in (*wanted, *(release.table for release in earlier))]
    if len(set(names)) < len(names):
        raise OutOfRangeError("Two tables have the same name.")
    for release in earlier:
        release.check(cube)
    system = system_of(cube, [*wanted, *(release.table for release in earlier)], rule)
    fixed, closed = read(system, earlier, first=len(wanted))
    task = task_of(system, rule, system.in_tables(range(len(wanted))), fixed, closed)
    return Case(cube, tuple(wanted), tuple(earlier), task)


def read(system: System, releases: Sequence[Release], first: int) -> tuple[Mask, Mask]:
    """The cells shown and the cells hidden in releases whose places start at `first`."""
    shown, hidden = np.zeros((2, system.counts.size), dtype=np.bool_)
    for release, places in zip(releases, system.places[first:], strict=False):
        shown[places[~release.hidden]] = True
        hidden[places[release.hidden]] = True
    return shown, hidden
