"""Two groups over all questions: by hand, as the rows of a raked sample, nothing oversaid."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from django.test import Client, RequestFactory

from clayton_review.accounts.models import User
from clayton_review.stats.compare.comparison import (
    ComparedQuestion,
    Comparison,
    benjamini_hochberg,
    compare_groups,
)
from clayton_review.stats.estimates.design import survey_design
from clayton_review.stats.weighting.calibration import population_targets, rake
from surveys.analysis import answer_columns
from surveys.analysis.comparison import (
    ComparedGroups,
    QuestionComparison,
    compare_answers,
    headline,
)
from surveys.analysis.figures.comparison import comparison_lede, comparison_line
from surveys.analysis.sample import Sample
from surveys.analysis.variables import Variable, variables
from surveys.analysis.views.comparison import ComparisonChoice
from surveys.notation.questionnaire_notation import parse
from surveys.questionnaire.questionnaire import Answer
from surveys.survey.models import SampleKind, Survey
from tests.surveys import factories

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
PAGE = "/surveys/residents-2018/compare/"
NOTATION = (
    factories.HEAD
    + """
== You | Usted
? ward choice: In which ward do you live? | ¿En qué distrito vive?
- one: Ward 1 | Distrito 1
- two: Ward 2 | Distrito 2
- three: Ward 3 | Distrito 3
? trust agreement: I trust the police. | Confío en la policía.
? stopped choice: Were you stopped? | ¿Lo detuvieron?
- yes: Yes | Sí
- no: No | No
? help several: What did you ask for? | ¿Qué pidió?
- advice: Advice | Consejo
- report: A report | Un informe
? treated grid: The officer … | El agente …
+ heard: listened to me | me escuchó
? story text: What else? | ¿Qué más?
"""
)
QUESTIONNAIRE = parse(NOTATION)
KNOWN = {variable.key: variable for variable in variables(QUESTIONNAIRE, {})}


def sheet(ward: str, trust: str, stopped: str = "no", *ticks: str) -> dict[str, Answer]:
    return {
        "ward": ward, "trust": trust, "stopped": stopped, "help": list(ticks) or None,
        "treated": {"heard": None}, "story": None,
    }  # fmt: skip


# In ward 1, 45 of 60 agree and 40 were not stopped; in ward 2, 20 and 40; ward 3 has 10 people.
SHEETS = [
    *(sheet("one", "4" if at < 45 else "2", "no" if at < 40 else "yes") for at in range(60)),
    *(
        sheet("two", "5" if at < 20 else "3", "no" if at < 40 else "yes", "advice")
        for at in range(60)
    ),
    *(sheet("three", "1", "no", "report") for _ in range(10)),
]


def answered(by: User, kind: SampleKind = SampleKind.PROBABILITY) -> Survey:
    survey = factories.open_survey(by=by, notation=NOTATION, sample=kind, n_invited=500)
    factories.answered(survey, SHEETS)
    return survey


def sampled(**changes: Any) -> Sample:
    """The sheets of the wave, in the order in which they stand above."""
    coded = answer_columns.columns_of_sheets(
        QUESTIONNAIRE, [(answers, "code", date(2018, 11, 26)) for answers in SHEETS]
    )
    full_sample = Sample(coded, weights=None, margins=(), population=None, has_intervals=True)
    return replace(full_sample, **changes)


def rows(sample: Sample, first: int = 0, second: int = 1) -> dict[str, QuestionComparison]:
    compared_rows = compare_answers(
        ComparedGroups(KNOWN["ward"], first, second), list(KNOWN.values()), sample
    )
    return {row.headline.variable.key: row for row in compared_rows}


def read(browser: Client, query: str = "by=ward&first=0&second=1") -> str:
    response = browser.get(f"{PAGE}?{query}")
    assert response.status_code == 200, query
    return str(response.content.decode())


def test_a_difference_is_the_one_computed_by_hand(
    as_: As, consultant: User, django_assert_max_num_queries: Any
) -> None:
    answered(consultant)
    browser = as_(consultant)
    with django_assert_max_num_queries(9):
        page = read(browser)
    # √((.75·.25 + .3333·.6667)/60 · 130/129 · (1 − 130/13,000)) = .0825; t(129) = 1.979
    assert "75% of “Ward 1”, 33% of “Ward 2” (+42 points, 95% interval +25 to +58)." in page
    assert "+25.3 to +58.0" in page
    assert "“In which ward do you live?”: “Ward 1” compared with “Ward 2”." in page
    assert page.index(">“Ward 1”</th>") < page.index(">“Ward 2”</th>")
    # Trust and “Advice” differ; of “Advice” there is no variance within a ward.
    assert "<h1>The two groups differ on 1 of 2 questions</h1>" in page
    assert "2 questions could not be tested." in page
    assert "No detectable difference (difference 0 points, 95% interval −17 to +17)." in page
    text = browser.get(f"{PAGE}?by=ward&format=csv").content.decode("utf-8-sig")
    first = next(csv.reader(io.StringIO(text.partition("\n")[2])))
    assert first[:9] == [
        "I trust the police.", "“Agree” or “Strongly agree”",
        "Ward 1", "60", "75.0", "Ward 2", "60", "33.3", "41.7",
    ]  # fmt: skip
    for nonsense in ("by[]=ward", "by=ward&first=%F0%9F&second=2e9", "by=ward&first=1&second=1"):
        read(browser, f"{nonsense}&format=csv")
    for link in ("results/", "crosstab/"):
        linked = browser.get(f"/surveys/residents-2018/{link}").content.decode()
        assert f'href="{PAGE}"' in linked


def test_what_is_compared_is_the_headline_of_each_question() -> None:
    sample = sampled()

    def answer(key: str) -> str:
        return headline(KNOWN[key], KNOWN[key].codes(sample.coded)).answer

    assert answer("trust") == answer("treated.heard") == "“Agree” or “Strongly agree”"
    assert answer("stopped") == "“No”"
    assert answer("help.report") == "“Chosen”"
    assert "ward" not in rows(sample)


def test_a_group_is_not_compared_with_its_own_question() -> None:
    """In a group of those who chose “Advice” all chose it, and its other choices say nothing."""
    by_tick = ComparedGroups(KNOWN["help.advice"], 0, 1)
    compared = compare_answers(by_tick, list(KNOWN.values()), sampled())
    assert {row.headline.variable.key for row in compared} == {
        "ward", "trust", "stopped", "treated.heard"
    }  # fmt: skip


def test_groups_of_a_number_are_not_compared() -> None:
    """They are bands of the population's counts, of which most sheets give one or another."""
    notation = f"{NOTATION}? age number: How old are you? | ¿Qué edad tiene?\n"
    questionnaire = parse(notation)
    known = variables(questionnaire, {"age": [("18-40", 900), ("41+", 1_100)]})
    sheets = [(answers | {"age": "30"}, "code", date(2018, 11, 26)) for answers in SHEETS]
    coded = answer_columns.columns_of_sheets(questionnaire, sheets)
    by_ward = ComparedGroups(known[0], 0, 1)
    compared = compare_answers(by_ward, known, replace(sampled(), coded=coded))
    assert "age" in {variable.key for variable in known}
    assert "age" not in {row.headline.variable.key for row in compared}


def test_the_choices_of_one_question_stand_together_below_it() -> None:
    by_ward = ComparedGroups(KNOWN["ward"], 0, 2)
    compared = compare_answers(by_ward, list(KNOWN.values()), sampled())
    names = [row.headline.variable.question.name for row in compared]
    assert sorted(names, key=names.index) == names
    assert names.count("help") == 2
    lines = [comparison_line(row) for row in compared if row.headline.variable.part]
    assert {(line.group, line.item) for line in lines} == {
        ("What did you ask for?", "Advice"),
        ("What did you ask for?", "A report"),
        ("The officer …", "listened to me"),
    }


def test_errors_are_those_of_the_raked_rows() -> None:
    """By `estimates.means` and a contrast on the design, which R's survey has confirmed."""
    stopped = KNOWN["stopped"].codes(sampled().coded)
    known = population_targets("stopped", list(stopped), {"0": 5_000.0, "1": 8_000.0})
    design = rake(survey_design(np.full(len(SHEETS), 100.0)), [known])
    sample = sampled(weights=design.weights, margins=(stopped,))
    row = rows(sample)["trust"]
    wards = KNOWN["ward"].codes(sample.coded)
    by_rows = compare_groups(
        design,
        ("b", wards == 1),
        ("a", wards == 0),
        [ComparedQuestion("trust", row.headline.gives)],
    )[0]
    assert row.test is not None
    assert isinstance(by_rows, Comparison)
    for name in ("difference", "standard_error", "lower", "upper", "p_value"):
        assert getattr(row.test, name) == pytest.approx(getattr(by_rows, name), rel=1e-9), name
    assert row.difference == pytest.approx(by_rows.difference, rel=1e-12)
    plain = rows(sampled())["trust"].test
    assert plain is not None
    assert row.test.standard_error != pytest.approx(plain.standard_error, rel=1e-3)


def test_p_values_are_adjusted_over_the_questions_tested_and_the_surest_comes_first() -> None:
    compared_rows = compare_answers(
        ComparedGroups(KNOWN["ward"], 0, 1), list(KNOWN.values()), sampled()
    )
    tested = [row.test for row in compared_rows if row.test]
    assert [row.test for row in compared_rows[: len(tested)]] == tested
    assert [row.adjusted_p for row in tested] == pytest.approx(
        list(benjamini_hochberg([row.p_value for row in tested]))
    )
    assert all(row.n_compared == len(tested) == 2 for row in tested)
    assert [row.adjusted_p for row in tested] == sorted(row.adjusted_p for row in tested)


def test_ten_sheets_are_shown_and_not_tested() -> None:
    compared_rows = rows(sampled(), first=0, second=2)
    assert compared_rows["trust"].shares == (0.75, 0.0)
    assert compared_rows["trust"].n == (60, 10)
    assert (
        compared_rows["stopped"].test is None
    )  # 10 sheets · 20 of 70 stopped: fewer than 5 expected
    assert compared_rows["treated.heard"].shares is None
    nobody = rows(replace(sampled(), coded=sampled().coded.filtered(np.arange(130) < 60)))
    assert not any(row.is_detected or row.shares for row in nobody.values())


def test_of_a_sample_that_chose_itself_differences_are_told_and_nothing_more(
    as_: As, consultant: User
) -> None:
    answered(consultant, SampleKind.OPT_IN)
    browser = as_(consultant)
    page = read(browser)
    assert "+41.7" in page
    assert "not a probability sample" in page
    for word in ("95% interval", "Adjusted p", "detectable", "Clear difference:", "groups differ"):
        assert word not in page, word
    assert "Two groups compared on 4 questions" in page
    file = browser.get(f"{PAGE}?by=ward&format=csv").content.decode("utf-8-sig")
    ends = [row[9:13] for row in csv.reader(io.StringIO(file))][1:]
    assert ends == [[""] * 4] * 5


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "Choose two groups of residents"),
        ("by=nothing&first=0&second=1", "Choose two groups of residents"),
        ("by=ward&first=1&second=1", "Choose two different groups."),
        ("by=alone", "All answers to this one are in one group"),
        ("by=ward&first=99999&second=-1", "“Ward 1” compared with “Ward 2”"),
        ("by=ward&first=%C2%B2&second=0", "“Ward 2” compared with “Ward 1”"),
        ("by=ward&first=2", "“Ward 3” compared with “Ward 1”"),
        ("by=stopped&first=2&second=1", "“Yes” compared with “No”"),
        ("by=help.advice&by=ward&first=0'--&second=2", "“Ward 1” compared with “Ward 3”"),
    ],
)
def test_nonsense_in_the_address_is_left_aside(query: str, message: str) -> None:
    known = [*KNOWN.values(), replace(KNOWN["stopped"], key="alone", levels=("Yes",))]
    chosen = ComparisonChoice.of(RequestFactory().get(f"/?{query}"), known)
    groups = chosen.groups()
    shown = chosen.problem or "Choose two groups of residents"
    if groups:
        shown = comparison_lede(groups, [], has_intervals=False)
    assert message in shown


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Were you out after 6:00 p.m.", "“Were you out after 6:00 p.m.”:"),
        ("Say how safe you feel.", "“Say how safe you feel”:"),
    ],
)
def test_the_lede_keeps_the_stop_of_an_abbreviation(text: str, quoted: str) -> None:
    known = [replace(variable, text=text) for variable in KNOWN.values()]
    chosen = ComparisonChoice.of(RequestFactory().get("/?by=ward&first=2"), known)
    groups = chosen.groups()
    assert groups
    assert comparison_lede(groups, [], has_intervals=False).startswith(quoted)


def test_before_any_answer_and_before_any_questionnaire(as_: As, consultant: User) -> None:
    factories.open_survey(by=consultant, notation=NOTATION)
    browser = as_(consultant)
    assert "No answers have been opened" in read(browser)
    assert "No answers have been opened" in read(browser, "by=ward&format=csv")
    factories.draft_survey(by=consultant, slug="draft")
    for slug in ("draft", "nothing"):
        assert browser.get(f"/surveys/{slug}/compare/").status_code == 404


def test_words_of_the_questionnaire_are_escaped(as_: As, consultant: User) -> None:
    survey = factories.open_survey(
        by=consultant, notation=NOTATION.replace("Ward 1", "<b>Ward</b> 1"), n_invited=500
    )
    factories.answered(survey, SHEETS)
    page = read(as_(consultant))
    assert "<b>Ward" not in page
    assert "&lt;b&gt;Ward&lt;/b&gt; 1" in page


def test_no_other_question_of_the_set_is_hidden(consultant: User) -> None:
    asked: list[Variable] = list(KNOWN.values())
    compared_rows = compare_answers(ComparedGroups(KNOWN["help.advice"], 0, 1), asked, sampled())
    assert {row.headline.variable.key for row in compared_rows} == set(KNOWN) - {
        "help.advice",
        "help.report",
    }
