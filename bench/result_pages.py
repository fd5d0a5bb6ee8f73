"""Measure the CPU of the results pages of a closed, weighted survey of 20,000 sheets.

A page is cold when its hidden cells have not been chosen in this process yet; later it is warm.
"""

from datetime import date
from uuid import uuid4

from django.test import Client

from bench.costs import cpu_seconds, page_cost, sign_in
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.demo.fieldwork import RESIDENTS, WEIGHTING
from clayton_review.demo.questionnaire import NOTATION, POPULATION
from clayton_review.demo.respondents import sheets
from surveys.analysis.actions.columns import store_columns
from surveys.analysis.actions.population import TargetInput, add_target
from surveys.analysis.actions.weighting import add_weighting
from surveys.answers.models import AnswerSheet, Channel
from surveys.fielding.actions.status import close_survey
from surveys.results.figures import asked_groups, hidden_cells
from surveys.survey.models import Survey
from tests.surveys.factories import open_survey, published

SHEETS, TIMES, ROUNDS = 20_000, 10, 7
SLUG = "bench-wave"
CROSSTAB = "crosstab/?rows=trust&columns=ward"
PAGES = {
    "results, team": "results/",
    "results, public": "results/?audience=public",
    "agreement": "results/trust/",
    "agreement, public": "results/trust/?audience=public",
    "number": "results/adults/",
    "grid": "results/treated/",
    "crosstab": CROSSTAB,
    "crosstab with a filter": f"{CROSSTAB}&where=stopped:0",
    "weighting": "weighting/",
    "survey with its response": "",
    "population": "population/",
    "request": "results/trust/request.json",
}
FILE = "sheets.csv"


def measure() -> dict[str, float]:
    """Return the CPU milliseconds of each page, cold and warm, and of the file."""
    lead, client = User.objects.filter(role=Role.LEAD).order_by("email")[0], sign_in(Role.LEAD)
    for address in (*PAGES.values(), FILE):  # loads modules that no page should be charged for
        cpu_ms(client, f"/surveys/{RESIDENTS.slug}/{address}")
    add_survey(by=lead)
    cold = {
        name: cpu_ms_cold(client, f"/surveys/{SLUG}/{address}") for name, address in PAGES.items()
    }
    warm = {
        name: page_cost(client, f"/surveys/{SLUG}/{address}", rounds=ROUNDS).cpu_ms
        for name, address in PAGES.items()
    }
    file = page_cost(client, f"/surveys/{SLUG}/{FILE}", rounds=3).cpu_ms
    figures = {}
    for name in PAGES:
        figures[f"20,000 sheets, {name}: CPU ms"] = round(warm[name], 1)
        figures[f"20,000 sheets, {name}: CPU ms, first time"] = round(cold[name], 1)
    return {
        **figures,
        f"20,000 sheets, {FILE}: CPU ms": round(file, 1),
        "20,000 sheets: slowest page, CPU ms": round(max(warm.values()), 1),
        "20,000 sheets: slowest page the first time, CPU ms": round(max(cold.values()), 1),
    }


def cpu_ms(client: Client, address: str) -> float:
    """Return the CPU milliseconds of one request."""
    answer, seconds = cpu_seconds(lambda: client.get(address))
    assert answer.status_code == 200, (address, answer.status_code)
    return seconds * 1_000


def cpu_ms_cold(client: Client, address: str) -> float:
    """Return the CPU milliseconds of one request when no hidden cells are cached."""
    hidden_cells._hidden_by_own_counts.cache_clear()
    asked_groups._verdicts.cache_clear()
    return cpu_ms(client, address)


def add_survey(*, by: User) -> None:
    """Add a survey of `SHEETS` invented residents, weighted as the demonstration's is."""
    opened = open_survey(
        by=by,
        slug=SLUG,
        notation=NOTATION,
        n_invited=2 * SHEETS,
        population_size=TIMES * (RESIDENTS.population_size or 0),
    )
    survey = Survey.objects.with_questionnaire().get(pk=opened.pk)
    assert survey.version
    fields = {"survey": survey, "version": survey.version, "channel": Channel.CODE}
    AnswerSheet.objects.bulk_create(
        [
            AnswerSheet(answers=answers, batch_week=date(2018, 11, 26), **fields)
            for answers in sheets(SHEETS, seed=1)
        ],
        batch_size=2_000,
    )
    close_survey(survey=survey, by=by)
    store_columns(survey=survey)
    for question, counts in POPULATION.items():
        groups: list[list[str | int]] = [[group, TIMES * n] for group, n in counts]
        values = TargetInput(question, groups, "Invented", "2013-2017")
        add_target(record_id=uuid4(), survey=survey, values=values, by=by)
    add_weighting(record_id=uuid4(), survey=survey, values=WEIGHTING, by=by)
    published(survey, by=by)
