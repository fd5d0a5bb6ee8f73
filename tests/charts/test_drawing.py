"""Drawings show their data, are small and fast, and give nothing away."""

import logging
import re
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
import weasyprint

from clayton_review.charts import describe, draw, drawing, table_of
from clayton_review.charts.examples import (
    EXAMPLES,
    INTERVIEWS,
    SPENDING,
    STATEMENTS,
    TRUST,
    WORK_PLAN,
)
from clayton_review.charts.number_formats import ChartError
from clayton_review.charts.shapes import (
    SHAPES,
    AgreementRow,
    Bar,
    BarChart,
    Chart,
    LineChart,
    LinePoint,
    MilestoneMark,
    PlanPoint,
    from_json,
    to_json,
)

from .reading import n_shapes, outside, parse, texts

STYLES = Path(__file__).parents[2] / "static" / "css"
CHARTS = [chart for _, chart in EXAMPLES]
NAMES = [name for name, _ in EXAMPLES]
every_example = pytest.mark.parametrize("chart", CHARTS, ids=NAMES)
INTERVIEWS_DRAWN = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" aria-labelledby="{id}"'
    ' width="100%" height="38" font-family="Public Sans, sans-serif" font-size="15" fill="none">'
    '<title id="{id}">Interviews held by group: Residents, 34 interviews.</title>'
    '<g class="pine" fill="#0d5356"><rect y="20" width="85%" height="14"/></g>'
    '<g class="ink" stroke="currentColor" stroke-width="1.5">'
    '<line y1="17" x2="0%" y2="37"/></g>'
    '<g class="label" fill="currentColor"><text y="15" x="100%" text-anchor="end">34</text>'
    '<text y="15">Residents</text></g></svg>'
)


def test_there_is_an_example_of_every_shape() -> None:
    assert {chart.shape for chart in CHARTS} == set(SHAPES)


MOST_CALLS = (
    4_500  # of functions; the dearest example makes some 3,600 and takes half a millisecond
)


@every_example
def test_an_example_is_at_most_four_kilobytes(chart: Chart) -> None:
    assert len(draw(chart).encode()) <= 4096


@every_example
def test_an_example_is_drawn_in_few_steps(chart: Chart) -> None:
    """`make bench` measures the time; on a slow machine it says nothing about the drawing."""
    n_calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal n_calls
        n_calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        draw(chart)
    finally:
        sys.setprofile(None)
    assert 0 < n_calls <= MOST_CALLS


@every_example
def test_no_text_is_smaller_than_fourteen_pixels(chart: Chart) -> None:
    sizes = [int(size) for size in re.findall(r'font-size="(\d+)"', draw(chart))]
    assert min(sizes) >= 14
    assert "viewBox" not in draw(chart)  # which would scale the text down on a phone


@every_example
def test_an_example_stays_inside_its_frame(chart: Chart) -> None:
    assert outside(draw(chart)) == []


def test_a_small_drawing_is_exactly_this() -> None:
    drawn = draw(replace(INTERVIEWS, bars=INTERVIEWS.bars[:1]))
    mark = parse(drawn).attrib["aria-labelledby"]
    assert drawn == INTERVIEWS_DRAWN.format(id=mark)


def test_brick_is_kept_for_the_bar_that_needs_attention() -> None:
    refused = Bar("Refused", 3.0, needs_attention=True)
    chart = BarChart("Requests", "requests", 5.0, (Bar("Received", 5.0), refused))
    strong = next(group for group in parse(draw(chart)) if group.get("class") == "strong")
    assert n_shapes(draw(chart), "brick") == 1
    assert [element.text for element in strong] == ["3", "Refused"]
    assert "Refused, 3" in describe(chart)
    assert all("9a3b26" not in draw(example) for example in CHARTS)


def test_a_marked_bar_differs_in_weight_too() -> None:
    strong = next(group for group in parse(draw(TRUST)) if group.get("class") == "strong")
    assert [element.text for element in strong] == ["46.0% (34.0–58.0)", "Black residents"]


def test_values_and_intervals_stand_beside_their_labels() -> None:
    shown = texts(draw(TRUST))
    assert "71.0% (66.0–76.0)" in shown
    assert "not shown" in shown


def test_agreement_diverges_around_the_middle_of_the_neutral_step() -> None:
    row = AgreementRow("Fair", (10.0, 20.0, 40.0, 20.0, 10.0))
    root = parse(draw(replace(STATEMENTS, rows=(row,))))
    axis = next(group for group in root if group.get("class") == "axis")
    assert axis[0].get("x1") == axis[0].get("x2") == "50%"
    neutral = next(group for group in root if group.get("class") == "sand")[1]
    assert (neutral.get("x"), neutral.get("width")) == ("30%", "39.7%")


def test_a_scale_of_four_steps_diverges_between_its_halves() -> None:
    row = AgreementRow("Fair", (10.0, 40.0, 25.0, 25.0))
    drawn = draw(replace(STATEMENTS, steps=STATEMENTS.steps[:4], rows=(row,)))
    axis = next(group for group in parse(drawn) if group.get("class") == "axis")
    assert axis[0].get("x1") == "50%"
    assert n_shapes(drawn, "sand") == 0


def ends_of(drawn: str, layer: str) -> list[tuple[float, float]]:
    """Return where the bars of a layer start and end, in percent of the width."""
    groups = [group for group in parse(drawn) if group.get("class") == layer]
    bars = [shape for group in groups for shape in group if shape.get("width")]
    places = [(float(b.get("x", "0%")[:-1]), float(b.get("width", "0%")[:-1])) for b in bars]
    return [(start, start + width) for start, width in places]


def test_who_chose_no_step_stands_apart_and_the_steps_do_not_stretch() -> None:
    """Of 100 people 60 chose a step: their bar takes 60 of 103 points, not the whole width."""
    row = AgreementRow("Fair", (10.0, 10.0, 10.0, 20.0, 10.0), apart=40.0)
    drawn = draw(replace(STATEMENTS, rows=(row,), apart="No opinion or skipped"))
    last = ends_of(drawn, "pine")[-1][1]
    [(start, end)] = ends_of(drawn, "none")
    assert last == pytest.approx(100 * 60 / 103, abs=0.5)
    assert start == pytest.approx(100 * 63 / 103, abs=0.5)
    assert end == pytest.approx(100, abs=0.5)
    assert {"No opinion or skipped", "40"} <= set(texts(drawn))
    assert "40.0 percent no opinion or skipped" in describe(
        replace(STATEMENTS, rows=(row,), apart="No opinion or skipped")
    )


def test_steps_of_fewer_than_all_people_do_not_fill_the_width() -> None:
    row = AgreementRow("Fair", (10.0, 10.0, 10.0, 20.0, 10.0))
    drawn = draw(replace(STATEMENTS, rows=(row,)))
    assert ends_of(drawn, "pine")[-1][1] == pytest.approx(60, abs=0.5)


def test_counts_stand_on_no_track_that_would_read_as_the_whole() -> None:
    assert n_shapes(draw(INTERVIEWS), "sand") == 0
    assert n_shapes(draw(TRUST), "sand") == sum(bar.value is not None for bar in TRUST.bars)


def test_one_hidden_step_hides_its_whole_row_in_drawing_and_table() -> None:
    row = AgreementRow("Fair", (10.0, None, 40.0, 20.0, 10.0))
    chart = replace(STATEMENTS, rows=(row,))
    assert "40" not in texts(draw(chart))
    assert table_of(chart).rows == (("Fair", *["not shown"] * 5),)


def test_plan_actual_and_limit_are_named_in_words() -> None:
    shown = texts(draw(SPENDING))
    assert "Limit $158,550" in shown
    assert "Planned: $54,810 by Dec 2018" in shown
    assert any(line.startswith("Actual: $64,210") for line in shown)


def test_the_first_and_last_month_are_always_named() -> None:
    for n_months in range(2, 19):
        points = tuple(PlanPoint(f"Month {n}", float(n), None) for n in range(n_months))
        shown = texts(draw(replace(SPENDING, points=points)))
        assert {"Month 0", f"Month {n_months - 1}"} <= set(shown)


def test_an_interval_below_zero_is_joined_by_a_word() -> None:
    shown = texts(draw(replace(TRUST, bars=(Bar("Change", -4.5, -8.0, -1.0),))))
    assert "−4.5% (−8.0 to −1.0)" in shown


def test_a_slip_points_where_the_date_went() -> None:
    def drawn(due_on: str) -> str:
        mark = MilestoneMark("Draft", "2019-02-04", due_on, None)
        return draw(replace(WORK_PLAN, marks=(mark,)))

    assert "M-9 -7" in drawn("2019-02-12")
    assert "M9 -7" in drawn("2019-01-12")
    assert 'overflow="visible"' not in drawn("2019-02-04")


def test_today_is_written_and_drawn_on_every_strip() -> None:
    drawn = draw(WORK_PLAN)
    assert "today, Dec 31, 2018" in texts(drawn)
    assert n_shapes(drawn, "now") == len(WORK_PLAN.marks) + 1


def test_no_style_of_the_site_reaches_into_a_drawing() -> None:
    styles = "".join(path.read_text() for path in STYLES.glob("*.css"))
    outside_charts = "".join(line for line in styles.splitlines() if "svg.chart" not in line)
    classes = set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"\{[^{}]*\}", "{}", outside_charts)))
    assert classes & set(drawing.LAYERS) == set()


def test_hostile_labels_are_shown_as_text() -> None:
    bars = (Bar('<script>alert("1")</script>', 3.0), Bar("a\x00b\u202ec' onload='x", 4.0))
    drawn = draw(replace(INTERVIEWS, title="</title><img src=x>", bars=bars))
    assert "<script" not in drawn
    assert "<img" not in drawn
    assert "onload='" not in drawn
    assert '<script>alert("1")</script>' in " ".join(texts(drawn))


def test_without_escaping_a_hostile_label_would_break_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "escape", lambda content: content)
    assert "<script>" in draw(replace(INTERVIEWS, bars=(Bar("<script>", 3.0),)))


def test_equal_charts_on_one_page_can_be_told_apart() -> None:
    assert draw(TRUST) == draw(TRUST)
    first, second = draw(TRUST, "1"), draw(TRUST, "2")
    assert parse(first).get("aria-labelledby") != parse(second).get("aria-labelledby")


def test_a_value_beyond_the_maximum_widens_the_scale() -> None:
    drawn = draw(replace(INTERVIEWS, maximum=10.0))
    assert 'width="100%"' in drawn
    assert outside(drawn) == []


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), 1e13])
def test_numbers_that_cannot_be_drawn_are_refused(wrong: float) -> None:
    with pytest.raises(ChartError, match="Interviews"):
        replace(INTERVIEWS, bars=(Bar("Officers", wrong),))
    with pytest.raises(ChartError, match="which cannot be drawn"):
        replace(SPENDING, points=(PlanPoint("Oct", wrong, None),))
    with pytest.raises(ChartError, match="which cannot be drawn"):
        LineChart("Stops", "", (LinePoint("October", 1.0), LinePoint("November", wrong)))
    with pytest.raises(ChartError, match="which cannot be drawn"):
        replace(STATEMENTS, rows=(AgreementRow("Fair", (wrong, 10.0, 10.0, 10.0, 10.0)),))


def test_rows_that_do_not_fit_their_scale_are_refused() -> None:
    for percents, words in (
        ((10.0, 90.0), "does not have one percent for each step"),
        ((-1.0, 1.0, 0.0, 50.0, 50.0), "holds a negative percent"),
    ):
        with pytest.raises(ChartError, match=words):
            replace(STATEMENTS, rows=(AgreementRow("Fair", percents),))
    with pytest.raises(ChartError, match="needs at least two steps"):
        replace(STATEMENTS, steps=("Yes",), rows=())


@pytest.mark.parametrize("wrong", ["", "soon", "2018-02-30"])
def test_what_is_no_date_is_refused(wrong: str) -> None:
    with pytest.raises(ChartError):
        replace(WORK_PLAN, today=wrong)
    with pytest.raises(ChartError):
        replace(WORK_PLAN, marks=(MilestoneMark("Draft", "2019-01-01", wrong, None),))


def test_an_unknown_shape_is_not_read() -> None:
    with pytest.raises(KeyError):
        from_json({"shape": "pie", "title": "No"})


def test_a_chart_stored_before_a_part_existed_is_read_with_its_default() -> None:
    stored = to_json(INTERVIEWS)
    for bar in stored["bars"]:
        del bar["needs_attention"]
    assert from_json(stored) == INTERVIEWS
    del stored["title"]
    with pytest.raises(TypeError):
        from_json(stored)


def test_every_example_stands_in_a_pdf_with_its_sentence(
    caplog: pytest.LogCaptureFixture, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("paper") / "charts.pdf"
    page = "".join(f"<div>{draw(chart)}</div>" for chart in CHARTS)
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        weasyprint.HTML(string=f'<html lang="en"><title>Charts</title>{page}</html>').write_pdf(
            path, pdf_tags=True
        )
    assert [record.getMessage() for record in caplog.records] == []
    with pikepdf.open(path) as pdf:
        named = [str(each.Alt) for each in pdf.objects if _is_figure(each)]
    assert sorted(named) == sorted(describe(chart) for chart in CHARTS)


def _is_figure(each: pikepdf.Object) -> bool:
    return isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
