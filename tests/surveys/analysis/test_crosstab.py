"""Two questions against each other: right shares, an honest test, and nothing to subtract."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.stats.disclosure.linked_tables import protect_tables
from clayton_review.stats.disclosure.suppression_rule import SuppressionRule
from surveys.analysis import answer_columns, crosstab, variables
from surveys.analysis.actions.population import TargetInput, add_target
from surveys.analysis.crosstab import Crosstab, CrosstabRequest
from surveys.analysis.figures.crosstab import crosstab_figure
from surveys.analysis.sample import Sample
from surveys.notation.questionnaire_notation import parse
from surveys.questionnaire.questionnaire import Answer, from_json, to_json
from surveys.survey.models import SampleKind, Survey
from tests.surveys import factories

As = Callable[[User], Client]
QUESTIONNAIRE = parse(factories.EVERY_TYPE)
KNOWN = {
    variable.key: variable
    for variable in variables.variables(QUESTIONNAIRE, {"age": [["18-34", 1], ["35+", 1]]})
}
TEAM, PUBLIC = SuppressionRule(0, 0), SuppressionRule()
BASE = "/surveys/residents-2018/crosstab/"
Counted = dict[tuple[str, str], int]


def sample(sheets: list[dict[str, Answer]], *, has_intervals: bool = True) -> Sample:
    week = factories.WEEK
    columns = answer_columns.columns_of_sheets(
        QUESTIONNAIRE, [(sheet, "code", week) for sheet in sheets]
    )
    return Sample(columns, None, (), 10_000, has_intervals)


def stopped_by_age(counts: Counted) -> list[dict[str, Answer]]:
    return [
        {"age": age, "stopped": stopped} for (age, stopped), n in counts.items() for _ in range(n)
    ]


def crosstab_of(counts: Counted, rule: SuppressionRule = TEAM, **options: Any) -> Crosstab:
    asked = CrosstabRequest(KNOWN["stopped"], KNOWN["age"])
    return crosstab.build_crosstab(asked, sample(stopped_by_age(counts), **options), rule)


def counts_of(table: Crosstab) -> list[int | None]:
    shares = [share for group in table.groups for share in group.shares]
    return [None if share is None else share.n for share in shares]


APART: Counted = {("20", "yes"): 40, ("20", "no"): 60, ("50", "yes"): 10, ("50", "no"): 90}


def test_shares_are_of_each_group_and_who_did_not_say_is_left_out() -> None:
    figure = crosstab_of(APART | {("dont_know", "yes"): 7, ("20", "dont_know"): 3})
    young, old = figure.groups
    assert (young.label, young.n, old.n) == ("18–34", 100, 100)
    assert [share and share.value for share in young.shares] == pytest.approx([0.4, 0.6])
    assert [share and share.value for share in old.shares] == pytest.approx([0.1, 0.9])
    assert (figure.n, figure.n_missing) == (200, 10)


def test_a_difference_is_found_where_there_is_one_and_only_there() -> None:
    assert crosstab_of(APART).differs
    # R: svychisq(~stopped + age, svydesign(~1, fpc = ~fpc)): F = 24.3673469388 on 1 and 199
    test = crosstab_of(APART).test
    assert test is not None
    assert test.statistic == pytest.approx(24.3673469388, rel=1e-9)
    even = crosstab_of({("20", "yes"): 20, ("20", "no"): 80, ("50", "yes"): 22, ("50", "no"): 78})
    assert even.test is not None
    assert not even.differs


def test_a_sample_that_chose_itself_is_not_tested() -> None:
    figure = crosstab_of(APART, has_intervals=False)
    assert figure.test is None
    assert "opt-in sample" in figure.untested
    assert all(share and share.interval is None for share in figure.groups[0].shares)


def test_answers_nobody_gave_do_not_stop_the_test() -> None:
    asked = CrosstabRequest(KNOWN["treated.heard"], KNOWN["stopped"])
    sheets: list[dict[str, Answer]] = [
        {"stopped": answer, "treated": {"heard": step, "told": None}}
        for answer, step, n in (
            ("yes", "2", 30),
            ("yes", "4", 20),
            ("no", "2", 10),
            ("no", "4", 40),
        )
        for _ in range(n)
    ]
    assert crosstab.build_crosstab(asked, sample(sheets), TEAM).differs


def test_sabotage_without_the_audit_few_would_stand_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(cube: Any, wanted: Any, *_earlier: Any, **_rule: Any) -> Any:
        return protect_tables(cube, wanted, rule=TEAM)

    monkeypatch.setattr(crosstab, "protect_tables", careless)
    figure = crosstab_of({**APART, ("50", "yes"): 2}, PUBLIC)
    assert figure.groups[1].shares[0] is not None


def test_the_test_is_kept_back_where_counts_are_hidden() -> None:
    figure = crosstab_of({**APART, ("50", "yes"): 2}, PUBLIC)
    assert figure.n_hidden >= 2
    assert figure.test is None
    assert "would help to work out" in figure.untested


def test_ticks_numbers_and_rows_can_be_compared() -> None:
    assert KNOWN["help.advice"].levels == ("Chosen", "Not chosen")
    assert KNOWN["age"].levels == ("18–34", "35+")
    sheets: list[dict[str, Answer]] = [{"help": ["advice"], "age": "90"}, {"help": None}]
    codes = KNOWN["help.advice"].codes(sample(sheets).coded)
    assert sorted(codes.tolist()) == [-1, 0]
    assert sorted(KNOWN["age"].codes(sample(sheets).coded).tolist()) == [-1, 1]


SCALE = parse(factories.NOTATION)


def title_of_agreement(steps: dict[tuple[str, str], int]) -> str:
    known = {variable.key: variable for variable in variables.variables(SCALE, {})}
    sheets: list[dict[str, Answer]] = [
        {"stopped": stopped, "feel_safe": step} for (stopped, step), n in steps.items()
        for _ in range(n)
    ]  # fmt: skip
    coded = answer_columns.columns_of_sheets(
        SCALE, [(sheet, "code", factories.WEEK) for sheet in sheets]
    )
    sheets_of = Sample(coded, None, (), 10_000, has_intervals=True)
    table = crosstab.build_crosstab(
        CrosstabRequest(known["feel_safe"], known["stopped"]), sheets_of, TEAM
    )
    assert table.differs
    return crosstab_figure(table, sheets_of, TEAM).title


def test_a_title_names_agreement_only_where_that_differs() -> None:
    apart = {("yes", "2"): 60, ("yes", "4"): 40, ("no", "2"): 20, ("no", "5"): 80}
    assert title_of_agreement(apart) == "The share who agree ranges from 40.0% (Yes) to 80.0% (No)"
    alike = {
        ("yes", "1"): 50, ("yes", "2"): 1, ("yes", "4"): 49,
        ("no", "1"): 1, ("no", "2"): 50, ("no", "4"): 49,
    }  # fmt: skip
    assert title_of_agreement(alike).startswith("Answers differ by")


def test_a_title_names_one_of_many_answers_never() -> None:
    asked = CrosstabRequest(KNOWN["treated.heard"], KNOWN["stopped"])
    sheets: list[dict[str, Answer]] = [
        {"stopped": answer, "treated": {"heard": step, "told": None}}
        for answer, step, n in (
            ("yes", "2", 30),
            ("yes", "4", 20),
            ("no", "2", 10),
            ("no", "4", 40),
        )
        for _ in range(n)
    ]
    table = crosstab.build_crosstab(asked, sample(sheets), TEAM)
    assert table.differs
    assert crosstab_figure(table, sample(sheets), TEAM).title.startswith("Answers differ by")


@pytest.mark.parametrize(("n", "is_named"), [(9, False), (30, True)])
def test_a_title_names_no_group_under_ten_sheets(n: int, is_named: bool) -> None:
    counts: Counted = {("20", "yes"): n, ("50", "yes"): 40, ("50", "no"): 60}
    figure = crosstab_figure(crosstab_of(counts), sample(stopped_by_age(counts)), TEAM)
    assert (
        figure.title.startswith("The share who answered “Yes” ranges from 40.0% (35+)") == is_named
    )
    assert ("18–34" in figure.title) == is_named


def test_a_table_with_few_expected_in_its_cells_is_not_tested() -> None:
    figure = crosstab_of({("20", "yes"): 3, ("50", "yes"): 1, ("50", "no"): 40})
    assert figure.test is None
    assert "too few answers" in figure.untested


@pytest.fixture
def survey(lead: User) -> Survey:
    survey = factories.open_survey(by=lead, notation=factories.EVERY_TYPE)
    factories.answered(survey, stopped_by_age(APART))
    values = TargetInput("age", [["18-34", 5_000], ["35+", 5_000]], "Census", "2017")
    add_target(record_id=uuid4(), survey=survey, values=values, by=lead)
    return survey


@pytest.mark.django_db
def test_the_page_shows_table_test_and_file(
    survey: Survey, as_: As, consultant: User, django_assert_max_num_queries: Any
) -> None:
    browser = as_(consultant)
    assert "Choose what to compare" in browser.get(BASE).content.decode()
    with django_assert_max_num_queries(10):
        page = browser.get(f"{BASE}?rows=stopped&columns=age").content.decode()
    assert "The share who answered “No” ranges from 60.0% (18–34) to 90.0% (35+)" in page
    assert "more than chance would explain" in page
    file = browser.get(f"{BASE}?rows=stopped&columns=age&format=csv").content.decode("utf-8-sig")
    assert '"18–34","Yes",40,"40.0","31.0","49.7"' in file


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    ["?rows=stopped", "?rows=stopped&columns=stopped", "?rows=x&columns=<b>", "?where=a:99999",
     "?rows=stopped&columns=age&where=stopped:0", "?rows=stopped&columns=age&where=why:7",
     "?rows=%7F&columns=%F0%9F%9A%93", "?audience=x&rows=stopped&columns=age"],
)  # fmt: skip
def test_nonsense_is_left_aside(survey: Survey, as_: As, consultant: User, query: str) -> None:
    assert as_(consultant).get(BASE + query).status_code == 200


@pytest.mark.django_db
def test_without_sheets_the_page_says_so(lead: User, as_: As, consultant: User) -> None:
    factories.open_survey(by=lead, notation=factories.EVERY_TYPE, sample=SampleKind.OPT_IN)
    assert "No answers have been opened" in as_(consultant).get(BASE).content.decode()
    page = as_(consultant).get(f"{BASE}?rows=stopped&columns=why&audience=public")
    assert page.status_code == 200


def test_every_variable_has_a_code_for_each_of_its_answers() -> None:
    questionnaire = from_json(to_json(QUESTIONNAIRE))
    empty = answer_columns.columns_of_sheets(questionnaire, [])
    for variable in variables.variables(questionnaire, {}):
        assert variable.codes(empty).shape == (0,)
        assert len(set(variable.levels)) == len(variable.levels) == len(np.unique(variable.levels))
