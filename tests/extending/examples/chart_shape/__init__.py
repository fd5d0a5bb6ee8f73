"""A new chart shape: one dot for each thing counted."""

from tests.extending.example import Edit, Example

SHAPES = "clayton_review/charts/shapes.py"
EXAMPLE = Example(
    row="a chart shape",
    folder="chart_shape",
    new_files={"clayton_review/charts/dots.py": "dots.py"},
    edits=(
        Edit(
            SHAPES,
            before="from clayton_review.charts.line import",
            add="from clayton_review.charts.dots import DotChart\n",
        ),
        Edit(SHAPES, after="Chart = BarChart", add=" | DotChart"),
    ),
)
