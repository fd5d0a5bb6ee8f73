"""Small-cell rules by audience, and top coding of shares near 0 or 100 percent."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from clayton_review.stats.errors import check_count

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class SuppressionRule:
    """The rule for small counts: cells of 1 to `minimum_cell` − 1, and bases under `minimum_base`.

    Zeros are shown unless `hides_zeros` or their base is too small. Zero minimums hide nothing.
    `hides_full_cells` hides the answers of a group that all gave the same one: whoever knows that
    somebody belongs to it would know the answer. It spares the base of everybody counted, where
    one answer by all is the finding itself. Raises `OutOfRangeError` for minimums below zero.
    """

    minimum_base: int = 10
    minimum_cell: int = 5
    hides_zeros: bool = False
    hides_full_cells: bool = False

    def __post_init__(self) -> None:
        """Refuse minimums below zero."""
        check_count("The smallest base", self.minimum_base)
        check_count("The smallest cell", self.minimum_cell)

    @property
    def protection_width(self) -> int:
        """Return the number of counts that a small cell must be able to differ by."""
        return max(1, self.minimum_cell)

    def small_cells(self, counts: Counts, *, is_everybody: bool | Mask = False) -> Mask:
        """Return a mask of the cells that are too small to show.

        `counts` is a table with margins: one more entry than levels along each axis, the last one
        the total. The last axis is the answer, the others make the groups whose size is the base.
        `is_everybody`, one for all cells or one for each, is True where the base is everybody
        counted.
        """
        least = 0 if self.hides_zeros else 1
        small: Mask = (counts >= least) & (counts < self.minimum_cell)
        bases = counts[..., -1:]
        is_closed = (bases < self.minimum_base) & (bases > 0)
        if self.hides_full_cells:
            is_full = (counts[..., :-1] == bases) & (bases > 0) & ~np.asarray(is_everybody)
            is_closed |= is_full.any(axis=-1, keepdims=True)
        small[..., :-1] |= is_closed
        return small


# By the value of `figures.Audience`: the team works with the counts themselves. The Board and the
# public know neighbors, clerks and officers by name, so neither is told what all of a group said.
SUPPRESSION_RULES: Mapping[str, SuppressionRule] = MappingProxyType(
    {
        "team": SuppressionRule(minimum_base=0, minimum_cell=0),
        "board": SuppressionRule(hides_full_cells=True),
        "public": SuppressionRule(hides_full_cells=True),
    }
)
