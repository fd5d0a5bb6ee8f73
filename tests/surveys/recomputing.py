"""A survey like the demonstration's, and what the command line makes of its downloads."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.demo.fieldwork import WEIGHTING
from clayton_review.demo.questionnaire import NOTATION, POPULATION
from clayton_review.demo.respondents import sheets
from clayton_review.stats.__main__ import main
from surveys.analysis.actions.population import TargetInput, add_target
from surveys.analysis.actions.weighting import add_weighting
from surveys.survey.models import SampleKind, Survey
from tests.surveys import factories

BASE = "/surveys/residents-2018/"
Recomputation = dict[str, dict[str, Any]]


def wave(
    n: int,
    *,
    by: User,
    seed: int = 11,
    slug: str = "residents-2018",
    sample: SampleKind = SampleKind.PROBABILITY,
) -> Survey:
    """The demonstration's questionnaire, answered by so many of its residents."""
    survey = factories.open_survey(
        by=by, slug=slug, sample=sample, notation=NOTATION, population_size=17_000
    )
    factories.answered(survey, sheets(n, seed=seed))
    return Survey.objects.with_questionnaire().get(pk=survey.pk)


def weighted(survey: Survey, *, by: User) -> Survey:
    """The survey weighted as the demonstration's is: household, ward and age with gaps, trimmed."""
    for question, counts in POPULATION.items():
        values = TargetInput(question, [list(group) for group in counts], "Invented", "2017")
        add_target(record_id=uuid4(), survey=survey, values=values, by=by)
    add_weighting(record_id=uuid4(), survey=survey, values=WEIGHTING, by=by)
    return Survey.objects.with_questionnaire().get(pk=survey.pk)


def save(folder: Path, answer: Any) -> Path:
    """A download as a browser saves it."""
    assert answer.status_code == 200
    name: str = answer["Content-Disposition"].split('filename="')[1].rstrip('"')
    (folder / name).write_bytes(answer.content)
    return folder / name


def recompute(
    browser: Client,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    base: str = BASE,
) -> Recomputation:
    """The estimates of the command line for a question, from the downloaded files."""
    save(folder, browser.get(f"{base}sheets.csv"))
    asked = save(folder, browser.get(f"{base}results/{name}/request.json"))
    status = main([str(asked)])
    output = capsys.readouterr()
    assert (status, output.err) == (0, "")
    results: dict[str, list[dict[str, Any]]] = json.loads(output.out)["results"]
    return {name: row for name, (row,) in results.items()}
