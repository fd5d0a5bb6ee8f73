"""Which cells to hide beside the small ones, and the audit of what was chosen."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from clayton_review.stats.disclosure.cell_equations import System
from clayton_review.stats.disclosure.intruder import AuditError, Cover, Outsider
from clayton_review.stats.disclosure.rule import Counts, Mask, Rule


@dataclass(frozen=True, eq=False)
class Task:
    """Cells of a system by what may be done with them; all masks and counts over its cells.

    `wanted` stand in tables to be published, `fixed` are shown in an earlier one, `closed` were
    hidden in an earlier one and must stay so. A hidden or small cell must be able to differ by
    `width` and to reach `reach`. Where the earlier tables alone leave less, whatever is hidden now,
    it is `lost`, and must keep what is left.
    """

    system: System
    rule: Rule
    wanted: Mask
    fixed: Mask
    closed: Mask
    lost: Mask
    width: Counts
    reach: Counts

    @property
    def targets(self) -> Mask:
        """What must not be learned."""
        found: Mask = self.system.is_small | self.closed
        return found

    def shown(self, hidden: Mask) -> Mask:
        """Every cell that can be read in some table."""
        found: Mask = (self.wanted & ~hidden) | self.fixed
        return found

    def needs(self, cell: int) -> tuple[int, int]:
        """How far a cell must be able to differ, and what it must be able to reach."""
        return int(self.width[cell]), int(self.reach[cell])


def task_of(system: System, rule: Rule, wanted: Mask, fixed: Mask, closed: Mask) -> Task:
    """The task, with what the earlier tables have given away already.

    All masks over the cells of the system. Raises `AuditError` when the solver fails.
    """
    width = np.where(system.is_small, rule.width, 1)
    reach = np.where(system.is_small, rule.minimum_cell, 0)
    lost = np.zeros_like(fixed)
    task = Task(system, rule, wanted, fixed, closed & ~fixed, lost, width, reach)
    if fixed.any():
        outsider = Outsider(system, fixed)
        outsider.look_around(np.flatnonzero(task.targets), width, reach)
        for cell in np.flatnonzero(task.targets).tolist():
            if not outsider.has_room(cell, *task.needs(cell)):
                low, high = outsider.bounds(cell)
                lost[cell] = True
                reach[cell] = low if high is None else high
                width[cell] = reach[cell] - low
    return task


def suppress(task: Task) -> Mask:
    """The cells to hide: small ones, and the cheapest found that keep them from being derived.

    A small cell must be able to differ by the smallest cell and reach it (so that no sum it is part
    of is told and small either), any other hidden cell to be more than one count. Chosen one small
    cell at a time, the largest first; then whatever need not be hidden is shown again, the dearest
    first. Source: Cox (1995); Fischetti and Salazar (1999). Raises `AuditError` when the solver
    fails.
    """
    hidden, seen = _covered(task)
    return _trimmed(task, hidden, seen)


def audited(task: Task, hidden: Mask) -> Mapping[int, tuple[int, int | None]]:
    """The exact bounds of every hidden cell, however chosen, once all small shadows have room.

    Raises `AuditError` when a hidden cell or a small shadow has less room than it must have, or
    when the solver cannot tell.
    """
    outsider = Outsider(task.system, task.shown(hidden))
    found = _bounds(outsider, hidden)
    rest = np.flatnonzero(task.targets & ~hidden)
    outsider.look_around(rest, task.width, task.reach)
    for cell in (*found, *rest.tolist()):
        if not outsider.has_room(cell, *task.needs(cell)):
            raise AuditError("A hidden count could be worked out; nothing is released.")
    return found


def bounds_of(system: System, shown: Mask, cells: Mask) -> dict[int, tuple[int, int | None]]:
    """The smallest and largest count of some cells, given what is shown (masks over all cells)."""
    return _bounds(Outsider(system, shown), cells)


def _bounds(outsider: Outsider, cells: Mask) -> dict[int, tuple[int, int | None]]:
    return {cell: outsider.bounds(cell) for cell in np.flatnonzero(cells).tolist()}


def _covered(task: Task) -> tuple[Mask, Counts]:
    system = task.system
    hidden = (system.is_small & task.wanted & ~task.fixed) | task.closed
    cover = Cover(system, task.fixed)
    outsider = Outsider(system, task.shown(hidden))
    outsider.look_around(np.flatnonzero(task.targets), task.width, task.reach)
    before = Outsider(system, task.fixed)
    for cell in sorted(np.flatnonzero(task.targets).tolist(), key=lambda at: -system.counts[at]):
        for sign in (1, -1):
            if outsider.has_room(cell, *task.needs(cell)):
                break
            by = _move(task, before, cell, sign)
            if by:
                world = cover.cheapest(cell, by, hidden)
                hidden |= (world != system.counts) & task.wanted
                seen = np.vstack([outsider.seen, world])
                outsider = Outsider(system, task.shown(hidden), seen)
    return hidden, outsider.seen


def _move(task: Task, before: Outsider, cell: int, sign: int) -> int:
    """How far a cell must be able to move in a direction to be wide and large enough."""
    count = int(task.system.counts[cell])
    width, reach = task.needs(cell)
    low, high = before.bounds(cell) if task.fixed.any() else (0, None)
    down = min(count - low, width)
    up = max(width - down, reach - count, 0)
    if high is not None and up > high - count:
        up = high - count
        down = max(down, width - up)
    return up if sign > 0 else -down


def _trimmed(task: Task, hidden: Mask, seen: Counts) -> Mask:
    extra = hidden & ~task.system.is_small & ~task.closed
    costs = task.system.costs
    for cell in sorted(np.flatnonzero(extra).tolist(), key=lambda at: -costs[at]):
        fewer = hidden.copy()
        fewer[cell] = False
        outsider = Outsider(task.system, task.shown(fewer), seen)
        required = np.flatnonzero(fewer | task.targets)
        if all(outsider.has_room(int(at), *task.needs(int(at))) for at in required):
            hidden, seen = fewer, outsider.seen
    return hidden
