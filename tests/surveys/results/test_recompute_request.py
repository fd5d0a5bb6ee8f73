"""The sheets and the request give the published numbers on the command line."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np
import pytest
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.figures import Audience, cell
from surveys.analysis.actions.population import TargetInput, add_target
from surveys.analysis.actions.weighting import add_weighting
from surveys.analysis.sample import Share
from surveys.analysis.selectors.columns import sample_of
from surveys.analysis.share_text import percent_text
from surveys.analysis.weights import WeightingInput
from surveys.question_types.columns import SKIPPED
from surveys.results.figures.answers import build_figure, has_figure
from surveys.results.figures.question_figure import FigureInput
from surveys.survey.models import SampleKind, Survey
from tests.module_rows import Making
from tests.people import usual_person
from tests.surveys.recomputing import Recomputation, recompute, wave, weighted

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
Recomputed = Callable[..., Recomputation]


@pytest.fixture(scope="module", autouse=True)
def answered_once(making_rows: Making) -> UUID:
    with making_rows():
        return wave(400, by=usual_person(Role.LEAD, "Lena Lead")).pk


@pytest.fixture
def plain(answered_once: UUID, db: None) -> Survey:
    return Survey.objects.with_questionnaire().get(pk=answered_once)


@pytest.fixture
def survey(plain: Survey, lead: User) -> Survey:
    return weighted(plain, by=lead)


@pytest.fixture
def recomputed(
    tmp_path: Path, as_: As, consultant: User, capsys: pytest.CaptureFixture[str]
) -> Recomputed:
    return partial(recompute, as_(consultant), tmp_path, capsys)


def asked(survey: Survey, name: str) -> FigureInput:
    assert survey.version
    questionnaire = survey.version.questionnaire
    sample = sample_of(survey, clock.today())
    return FigureInput(questionnaire, questionnaire.question(name), sample, Audience.TEAM)


def steps(figure_input: FigureInput) -> list[Share]:
    """The shares of a scale with its answers set apart, then of skipping, not rounded."""
    return figure_input.sample.shares(
        np.where(figure_input.column() == SKIPPED, 7, figure_input.column()), 8
    )


def published(survey: Survey, name: str) -> Iterator[tuple[str, tuple[str | None, ...]]]:
    """The rows of a figure's table, each with the name of its estimate."""
    figure_input = asked(survey, name)
    values = {choice.label["en"]: choice.value for choice in figure_input.question.choices}
    values |= {row.label["en"]: row.value for row in figure_input.question.rows}
    for label, *cells in build_figure(survey, figure_input).table.rows:
        assert label
        yield values.get(label, "skipped" if label == "Skipped" else label), tuple(cells)


def compared(survey: Survey, name: str, recomputed: Recomputation) -> int:
    """The number of printed shares and ends of intervals that the command line gives, too."""
    n = 0
    for key, (_count, share, *ends) in published(survey, name):
        if key not in recomputed:
            assert share == "0.0", key  # nobody gave that answer
            continue
        computed = recomputed[key]
        assert share == percent_text(computed["value"]), key
        if len(ends) == 2 and ends[0] and computed["value"] < 1:
            printed = [cell(computed[end] * 100, 1) for end in ("lower", "upper")]
            assert printed == list(ends), key
            n += 2
        n += 1
    return n


@pytest.mark.long
@pytest.mark.parametrize(
    "name",
    ["trust", "safe", "contact", "when", "reason", "first", "ward", "age", "adults", "describe"],
)
def test_every_printed_number_comes_out_of_the_files(
    survey: Survey, recomputed: Recomputed, name: str
) -> None:
    assert compared(survey, name, recomputed(name)) >= 4


def test_shares_of_a_grid_and_the_mean_places_of_a_ranking_come_out_too(
    survey: Survey, recomputed: Recomputed
) -> None:
    grid = recomputed("treated")
    names = ["1", "2", "3", "4", "5", "dont_know", "prefer_not", "skipped"]
    for row, cells in published(survey, "treated"):
        printed = dict(zip(names, cells, strict=True))
        shares = {step: grid.get(f"{row}.{step}", {"value": 0.0})["value"] for step in names}
        assert {step: percent_text(value) for step, value in shares.items()} == printed
        assert grid[f"{row}.upper"]["value"] == pytest.approx(shares["4"] + shares["5"], abs=1e-12)
    places = recomputed("first")
    for key, (*_, mean) in published(survey, "first"):
        if mean:
            assert mean == cell(round(places[f"{key}.mean"]["value"], 9), 2)


def test_headlines_and_shares_to_the_last_digit(survey: Survey, recomputed: Recomputed) -> None:
    results, recomputed_values = recomputed("trust"), asked(survey, "trust")
    figure = build_figure(survey, recomputed_values)
    assert figure.value == percent_text(results["agree"]["value"])
    ends = [cell(results["agree"][end] * 100, 1) for end in ("lower", "upper")]
    assert ends == [figure.lower, figure.upper]
    step_shares = steps(recomputed_values)
    for place, step in enumerate(("1", "2", "3", "4", "5", "dont_know")):
        assert results[step]["value"] == pytest.approx(step_shares[place].value, rel=1e-9)
        interval = step_shares[place].interval
        assert interval
        assert results[step]["lower"] == pytest.approx(interval.lower, rel=1e-9)
        assert results[step]["upper"] == pytest.approx(interval.upper, rel=1e-9)
    adults, values = recomputed("adults"), recomputed_values.sample.coded["adults#"]
    for key, probability in (("lower_quartile", 0.25), ("median", 0.5), ("upper_quartile", 0.75)):
        assert adults[key]["value"] == recomputed_values.sample.quantile(values, probability)


def test_without_weights_every_sheet_counts_one_and_the_population_is_told(
    plain: Survey, recomputed: Recomputed
) -> None:
    assert compared(plain, "trust", recomputed("trust")) >= 5
    assert compared(plain, "first", recomputed("first")) >= 5


def test_who_chose_to_answer_gets_no_interval(lead: User, recomputed: Recomputed) -> None:
    survey = wave(120, by=lead, slug="link", sample=SampleKind.OPT_IN)
    results = recomputed("trust", "/surveys/link/")
    assert compared(survey, "trust", results) >= 5
    assert all(row["lower"] == row["value"] == row["upper"] for row in results.values())
    assert {row["standard_error"] for row in results.values()} == {0.0}


def test_a_group_without_people_stands_for_nobody(
    plain: Survey, lead: User, recomputed: Recomputed
) -> None:
    wards: list[list[str | int]] = [["ward_1", 0], ["ward_2", 9_000], ["ward_3", 8_000]]
    values = TargetInput("ward", wards, "Invented", "2017")
    add_target(record_id=uuid4(), survey=plain, values=values, by=lead)
    plan = WeightingInput(["ward"], "adults", 4, 20, [], None)
    add_weighting(record_id=uuid4(), survey=plain, values=plan, by=lead)
    results = recomputed("trust")
    assert compared(plain, "trust", results) >= 5
    interval = steps(asked(plain, "trust"))[3].interval
    assert interval
    assert results["4"]["upper"] == pytest.approx(interval.upper, rel=1e-9)


@pytest.mark.long
@pytest.mark.parametrize(
    "seed", [1, *(pytest.param(seed, marks=pytest.mark.soak) for seed in (0, *range(2, 12)))]
)
def test_many_samples_come_out_too(
    lead: User,
    recomputed: Recomputed,
    record_property: Callable[[str, object], None],
    seed: int,
) -> None:
    survey = wave(150 + 100 * seed, by=lead, seed=seed, slug="other")
    if seed % 4:
        survey = weighted(survey, by=lead)
    assert survey.version
    n = 0
    for question in survey.version.questionnaire.questions:
        if has_figure(question) and question.kind != "grid":
            n += compared(survey, question.name, recomputed(question.name, "/surveys/other/"))
    record_property("numbers compared", n)
    assert n > 150
