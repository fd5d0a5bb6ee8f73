"""Measure bytes and CPU time of every chart example: `python bench/charts.py`."""

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from clayton_review.charts import draw
from clayton_review.charts.examples import EXAMPLES
from clayton_review.charts.shapes import Chart

ROUNDS = 300


def cost(chart: Chart) -> tuple[int, float]:
    """Return the bytes of the drawing and the median CPU milliseconds to draw it."""
    spent = []
    for _ in range(ROUNDS):
        started = time.process_time_ns()
        draw(chart)
        spent.append(time.process_time_ns() - started)
    return len(draw(chart).encode()), statistics.median(spent) / 1e6


def measure() -> dict[str, float]:
    """Return the figures of the largest and of the slowest drawing."""
    costs = [cost(chart) for _name, chart in EXAMPLES]
    return {
        "chart: most bytes": max(size for size, _spent in costs),
        "chart: most CPU ms": round(max(spent for _size, spent in costs), 3),
    }


def main() -> None:
    """Print one line for each example."""
    print(f"{'bytes':>6} {'CPU ms':>7}  shape       example")
    for name, chart in EXAMPLES:
        size, spent = cost(chart)
        print(f"{size:>6} {spent:>7.3f}  {chart.shape:<11} {name}")


if __name__ == "__main__":
    main()
