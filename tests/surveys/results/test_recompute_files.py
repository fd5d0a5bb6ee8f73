"""The file of sheets: what is in it, in which order, and who gets it."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.demo.questionnaire import NOTATION
from surveys.analysis.actions.columns import store_columns
from surveys.analysis.actions.population import TargetInput, add_target
from surveys.analysis.actions.weighting import add_weighting
from surveys.analysis.models import Weighting
from surveys.analysis.weights import WeightingInput
from surveys.questionnaire.questionnaire import Answer
from surveys.results.figures.answers import has_figure
from surveys.results.views.recompute import saved_as
from surveys.survey.models import Survey
from tests.surveys import factories
from tests.surveys.recomputing import BASE, recompute, wave, weighted

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
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


@pytest.fixture
def plain(lead: User) -> Survey:
    return wave(N, by=lead)


@pytest.fixture
def survey(plain: Survey, lead: User) -> Survey:
    return weighted(plain, by=lead)


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
    assert {row["margin.age"] for row in rows} >= {"18 to 34", "(not answered)"}
    assert {row["fpc"] for row in rows} == {"17000"}
    weights = Weighting.objects.get().weights
    stored_weights = np.sort(np.frombuffer(bytes(weights), dtype="<f8"))
    assert sorted(float(row["weight"]) for row in rows) == stored_weights.tolist()
    assert {row["reason"] for row in rows if row["stopped"] == "no"} == {""}
    assert {row["contact.called"] for row in rows} == {"ticked", "not_ticked"}


def test_the_order_of_the_file_is_that_of_its_rows(plain: Survey, as_: As, lead: User) -> None:
    """Two batches in two weeks leave no trace, not even among those who wrote and who did not."""
    before = [tuple(row.values()) for row in rows_of(as_(lead))]
    late = list(plain.sheets.order_by("pk").values_list("pk", flat=True)[: N // 2])
    factories.let_sheets_change()
    plain.sheets.filter(pk__in=late).update(batch_week="2018-10-01", channel="opt_in")
    store_columns(survey=plain)
    assert [tuple(row.values()) for row in rows_of(as_(lead))] == before


def test_names_and_answers_that_the_file_needs_itself_are_parted(
    lead: User, as_: As, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    survey = factories.open_survey(by=lead, notation=SMALL, population_size=10_000)
    answers: dict[str, Answer] = {
        "weight": "a", "margin": {"age": "4"}, "fpc": "-5.5", "age": "20", "word": "=1+1",
    }  # fmt: skip
    other = {**answers, "weight": "skipped", "fpc": "12", "age": "50"}
    third = {**answers, "weight": None, "fpc": None, "age": "50"}
    factories.answered(survey, [answers] * 50 + [other] * 30 + [third] * 40)
    ages = TargetInput("age", [["18-34", 6_000], ["35+", 4_000]], "Census", "2017")
    add_target(record_id=uuid4(), survey=survey, values=ages, by=lead)
    plan = WeightingInput(["age"], "", 4, 20, [], None)
    add_weighting(record_id=uuid4(), survey=survey, values=plan, by=lead)
    rows = rows_of(as_(lead))
    assert {row["fpc"] for row in rows} == {"-5.5", "12", ""}  # nobody's number has an apostrophe
    assert {row["fpc_"] for row in rows} == {"10000"}
    assert {row["margin_.age"] for row in rows} == {"18–34", "35+"}
    assert {row["weight"] for row in rows} == {"a", "skipped", "skipped_"}
    assert "=1+1" not in str(rows)
    results = recompute(as_(lead), tmp_path, capsys, "weight")
    assert results["a"]["value"] == pytest.approx(0.6, rel=1e-9)
    assert results["skipped"]["n"] == 120
    assert recompute(as_(lead), tmp_path, capsys, "fpc")["median"]["value"] == -5.5


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
    assert browser.get("/surveys/empty/sheets.csv").status_code == 302
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


def test_every_closed_question_can_be_recomputed(survey: Survey, as_: As, lead: User) -> None:
    browser = as_(lead)
    assert survey.version
    for question in survey.version.questionnaire.questions:
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
