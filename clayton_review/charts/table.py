"""The table behind a chart."""

from typing import NamedTuple


class ChartTable(NamedTuple):
    """Header and rows as printed; every row has as many cells as the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
