"""Figures of every question type by hand, and what others than the team would see."""

import itertools
from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.charts.shapes import AgreementChart, BarChart
from clayton_review.figures import Audience, Figure, from_json, to_json
from clayton_review.reports.print_figures import print_figure
from surveys.analysis import answer_columns
from surveys.analysis.sample import Sample
from surveys.answers.selectors import Tally
from surveys.notation.questionnaire_notation import parse
from surveys.questionnaire.questionnaire import Answer, Bounds, Questionnaire
from surveys.results.figures import question_figure, ranges
from surveys.results.figures.answers import build_figure
from surveys.results.figures.question_figure import AnswerLine, FigureInput, Proofs
from surveys.survey.models import Survey
from tests.module_rows import Making
from tests.people import usual_person
from tests.surveys import factories

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
QUESTIONNAIRE = parse(factories.EVERY_TYPE)


@pytest.fixture(scope="module", autouse=True)
def opened_once(making_rows: Making) -> UUID:
    with making_rows():
        lead = usual_person(Role.LEAD, "Lena Lead")
        return factories.open_survey(by=lead, notation=factories.EVERY_TYPE, n_invited=500).pk


@pytest.fixture
def survey(opened_once: UUID, db: None) -> Survey:
    return Survey.objects.get(pk=opened_once)


def sampled(name: str, counted: Tally, questionnaire: Questionnaire = QUESTIONNAIRE) -> Sample:
    """Sheets that answer this question only, as often as the tally says."""
    week = date(2018, 11, 26)
    sheets = [({name: answer}, "code", week) for answer, n in counted for _ in range(n)]
    columns = answer_columns.columns_of_sheets(questionnaire, sheets)
    return Sample(columns, weights=None, margins=(), population=13_000, has_intervals=True)


def drawn(survey: Survey, name: str, counted: Tally, audience: Audience = Audience.TEAM) -> Figure:
    asked = FigureInput(
        QUESTIONNAIRE, QUESTIONNAIRE.question(name), sampled(name, counted), audience
    )
    figure = build_figure(survey, asked)
    assert from_json(to_json(figure)) == figure
    return figure


def rows(figure: Figure) -> dict[str | None, tuple[str | None, ...]]:
    return {row[0]: row[1:] for row in figure.table.rows}


def test_ticks_are_out_of_everybody_asked(survey: Survey) -> None:
    counted: Tally = [
        (["advice"], 40), (["advice", "report"], 20), (["none"], 25), (["dont_know"], 10),
        (None, 5),
    ]  # fmt: skip
    figure = drawn(survey, "help", counted)
    assert rows(figure)["Advice"][:2] == ("60", "60.0")
    assert rows(figure)["A report"][:2] == ("20", "20.0")
    assert rows(figure)["Something else"][:2] == ("0", "0.0")
    assert rows(figure)["Nothing"][0] == "25"
    assert rows(figure)["I don’t know"][0] == "10"
    assert rows(figure)["Skipped"][0] == "5"
    assert figure.value == "60.0"
    assert isinstance(figure.chart, BarChart)


def test_a_tick_of_few_or_of_all_but_few_is_hidden_from_the_public(survey: Survey) -> None:
    counted: Tally = [(["advice"], 93), (["advice", "report"], 3), (["other"], 4)]
    shown = rows(drawn(survey, "help", counted, Audience.PUBLIC))
    assert shown["Advice"][0] is None  # 4 of 100 did not tick it
    assert shown["A report"][0] is None
    assert shown["Something else"][0] is None


def test_numbers_have_spans_median_and_quartiles(survey: Survey) -> None:
    counted: Tally = [(str(age), 2) for age in range(20, 70)] + [("dont_know", 6), (None, 4)]
    figure = drawn(survey, "age", counted)
    # 100 numbers, each of 20 to 69 twice: the 25th, 50th and 75th smallest are 32, 44 and 57
    assert figure.value == "44"
    assert "said 32 to 57" in figure.sentence
    assert figure.unit == "years"
    spans_shown = [label for label in rows(figure) if label and "–" in label]
    assert spans_shown[:2] == ["18–24", "25–29"]
    assert rows(figure)["I don’t know"][0] == "6"
    assert isinstance(figure.chart, BarChart)
    assert sum(bar.is_marked for bar in figure.chart.bars) == 1


def test_few_numbers_have_no_median_for_the_public(survey: Survey) -> None:
    counted: Tally = [(str(age), 1) for age in range(20, 59)]
    assert drawn(survey, "age", counted, Audience.PUBLIC).value is None
    assert "between" not in drawn(survey, "age", counted, Audience.PUBLIC).sentence
    assert drawn(survey, "age", counted).value == "39"


@given(st.lists(st.decimals(-1000, 100_000, places=1), min_size=1, max_size=60))
def test_spans_hold_every_number_once(numbers: list[Any]) -> None:
    numbers.sort()
    bins = ranges._bins(Counter(numbers), Bounds(decimals=1))
    inside = [sum(low <= number < high for _label, low, high in bins) for number in numbers]
    assert inside == [1] * len(numbers)
    assert len(bins) <= ranges.MOST_BINS
    assert all(a[2] == b[1] for a, b in itertools.pairwise(bins))


@pytest.mark.parametrize(
    ("numbers", "bounds", "ends"),
    [
        ([0, 55, 100], Bounds(least="0", most="100"), ("0–19", "80–100")),
        ([18, 50, 99], Bounds(least="18", most="99"), ("18–19", "90–99")),
        ([23, 50, 99], Bounds(least="18", most="99"), ("18–29", "90–99")),
        ([43, 50, 99], Bounds(least="18", most="99"), ("40–49", "90–99")),
        ([1, 5], Bounds(least="1", most="5"), ("1", "5")),
        ([10, 55, 105], Bounds(least="20", most="100"), ("10–19", "100–105")),
        ([1, 55, 100], Bounds(), ("0–19", "100–119")),
    ],
)
def test_spans_begin_and_end_where_answers_can(
    numbers: list[int], bounds: Bounds, ends: tuple[str, str]
) -> None:
    counted = Counter({Decimal(number): 9 for number in numbers})
    bins = ranges._bins(counted, bounds)
    assert (bins[0][0], bins[-1][0]) == ends


def test_days_are_counted_by_month_and_by_year_when_there_are_many(survey: Survey) -> None:
    figure = drawn(survey, "when", [("2018-07-07", 12), ("2018-07", 6), ("2018-09-01", 9)])
    assert [row[0] for row in figure.table.rows[:3]] == [
        "July 2018",
        "August 2018",
        "September 2018",
    ]
    assert rows(figure)["July 2018"][0] == "18"
    assert rows(figure)["August 2018"][0] == "0"
    assert figure.title == "No answer is clearly ahead: When was it?"
    years = drawn(survey, "when", [("2010-07-07", 12), ("2018-09-01", 9)])
    assert rows(years)["2010"][0] == "12"


@pytest.mark.parametrize(
    ("counted", "ends"),
    [
        ([("1962-07-07", 1), ("2010-07-07", 40), ("2011-01-01", 9)], ["2010 or earlier", "2011"]),
        ([("2010-07-07", 9), ("2011-01-01", 40), ("2018-05-05", 1)], ["2010", "2011 or later"]),
        (
            [("2018-05-07", 1), ("2018-07-30", 8), ("2018-08-01", 9), ("2018-10-01", 4)],
            ["July 2018 or earlier", "August 2018 or later"],
        ),
        ([("2018-07-07", 2), ("2018-08-01", 40)], ["July 2018 or earlier", "August 2018"]),
        ([("2018-07-07", 40), ("2018-08-01", 2)], ["July 2018", "August 2018 or later"]),
        ([("2018-07-07", 2)], ["July 2018 or earlier"]),
    ],
)
def test_the_first_and_the_last_time_name_nobodys_date(
    survey: Survey, counted: Tally, ends: list[str]
) -> None:
    figure = drawn(survey, "when", [*counted, (None, 20)], Audience.PUBLIC)
    apart = {"I don’t know", "I prefer not to answer", "Skipped"}
    assert [row[0] for row in figure.table.rows if row[0] not in apart] == ends
    everything = rows(drawn(survey, "when", counted))
    assert sum(int(everything[end][0] or 0) for end in ends) == sum(n for _day, n in counted)


def test_a_ranking_has_first_places_and_mean_places(survey: Survey) -> None:
    counted: Tally = [(["foot", "cameras"], 30), (["cameras"], 10), (["dont_know"], 6), (None, 4)]
    figure = drawn(survey, "first", counted)
    # Of 40: cameras (30·2 + 10·1), foot (30·1 + 10·2.5), training (30·3 + 10·2.5).
    assert rows(figure)["Cameras"] == ("10", "20.0", "1.75")
    assert rows(figure)["Foot patrols"] == ("30", "60.0", "1.38")
    assert rows(figure)["Training"] == ("0", "0.0", "2.88")
    assert rows(figure)["I don’t know"] == ("6", "12.0", "")
    assert figure.title.startswith("60.0% put “Foot patrols” first")


@pytest.mark.parametrize(
    ("name", "counted", "cells"),
    [
        ("first", [(["foot", "cameras"], 30)], ("Training", "0")),
        ("treated", [({"heard": "5", "told": "1"}, 30)], ("listened to me", "0.0")),
        ("when", [("2018-07-07", 12), ("2018-09-01", 9)], ("August 2018", "0")),
        ("age", [("20", 12), ("60", 9)], ("30–34", "0")),
    ],
)
def test_a_report_leaves_out_no_row_that_tells_something(
    survey: Survey, name: str, counted: Tally, cells: tuple[str, str]
) -> None:
    figure = drawn(survey, name, counted)
    assert cells in [row[:2] for row in figure.table.rows]
    assert print_figure(figure) == figure


def test_a_report_leaves_out_choices_that_nobody_took(survey: Survey) -> None:
    counted: Tally = [(["advice"], 40), (["none"], 25)]
    shown = rows(print_figure(drawn(survey, "help", counted)))
    assert list(shown) == ["Advice", "Nothing"]


def test_a_grid_is_one_diverging_bar_for_each_row(survey: Survey) -> None:
    counted: Tally = [
        ({"heard": "5", "told": "1"}, 30),
        ({"heard": "4", "told": None}, 10),
        ({"heard": "2", "told": "dont_know"}, 10),
    ]
    figure = drawn(survey, "treated", counted)
    assert isinstance(figure.chart, AgreementChart)
    assert [row.label for row in figure.chart.rows] == ["listened to me", "told me why"]
    assert rows(figure)["listened to me"] == (
        "0.0",
        "20.0",
        "0.0",
        "20.0",
        "60.0",
        "0.0",
        "0.0",
        "0.0",
    )
    assert rows(figure)["told me why"][-3:] == ("20.0", "0.0", "20.0")
    assert figure.title.startswith("More people agree with “listened to me” (80.0%) than with any")
    hidden = drawn(survey, "treated", [*counted, ({"heard": "3", "told": "1"}, 1)], Audience.PUBLIC)
    cells = rows(hidden)["listened to me"]
    assert cells[2] is None
    assert sum(cell is None for cell in cells) >= 2


def test_a_grid_shows_hidden_silence_in_one_column(survey: Survey) -> None:
    counted: Tally = [
        ({"heard": "5", "told": "1"}, 30),
        ({"heard": "4", "told": None}, 20),
        ({"heard": None, "told": "2"}, 12),
        ({"heard": "dont_know", "told": "1"}, 2),
    ]
    figure = drawn(survey, "treated", counted, Audience.PUBLIC)
    assert figure.table.columns[-1].label == "No opinion or skipped"
    assert rows(figure)["listened to me"] == ("0.0", "0.0", "0.0", "31.3", "46.9", "21.9")
    assert rows(figure)["told me why"][-1] == "31.3"
    assert "shown together" in figure.suppressed
    whole = drawn(survey, "treated", counted)
    assert [column.label for column in whole.table.columns[-2:]] == [
        "I prefer not to answer", "Skipped",
    ]  # fmt: skip


def test_in_a_grid_silence_stays_hidden_beside_a_hidden_step(survey: Survey) -> None:
    counted: Tally = [
        ({"heard": "5", "told": "dont_know"}, 30),
        ({"heard": "4", "told": "5"}, 20),
        ({"heard": "1", "told": "1"}, 2),
        ({"heard": None, "told": None}, 3),
    ]
    figure = drawn(survey, "treated", counted, Audience.PUBLIC)
    for cells in rows(figure).values():
        assert cells.count(None) != 1, "a single hidden cell follows from the others"


def test_a_ranking_shows_hidden_silence_on_one_line_and_its_mean_places(survey: Survey) -> None:
    counted: Tally = [(["foot"], 30), (["cameras"], 12), (["dont_know"], 2), (None, 20)]
    figure = drawn(survey, "first", counted, Audience.PUBLIC)
    assert rows(figure)["“I don’t know” or “Skipped”"] == ("22", "34.4", "")
    assert rows(figure)["Foot patrols"] == ("30", "46.9", "1.43")
    assert "shown together" in figure.suppressed


@pytest.mark.parametrize("name", ["help", "age", "when", "first", "treated"])
@pytest.mark.parametrize("audience", [Audience.BOARD, Audience.PUBLIC])
def test_few_sheets_show_nothing_to_others(survey: Survey, name: str, audience: Audience) -> None:
    answers: dict[str, Answer] = {
        "help": ["advice"], "age": "44", "when": "2018-07-07", "first": ["foot"],
        "treated": {"heard": "4", "told": "2"},
    }  # fmt: skip
    for n in (0, 9):
        figure = drawn(survey, name, [(answers[name], n)] if n else [], audience)
        assert all(cell is None for row in figure.table.rows for cell in row[1:3])
        assert figure.value is None
        assert figure.chart is None
        assert "9" not in figure.sentence + figure.denominator
        assert "44" not in figure.title
        drawn(survey, name, [(answers[name], n)] if n else [])


def test_sabotage_without_the_rule_for_ticks_few_would_be_shown(
    survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    protected = question_figure.overlapping_lines

    def unprotected(asked: FigureInput, *rest: Any) -> tuple[list[AnswerLine], Proofs]:
        return protected(
            FigureInput(QUESTIONNAIRE, asked.question, asked.sample, Audience.TEAM), *rest
        )

    monkeypatch.setattr(question_figure, "overlapping_lines", unprotected)
    shown = rows(drawn(survey, "help", [(["advice"], 97), (["report"], 3)], Audience.PUBLIC))
    assert shown["A report"][0] == "3"
