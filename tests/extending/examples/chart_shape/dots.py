"""One dot for each thing counted."""

from dataclasses import dataclass
from typing import ClassVar

from clayton_review.charts.drawing import CHART_WIDTH, Canvas, wrap_text
from clayton_review.charts.table import ChartTable


@dataclass(frozen=True)
class DotChart:
    """A row of dots."""

    shape: ClassVar[str] = "dots"
    title: str
    count: float

    def draw(self, canvas: Canvas) -> None:
        """Draw the title and the dots."""
        canvas.lines("label", wrap_text(self.title, CHART_WIDTH))
        for place in range(int(self.count)):
            canvas.dot("done", 3 + 6 * place, canvas.height + 10)
        canvas.height += 24

    def sentence(self) -> str:
        """Return the count in words."""
        return f"{self.title}: {self.count:.0f}."

    def table(self) -> ChartTable:
        """Return the count."""
        return ChartTable(("", "number"), ((self.title, f"{self.count:.0f}"),))
