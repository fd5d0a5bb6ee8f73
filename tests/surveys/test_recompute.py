"""Whoever has the sheets and the request gets the published numbers from the command line."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.demo.fieldwork import WEIGHTING
from clayton_review.demo.questionnaire import NOTATION, POPULATION
from clayton_review.demo.respondents import sheets
from clayton_review.figures import Audience, cell
from clayton_review.stats.__main__ import main
from surveys import actions, documents, selectors
from surveys.actions.population import TargetFacts
from surveys.coding import SKIPPED
from surveys.figures import has_figure, question_figure
from surveys.figures.parts import Asked, told_percent
from surveys.models import Sample, Survey, Weighting
from surveys.question_types import Answer
from surveys.sample import Sample as Answered
from surveys.views.recompute import saved_as
from surveys.weights import WeightingFacts
from tests.surveys import factories

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
BASE = "/surveys/residents-2018/"
N = 400
SMALL = factories.HEAD + """
? weight choice: Which? | ¿Cuál?
- a: A | A
- skipped: B | B
? margin grid: The officer … | El agente …
+ age: listened | escuchó
? fpc number: How warm was it? | ¿Qué temperatura había?
min: -20
decimals: 1
? age number: How old are you? | ¿Qué edad tiene?
? word line: One word | Una palabra
"""  # fmt: skip


def weighted(survey: Survey, *, by: User) -> Survey:
    """The survey weighted as the demonstration's is: household, ward and age with gaps, trimmed."""
    for question, counts in POPULATION.items():
        facts = TargetFacts(question, [list(one) for one in counts], "Invented", "2017")
        actions.add_target(record_id=uuid4(), survey=survey, facts=facts, by=by)
    actions.add_weighting(record_id=uuid4(), survey=survey, facts=WEIGHTING, by=by)
    return Survey.objects.with_questionnaire().get(pk=survey.pk)


@pytest.fixture
def plain(lead: User) -> Survey:
    made = factories.open_survey(by=lead, notation=NOTATION, population_size=17_000)
    factories.answered(made, sheets(N, seed=11))
    return Survey.objects.with_questionnaire().get(pk=made.pk)


@pytest.fixture
def survey(plain: Survey, lead: User) -> Survey:
    return weighted(plain, by=lead)


@pytest.fixture
def recomputed(
    tmp_path: Path, as_: As, consultant: User, capsys: pytest.CaptureFixture[str]
) -> Callable[..., dict[str, Any]]:
    """The rows that the command line gives for a question by estimate, from downloaded files."""

    def run(name: str, base: str = BASE) -> dict[str, Any]:
        browser = as_(consultant)
        save(tmp_path, browser.get(f"{base}sheets.csv"))
        asked = save(tmp_path, browser.get(f"{base}results/{name}/request.json"))
        status = main([str(asked)])
        said = capsys.readouterr()
        assert (status, said.err) == (0, "")
        results: dict[str, Any] = json.loads(said.out)["results"]
        return {one: rows[0] for one, rows in results.items() if len(rows) == 1}

    return run


def save(folder: Path, answer: Any) -> Path:
    """A download as a browser saves it."""
    assert answer.status_code == 200
    name: str = answer["Content-Disposition"].split('filename="')[1].rstrip('"')
    (folder / name).write_bytes(answer.content)
    return folder / name


def asked(survey: Survey, name: str) -> Asked:
    assert survey.version
    document = documents.from_json(survey.version.document)
    sample: Answered = selectors.sample_of(survey, clock.today())
    return Asked(document, document.question(name), sample, Audience.TEAM)


def published(survey: Survey, name: str) -> Iterator[tuple[str, tuple[str | None, ...]]]:
    """The rows of a figure's table, each with the name of its estimate."""
    one = asked(survey, name)
    values = {choice.label["en"]: choice.value for choice in one.question.choices}
    values |= {row.label["en"]: row.value for row in one.question.rows}
    for label, *cells in question_figure(survey, one).table.rows:
        assert label
        yield values.get(label, "skipped" if label == "Skipped" else label), tuple(cells)


def compared(survey: Survey, name: str, found: dict[str, Any]) -> int:
    """How many printed shares and ends of intervals are those of the command line."""
    n = 0
    for key, (_count, share, *ends) in published(survey, name):
        if key not in found:
            assert share == "0.0", key  # nobody gave that answer
            continue
        made = found[key]
        assert share == told_percent(made["value"]), key
        if len(ends) == 2 and ends[0] and made["value"] < 1:
            printed = [cell(made[end] * 100, 1) for end in ("lower", "upper")]
            assert printed == list(ends), key
            n += 2
        n += 1
    return n


@pytest.mark.parametrize(
    "name", ["trust", "safe", "contact", "when", "reason", "first", "ward", "age", "describe"]
)
def test_every_printed_number_comes_out_of_the_files(
    survey: Survey, recomputed: Callable[..., dict[str, Any]], name: str
) -> None:
    assert compared(survey, name, recomputed(name)) >= 4


def test_shares_of_a_grid_and_the_mean_places_of_a_ranking_come_out_too(
    survey: Survey, recomputed: Callable[..., dict[str, Any]]
) -> None:
    grid = recomputed("treated")
    steps = ["1", "2", "3", "4", "5", "dont_know", "prefer_not", "skipped"]
    for row, cells in published(survey, "treated"):
        printed = dict(zip(steps, cells, strict=True))
        made = {step: grid.get(f"{row}.{step}", {"value": 0.0})["value"] for step in steps}
        assert {step: told_percent(value) for step, value in made.items()} == printed
        assert grid[f"{row}.upper"]["value"] == pytest.approx(made["4"] + made["5"], abs=1e-12)
    places = recomputed("first")
    for key, (*_, mean) in published(survey, "first"):
        if mean:
            assert mean == cell(round(places[f"{key}.mean"]["value"], 9), 2)


def test_headlines_and_shares_to_the_last_digit(
    survey: Survey, recomputed: Callable[..., dict[str, Any]]
) -> None:
    found, one = recomputed("trust"), asked(survey, "trust")
    figure = question_figure(survey, one)
    assert figure.value == told_percent(found["agree"]["value"])
    ends = [cell(found["agree"][end] * 100, 1) for end in ("lower", "upper")]
    assert ends == [figure.lower, figure.upper]
    made = one.sample.shares(np.where(one.column() == SKIPPED, 7, one.column()), 8)
    for place, step in enumerate(("1", "2", "3", "4", "5", "dont_know")):
        assert found[step]["value"] == pytest.approx(made[place].value, rel=1e-9)
        interval = made[place].interval
        assert interval
        assert found[step]["lower"] == pytest.approx(interval.lower, rel=1e-9)
        assert found[step]["upper"] == pytest.approx(interval.upper, rel=1e-9)
    ages, given = recomputed("age"), one.sample.coded["age#"]
    for key, probability in (("lower_quartile", 0.25), ("median", 0.5), ("upper_quartile", 0.75)):
        assert ages[key]["value"] == one.sample.quantile(given, probability)


def test_without_weights_every_sheet_counts_one_and_the_population_is_told(
    plain: Survey, recomputed: Callable[..., dict[str, Any]]
) -> None:
    assert compared(plain, "trust", recomputed("trust")) >= 5
    assert compared(plain, "first", recomputed("first")) >= 5


def test_who_chose_to_answer_gets_no_interval(
    lead: User, recomputed: Callable[..., dict[str, Any]]
) -> None:
    made = factories.open_survey(by=lead, slug="link", notation=NOTATION, sample=Sample.OPT_IN)
    factories.answered(made, sheets(120, seed=5))
    survey = Survey.objects.with_questionnaire().get(pk=made.pk)
    found = recomputed("trust", "/surveys/link/")
    assert compared(survey, "trust", found) >= 5
    assert all(row["lower"] == row["value"] == row["upper"] for row in found.values())
    assert {row["standard_error"] for row in found.values()} == {0.0}


def rows_of(browser: Client, base: str = BASE) -> list[dict[str, str]]:
    content = browser.get(f"{base}sheets.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def test_the_file_holds_closed_answers_and_weights_and_nothing_else(
    survey: Survey, as_: As, consultant: User
) -> None:
    rows = rows_of(as_(consultant))
    assert len(rows) == N
    names = set(rows[0])
    assert {"trust", "trust.agree", "contact", "contact.called", "treated.respect"} <= names
    assert {"first.foot", "age", "weight", "margin.ward", "margin.age", "fpc"} <= names
    assert not {"word", "change", "week", "week#", "channel", "id"} & names
    assert {row["margin.age"] for row in rows} >= {"18–34", "(not answered)"}
    assert {row["fpc"] for row in rows} == {"17000"}
    weights = Weighting.objects.get().weights
    kept = np.sort(np.frombuffer(bytes(weights), dtype="<f8"))
    assert sorted(float(row["weight"]) for row in rows) == kept.tolist()
    assert {row["reason"] for row in rows if row["stopped"] == "no"} == {""}
    assert {row["contact.called"] for row in rows} == {"ticked", "not_ticked"}


def test_the_order_of_the_file_is_that_of_its_rows(plain: Survey, as_: As, lead: User) -> None:
    """Two batches in two weeks leave no trace, not even among those who wrote and who did not."""
    before = [tuple(row.values()) for row in rows_of(as_(lead))]
    late = list(plain.sheets.order_by("pk").values_list("pk", flat=True)[: N // 2])
    plain.sheets.filter(pk__in=late).update(batch_week="2018-10-01", channel="opt_in")
    actions.code_sheets(survey=plain)
    assert [tuple(row.values()) for row in rows_of(as_(lead))] == before


def test_names_and_answers_that_the_file_needs_itself_are_parted(
    lead: User, as_: As, recomputed: Callable[..., dict[str, Any]]
) -> None:
    made = factories.open_survey(by=lead, notation=SMALL, population_size=10_000)
    one: dict[str, Answer] = {
        "weight": "a", "margin": {"age": "4"}, "fpc": "-5.5", "age": "20", "word": "=1+1",
    }  # fmt: skip
    other = {**one, "weight": "skipped", "fpc": "12", "age": "50"}
    third = {**one, "weight": None, "fpc": None, "age": "50"}
    factories.answered(made, [one] * 50 + [other] * 30 + [third] * 40)
    ages = TargetFacts("age", [["18-34", 6_000], ["35+", 4_000]], "Census", "2017")
    actions.add_target(record_id=uuid4(), survey=made, facts=ages, by=lead)
    plan = WeightingFacts(["age"], "", 4, 20, [], None)
    actions.add_weighting(record_id=uuid4(), survey=made, facts=plan, by=lead)
    rows = rows_of(as_(lead))
    assert {row["fpc"] for row in rows} == {"-5.5", "12", ""}  # nobody's number has an apostrophe
    assert {row["fpc_"] for row in rows} == {"10000"}
    assert {row["margin_.age"] for row in rows} == {"18–34", "35+"}
    assert {row["weight"] for row in rows} == {"a", "skipped", "skipped_"}
    assert "=1+1" not in str(rows)
    found = recomputed("weight")
    assert found["a"]["value"] == pytest.approx(0.6, rel=1e-9)
    assert found["skipped"]["n"] == 120
    assert recomputed("fpc")["median"]["value"] == -5.5


def test_nothing_to_recompute_is_not_found(
    survey: Survey, as_: As, consultant: User, lead: User
) -> None:
    browser = as_(consultant)
    page = browser.get(f"{BASE}results/trust/").content.decode()
    assert "Recompute this number" in page
    name = saved_as("residents-2018-trust-request.json")
    assert f"python -m clayton_review.stats {name}" in page
    narrowed = browser.get(f"{BASE}results/trust/?channel=code").content.decode()
    assert "Recompute this number" not in narrowed  # those sheets are not a file of their own
    factories.open_survey(by=lead, slug="empty", notation=NOTATION)
    assert "Recompute" not in browser.get("/surveys/empty/results/trust/").content.decode()
    assert browser.get("/surveys/empty/sheets.csv").status_code == 200
    for address in (
        f"{BASE}results/word/request.json",  # words are no figure
        f"{BASE}results/nothing/request.json",
        f"{BASE}results/__class__/request.json",
        f"{BASE}results/margin.ward/request.json",
        "/surveys/empty/results/trust/request.json",
        "/surveys/nothing/sheets.csv",
        "/surveys/..%2Fetc/sheets.csv",
    ):
        assert browser.get(address).status_code == 404, address


def test_a_group_without_people_stands_for_nobody(
    plain: Survey, lead: User, recomputed: Callable[..., dict[str, Any]]
) -> None:
    wards: list[list[str | int]] = [["ward_1", 0], ["ward_2", 9_000], ["ward_3", 8_000]]
    facts = TargetFacts("ward", wards, "Invented", "2017")
    actions.add_target(record_id=uuid4(), survey=plain, facts=facts, by=lead)
    plan = WeightingFacts(["ward"], "adults", 4, 20, [], None)
    actions.add_weighting(record_id=uuid4(), survey=plain, facts=plan, by=lead)
    found = recomputed("trust")
    assert compared(plain, "trust", found) >= 5
    one = asked(plain, "trust")
    made = one.sample.shares(np.where(one.column() == SKIPPED, 7, one.column()), 8)
    interval = made[3].interval
    assert interval
    assert found["4"]["upper"] == pytest.approx(interval.upper, rel=1e-9)


def test_every_closed_question_can_be_recomputed(survey: Survey, as_: As, lead: User) -> None:
    browser = as_(lead)
    assert survey.version
    for question in documents.from_json(survey.version.document).questions:
        answer = browser.get(f"{BASE}results/{question.name}/request.json")
        assert (answer.status_code == 200) == has_figure(question), question.name


def test_the_files_ask_the_same_few_queries_whatever_there_is(
    survey: Survey, as_: As, consultant: User, django_assert_max_num_queries: Any
) -> None:
    browser = as_(consultant)
    for address in ("sheets.csv", "results/trust/request.json", "results/trust/"):
        browser.get(BASE + address)
        with django_assert_max_num_queries(9):
            assert browser.get(BASE + address).status_code == 200
