"""Whatever a chart is given, it is drawn well-formed, inside its frame and without nonsense."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clayton_review.charts import describe, draw, table_of
from clayton_review.charts.drawing import LAYERS
from clayton_review.charts.shapes import (
    AgreementChart,
    AgreementRow,
    Bar,
    BarChart,
    Chart,
    MilestoneChart,
    MilestoneMark,
    PlanLineChart,
    PlanPoint,
    from_json,
    to_json,
)

from .reading import attributes, n_shapes, outside, parse

pytestmark = pytest.mark.long

TAGS = {"svg", "title", "g", "text", "rect", "line", "circle", "path"}
labels = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["<script>alert(1)</script>", "a\x00b", "x" * 300, "שלום\u202eabc", "👮🏽 & 'c\""]
    ),
)
numbers = st.one_of(
    st.floats(-1e12, 1e12),
    st.integers(-500, 500).map(float),
    st.sampled_from([0.0, -0.0, 5e-324, 1e12]),
)
maybe = st.one_of(st.none(), numbers)
units = st.sampled_from(["percent", "%", "US dollars", "interviews", "", "<b>"])
iso = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(date.isoformat)

bar_charts = st.builds(
    BarChart,
    title=labels,
    unit=units,
    maximum=numbers,
    bars=st.lists(st.builds(Bar, labels, maybe, maybe, maybe, st.booleans()), max_size=8).map(
        tuple
    ),
)
plan_charts = st.builds(
    PlanLineChart,
    title=labels,
    unit=units,
    limit=maybe,
    points=st.lists(st.builds(PlanPoint, labels, numbers, maybe), max_size=14).map(tuple),
)
milestone_charts = st.builds(
    MilestoneChart,
    title=labels,
    today=iso,
    marks=st.lists(
        st.builds(MilestoneMark, labels, iso, iso, st.one_of(st.none(), iso)), max_size=8
    ).map(tuple),
)


@st.composite
def agreement_charts(draws: st.DrawFn) -> AgreementChart:
    n_steps = draws(st.integers(2, 7))
    percents = st.one_of(st.none(), st.floats(0, 100), st.just(0.0))
    row = st.builds(
        AgreementRow,
        labels,
        st.lists(percents, min_size=n_steps, max_size=n_steps).map(tuple),
        percents,
    )
    return AgreementChart(
        title=draws(labels),
        steps=tuple(draws(st.lists(labels, min_size=n_steps, max_size=n_steps))),
        rows=tuple(draws(st.lists(row, max_size=6))),
        apart=draws(st.sampled_from(["", "No opinion or skipped"])),
    )


charts: st.SearchStrategy[Chart] = st.one_of(
    bar_charts, plan_charts, milestone_charts, agreement_charts()
)


def check_drawing(chart: Chart) -> None:
    drawn = draw(chart)
    root = parse(drawn)
    assert root.get("role") == "img"
    assert root[0].get("id") == root.get("aria-labelledby")
    assert root[0].text == describe(chart)
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= TAGS
    assert not any(name == "style" or name.startswith("on") for name, _ in attributes(drawn))
    assert not any(re.search("nan|inf|None", value) for _, value in attributes(drawn))
    assert outside(drawn) == []
    assert {group.get("class") for group in root[1:]} <= set(LAYERS)
    assert draw(chart) == drawn
    assert from_json(to_json(chart)) == chart
    assert draw(from_json(to_json(chart))) == drawn
    table = table_of(chart)
    assert all(len(row) == len(table.header) for row in table.rows)


@settings(max_examples=100)
@given(charts)
def test_any_chart_is_well_formed_inside_its_frame_and_drawn_alike_twice(chart: Chart) -> None:
    check_drawing(chart)


@pytest.mark.soak
@settings(max_examples=1_000)
@given(charts)
def test_a_thousand_charts_are_well_formed_and_inside_their_frames(chart: Chart) -> None:
    check_drawing(chart)


@given(st.lists(labels, max_size=6))
def test_a_chart_with_everything_suppressed_shows_no_bar(names: list[str]) -> None:
    chart = BarChart("Trust", "percent", 100.0, tuple(Bar(name, None) for name in names))
    drawn = draw(chart)
    assert n_shapes(drawn, "hatch") == len(names)
    assert n_shapes(drawn, "pine") == n_shapes(drawn, "brick") == 0
    assert drawn.count(">not shown<") == len(names)
