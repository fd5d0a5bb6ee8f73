"""Which cells of a count table may be shown, so that no hidden one can be worked out."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clayton_review.stats.errors import OutOfRangeError, check_count
from clayton_review.stats.system import Mask, Ranges, System, cheapest_cover, system_of


@dataclass(frozen=True)
class Rule:
    """What is too small to show: a cell from 1 to `minimum_cell` − 1, a base under `minimum_base`.

    Zeros are shown unless `hides_zeros` or their base is too small. Zero minimums hide nothing.
    """

    minimum_base: int = 10
    minimum_cell: int = 5
    hides_zeros: bool = False

    def __post_init__(self) -> None:
        """Refuse minimums below zero."""
        check_count("The smallest base", self.minimum_base)
        check_count("The smallest cell", self.minimum_cell)

    @property
    def width(self) -> int:
        """How many counts a small cell must be able to differ by."""
        return max(1, self.minimum_cell)


# By the value of `figures.Audience`: the team works with the counts themselves.
RULES: Mapping[str, Rule] = MappingProxyType(
    {"team": Rule(minimum_base=0, minimum_cell=0), "board": Rule(), "public": Rule()}
)


@dataclass(frozen=True)
class Bound:
    """What can be worked out about a hidden cell: it lies from `lower` to `upper`.

    `place` is (row, column), or (cell,) in a one-way table; None stands for the total. `upper` is
    None where nothing bounds the cell.
    """

    place: tuple[int | None, ...]
    lower: int
    upper: int | None

    @property
    def is_derivable(self) -> bool:
        """Whether only one count is possible."""
        return self.lower == self.upper


@dataclass(frozen=True)
class Certificate:
    """The proof that stands beside a published table: the rule and every hidden cell's bounds."""

    rule: Rule
    n_primary: int
    n_complementary: int
    bounds: tuple[Bound, ...]

    @property
    def derivable(self) -> tuple[Bound, ...]:
        """Hidden cells that can be worked out; empty for a protected table."""
        return tuple(bound for bound in self.bounds if bound.is_derivable)


@dataclass(frozen=True)
class Protection:
    """Masks of what to hide (True), and their certificate.

    `cells` has the shape of the table; `row_totals` (rows) and `column_totals` (columns) are the
    margins of a two-way table and empty for a one-way one; `total` is the grand total.
    """

    cells: Mask
    row_totals: Mask
    column_totals: Mask
    total: bool
    certificate: Certificate


def protect(counts: ArrayLike, rule: Rule | None = None) -> Protection:
    """What to hide of a one-way (k) or two-way (rows × columns) table published with its margins.

    Rows are the groups whose size is the base; a one-way table is one group. Primary cells are
    too small by `rule`; complementary ones are added until every primary cell can differ by the
    smallest cell and reach it, and no hidden cell is derivable from what is published. Source:
    Cox (1995); Fischetti and Salazar (1999). Raises `OutOfRangeError` for anything but whole
    counts in one or two dimensions, `AuditError` when the solver fails.
    """
    rule = rule or Rule()
    table = np.asarray(counts)
    system = system_of(table)
    primary = _primary(system, rule)
    hidden = _covered(system, primary, rule)
    hidden = _trimmed(system, hidden, primary, rule)
    return _protection(table.shape, hidden, primary, rule, _bounds(system, hidden))


def audit(
    counts: ArrayLike,
    hidden_cells: ArrayLike,
    *,
    hidden_row_totals: ArrayLike | None = None,
    hidden_column_totals: ArrayLike | None = None,
    is_total_hidden: bool = False,
) -> tuple[Bound, ...]:
    """The bounds an outsider can derive for every hidden cell, however the mask was chosen.

    `hidden_cells` has the shape of `counts`; the other masks have one entry a row or column and
    default to nothing hidden. Raises as `protect`, and `OutOfRangeError` for masks that do not
    fit.
    """
    system = system_of(np.asarray(counts))
    whole = np.zeros(system.shape, dtype=np.bool_)
    inner = tuple(slice(0, -1) for _ in system.shape)
    _put(whole, inner, hidden_cells)
    if whole.ndim == 2:
        _put(whole, (slice(0, -1), -1), hidden_row_totals)
        _put(whole, (-1, slice(0, -1)), hidden_column_totals)
    whole[(-1,) * whole.ndim] = is_total_hidden
    return _bounds(system, whole.reshape(-1))


def _put(whole: Mask, where: tuple[Any, ...], mask: ArrayLike | None) -> None:
    if mask is None:
        return
    given = np.asarray(mask, dtype=np.bool_)
    if given.shape != whole[where].shape:
        raise OutOfRangeError(f"A mask of shape {given.shape} does not fit the table.")
    whole[where] = given


def _primary(system: System, rule: Rule) -> Mask:
    counts = system.counts.reshape(system.shape)
    least = 0 if rule.hides_zeros else 1
    small: Mask = (counts >= least) & (counts < rule.minimum_cell)
    inner = counts[..., :-1]
    bases = counts[..., -1:]
    is_thin = (bases < rule.minimum_base) & (bases > 0)
    small[..., :-1] |= np.broadcast_to(is_thin, inner.shape)
    if counts.ndim == 2:
        # The row of column totals is a base of its own: everybody.
        small[-1, :-1] |= np.broadcast_to(is_thin[-1], small[-1, :-1].shape)
    return small.reshape(-1)


def _costs(system: System) -> NDArray[np.float64]:
    """Inner cells are cheapest to lose, small ones first; totals dearer, the grand total last."""
    grid = np.indices(system.shape)
    last = np.array(system.shape).reshape(-1, *(1,) * len(system.shape)) - 1
    n_margins = (grid == last).sum(axis=0).reshape(-1)
    costs: NDArray[np.float64] = 1.0 + np.log1p(system.counts) + 50.0 * n_margins.astype(float)
    costs[-1] = 5000.0
    return costs


def _covered(system: System, primary: Mask, rule: Rule) -> Mask:
    hidden = primary.copy()
    costs = _costs(system)
    for place in sorted(np.flatnonzero(primary), key=lambda cell: -int(system.counts[cell])):
        for by in _moves(int(system.counts[place]), rule):
            ranges = Ranges(system, hidden)
            which = int(np.searchsorted(ranges.places, place))
            if by and not ranges.has_room(which, rule.width, rule.minimum_cell):
                hidden |= cheapest_cover(system, hidden, costs, int(place), by)
    return hidden


def _moves(count: int, rule: Rule) -> tuple[int, int]:
    """How far up and down a cell must be able to move to be wide enough and large enough."""
    down = min(count, rule.width - 1)
    up = max(rule.width - down, rule.minimum_cell - count)
    return up, -down


def _trimmed(system: System, hidden: Mask, primary: Mask, rule: Rule) -> Mask:
    """Show again what need not be hidden, the dearest first."""
    costs = _costs(system)
    for place in sorted(np.flatnonzero(hidden & ~primary), key=lambda cell: -float(costs[cell])):
        fewer = hidden.copy()
        fewer[place] = False
        if _is_safe(system, fewer, primary, rule):
            hidden = fewer
    return hidden


def _is_safe(system: System, hidden: Mask, primary: Mask, rule: Rule) -> bool:
    ranges = Ranges(system, hidden)
    for which, place in enumerate(ranges.places):
        needed = (rule.width, rule.minimum_cell) if primary[place] else (1, 0)
        if not ranges.has_room(which, *needed):
            return False
    return True


def _bounds(system: System, hidden: Mask) -> tuple[Bound, ...]:
    ranges = Ranges(system, hidden)
    bounds = []
    for which, cell in enumerate(ranges.places):
        place = np.unravel_index(int(cell), system.shape)
        named = tuple(
            None if int(at) == size - 1 else int(at)
            for at, size in zip(place, system.shape, strict=True)
        )
        bounds.append(Bound(named, *ranges.exact(which)))
    return tuple(bounds)


def _protection(
    shape: tuple[int, ...], hidden: Mask, primary: Mask, rule: Rule, bounds: tuple[Bound, ...]
) -> Protection:
    whole = hidden.reshape([size + 1 for size in shape])
    none = np.zeros(0, dtype=np.bool_)
    is_two_way = len(shape) == 2
    return Protection(
        cells=whole[:-1, :-1] if is_two_way else whole[:-1],
        row_totals=whole[:-1, -1] if is_two_way else none,
        column_totals=whole[-1, :-1] if is_two_way else none,
        total=bool(whole.reshape(-1)[-1]),
        certificate=Certificate(rule, int(primary.sum()), int((hidden & ~primary).sum()), bounds),
    )
