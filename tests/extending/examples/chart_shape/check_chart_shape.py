"""The new shape is stored, drawn and described like the others."""

from clayton_review.charts.dots import DotChart

from clayton_review import charts
from clayton_review.charts.shapes import SHAPES, from_json, to_json

CHART = DotChart("Lanterns counted", 3.0)


def test_it_is_known_by_its_name() -> None:
    assert SHAPES["dots"] is DotChart


def test_it_survives_the_snapshot() -> None:
    assert from_json(to_json(CHART)) == CHART


def test_it_is_drawn_with_its_sentence() -> None:
    svg = charts.draw(CHART)
    assert svg.count("<circle") == 3
    assert "Lanterns counted: 3." in svg
