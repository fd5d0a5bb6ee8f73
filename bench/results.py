"""The results pages of a closed, weighted wave of 20,000 sheets: CPU of each, cold and warm.

Cold is a page whose hidden cells have not been chosen yet in this process; warm is every later one.
"""

from datetime import date
from uuid import uuid4

from django.test import Client

from bench.cost import cpu_seconds, page_cost, signed_in
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.demo.fieldwork import RESIDENTS, WEIGHTING
from clayton_review.demo.questionnaire import NOTATION, POPULATION
from clayton_review.demo.respondents import sheets
from surveys.analysis.actions.columns import code_sheets
from surveys.analysis.actions.population import TargetFacts, add_target
from surveys.analysis.actions.weighting import add_weighting
from surveys.answers.models import AnswerSheet, Channel
from surveys.fielding.actions.status import close_survey
from surveys.results.figures import hidden_cells
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
    "number": "results/age/",
    "grid": "results/treated/",
    "crosstab": CROSSTAB,
    "crosstab with a filter, public": f"{CROSSTAB}&where=stopped:0&audience=public",
    "weighting": "weighting/",
    "survey with its response": "",
    "population": "population/",
    "request": "results/trust/request.json",
}
FILE = "sheets.csv"


def measure() -> dict[str, float]:
    """CPU milliseconds of each page the first time and from then on, and of the file."""
    lead, client = User.objects.filter(role=Role.LEAD).order_by("email")[0], signed_in(Role.LEAD)
    for address in (*PAGES.values(), FILE):  # what is loaded once belongs to no page
        spent(client, f"/surveys/{RESIDENTS.slug}/{address}")
    fill(by=lead)
    cold = {name: first(client, f"/surveys/{SLUG}/{address}") for name, address in PAGES.items()}
    warm = {
        name: page_cost(client, f"/surveys/{SLUG}/{address}", rounds=ROUNDS).cpu_ms
        for name, address in PAGES.items()
    }
    file = page_cost(client, f"/surveys/{SLUG}/{FILE}", rounds=3).cpu_ms
    told = {}
    for name in PAGES:
        told[f"20,000 sheets, {name}: CPU ms"] = round(warm[name], 1)
        told[f"20,000 sheets, {name}: CPU ms, first time"] = round(cold[name], 1)
    return {
        **told,
        f"20,000 sheets, {FILE}: CPU ms": round(file, 1),
        "20,000 sheets: slowest page, CPU ms": round(max(warm.values()), 1),
        "20,000 sheets: slowest page the first time, CPU ms": round(max(cold.values()), 1),
    }


def spent(client: Client, address: str) -> float:
    """CPU milliseconds of asking once."""
    answer, seconds = cpu_seconds(lambda: client.get(address))
    assert answer.status_code == 200, (address, answer.status_code)
    return seconds * 1_000


def first(client: Client, address: str) -> float:
    """The same where nothing is known yet of what has to be hidden."""
    hidden_cells._alone.cache_clear()
    hidden_cells._linked.cache_clear()
    return spent(client, address)


def fill(*, by: User) -> None:
    """The demonstration's residents once more, as many as it takes, weighted as they are."""
    opened = open_survey(
        by=by,
        slug=SLUG,
        notation=NOTATION,
        n_invited=2 * SHEETS,
        population_size=TIMES * (RESIDENTS.population_size or 0),
    )
    survey = Survey.objects.with_questionnaire().get(pk=opened.pk)
    assert survey.version
    known = {"survey": survey, "version": survey.version, "channel": Channel.CODE}
    AnswerSheet.objects.bulk_create(
        [
            AnswerSheet(answers=answers, batch_week=date(2018, 11, 26), **known)
            for answers in sheets(SHEETS, seed=1)
        ],
        batch_size=2_000,
    )
    close_survey(survey=survey, by=by)
    code_sheets(survey=survey)
    for question, counts in POPULATION.items():
        groups: list[list[str | int]] = [[group, TIMES * n] for group, n in counts]
        facts = TargetFacts(question, groups, "Invented", "2013-2017")
        add_target(record_id=uuid4(), survey=survey, facts=facts, by=by)
    add_weighting(record_id=uuid4(), survey=survey, facts=WEIGHTING, by=by)
    published(survey, by=by)
