"""One dot for each thing counted."""

from dataclasses import dataclass
from typing import ClassVar

from clayton_review.charts.drawing import WIDTH, Sheet, wrap
from clayton_review.charts.table import ChartTable


@dataclass(frozen=True)
class DotChart:
    """A row of dots."""

    shape: ClassVar[str] = "dots"
    title: str
    count: float

    def draw(self, sheet: Sheet) -> None:
        """Draw the title and the dots."""
        sheet.lines("label", wrap(self.title, WIDTH))
        for place in range(int(self.count)):
            sheet.dot("done", 3 + 6 * place, sheet.height + 10)
        sheet.height += 24

    def sentence(self) -> str:
        """Return the count in words."""
        return f"{self.title}: {self.count:.0f}."

    def table(self) -> ChartTable:
        """Return the count."""
        return ChartTable(("", "number"), ((self.title, f"{self.count:.0f}"),))
