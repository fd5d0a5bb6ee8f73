"""One survey with a thermometer, from the team's lines to the public page."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.dashboard.selectors.survey_results import latest_results
from clayton_review.figures import Audience, Scope, compute
from surveys.analysis.actions.batches import open_batch
from surveys.analysis.share_text import percent_text
from surveys.answers.actions.invitation_codes import mint_codes
from surveys.answers.actions.submission import submit_in_bulk
from surveys.answers.codes import printed_code
from surveys.answers.models import SealedBox
from surveys.fielding.actions.status import close_survey
from surveys.questionnaire.questionnaire import Answer
from surveys.survey.models import Survey
from tests.reports.factories import issued
from tests.surveys import factories
from tests.surveys.recomputing import save

pytestmark = pytest.mark.django_db(transaction=True)
DECEMBER = datetime(2018, 12, 10, 15, tzinfo=UTC)
TEAM, PUBLIC = "/surveys/residents-2018/", "/results/residents-2018/"
FIGURE = "surveys.answers/residents-2018.warmth"
WARM = "How warm do you feel about the police?"
NOTATION = (
    factories.HEAD
    + f"""
== Police | Policía
? warmth thermometer: {WARM} | ¿Qué tan cerca se siente de la policía?
step: 5
? stopped choice: Were you stopped? | ¿Lo detuvieron?
- yes: Yes | Sí
- no: No | No
? reason text: Why not warmer? | ¿Por qué no más?
if: warmth < 50
"""
)
N_BULK = 199


def written_and_opened(team: Client, lead: User) -> Survey:
    """The survey, written, previewed, published and opened on the team's pages."""
    draft = factories.draft_survey(by=lead, notation="")
    page = f"{TEAM}questionnaire/"
    empty = team.get(page).content.decode()
    assert "Thermometer" in empty  # in the list of types
    assert "How far apart the values of a thermometer are" in empty
    refused = NOTATION.replace("step: 5", "step: 7")
    team.post(page, {"text": refused, "revision": draft.revision, "act": "save"})
    assert "Write this line as in “step: 5”." in team.get(page).content.decode()
    draft.refresh_from_db()
    team.post(page, {"text": NOTATION, "revision": draft.revision, "act": "save"})
    preview = team.get(page).content.decode()
    assert "From 0 to 100, in steps of 5." in preview
    assert f"“{WARM}” was answered with less than 50" in preview
    for act in ("publish", "open"):
        assert team.post(f"{TEAM}{act}/").status_code == 302
    return Survey.objects.get()


def answer_in_browser(page: Page, code: str) -> None:
    """One resident's way: a mistake, its correction, the review, and sending."""
    page.goto("/survey/residents-2018/")
    page.get_by_label("Code from your letter").fill(printed_code(code))
    page.get_by_role("button", name="Start").click()
    page.get_by_role("spinbutton", name=WARM).fill("73")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("alert").get_by_text(
        "Enter a number: From 0 to 100, in steps of 5."
    ).wait_for()
    page.get_by_role("spinbutton", name=WARM).fill("70")
    page.get_by_role("group", name="Were you stopped?").get_by_text("No", exact=True).click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("70 of 100").wait_for()
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_role("heading", name="We received your answers").wait_for()


def sheets() -> list[dict[str, Answer]]:
    """The other residents: those who were stopped feel colder."""
    answers: list[dict[str, Answer]] = [
        {"warmth": str(20 + 10 * (at % 4)), "stopped": "yes", "reason": None} for at in range(80)
    ]
    answers += [{"warmth": str(50 + 10 * (at % 4)), "stopped": "no"} for at in range(N_BULK - 85)]
    return answers + [{"warmth": "dont_know", "stopped": "no"}] * 5


def closed_and_published(lead: User, codes: list[str]) -> None:
    """The other residents answer, the survey closes, and its results are published."""
    submit_in_bulk(survey=Survey.objects.get(), answers=sheets(), codes=codes)
    survey = close_survey(survey=Survey.objects.get(), by=lead)
    assert open_batch(survey_id=survey.pk) == len(codes) + 1
    factories.published(survey, by=lead)


def read(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode("utf-8-sig"))


def table(browser: Client, address: str) -> list[dict[str, str]]:
    """The rows of a downloaded file."""
    return list(csv.DictReader(io.StringIO(read(browser, address))))


def check_team_pages(team: Client) -> None:
    """The figure with its file, the crosstab both ways, and the comparison of two groups."""
    assert "The middle answer (median) is 50" in read(team, f"{TEAM}results/warmth/")
    rows = table(team, f"{TEAM}results/warmth/?format=csv")
    assert sum(int(row["Answers"]) for row in rows) == N_BULK + 1
    assert WARM in read(team, f"{TEAM}results/")
    crosstab = read(team, f"{TEAM}crosstab/?rows=warmth&columns=stopped")
    assert "The groups differ by more than chance would explain" in crosstab
    groups = table(team, f"{TEAM}crosstab/?rows=stopped&columns=warmth&format=csv")
    assert {row["Group"] for row in groups} == {"Below 50", "50", "Above 50"}
    compared = table(team, f"{TEAM}compare/?by=stopped&first=0&second=1&format=csv")
    (row,) = [row for row in compared if row["Question"] == WARM]
    assert row["Answer"] == "“Above 50”"
    assert float(row["Adjusted p"]) < 0.001


def check_recomputation(team: Client, folder: Path) -> None:
    """The command line gives the printed numbers from the two downloaded files."""
    save(folder, team.get(f"{TEAM}sheets.csv"))
    request = save(folder, team.get(f"{TEAM}results/warmth/request.json"))
    command = [sys.executable, "-m", "clayton_review.stats", str(request)]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    results: dict[str, list[dict[str, Any]]] = json.loads(done.stdout)["results"]
    figure = compute(FIGURE, Scope(as_of=clock.now(), audience=Audience.PUBLIC))
    assert results["median"][0]["value"] == float(figure.value or "nan") == 50
    shares = {row[0]: row[2] for row in figure.table.rows}
    assert percent_text(results["50–59"][0]["value"]) == shares["50–59"]


def check_public_pages() -> None:
    """The issued report carries the figure, and everybody reads it in both languages."""
    results = latest_results()
    assert results is not None
    assert FIGURE in results.edition.figures
    public = Client()
    assert WARM in read(public, PUBLIC)
    assert "The middle answer (median) is 50" in read(public, f"{PUBLIC}warmth/")
    assert "La respuesta del medio (mediana) es 50" in read(public, f"/es{PUBLIC}warmth/")
    assert any("50–59" in row.values() for row in table(public, f"{PUBLIC}warmth/?format=csv"))
    assert json.loads(read(public, f"{PUBLIC}warmth/?format=json"))["report"] == "2018-12"


@pytest.fixture
def approvers(consultant: User, second_consultant: User) -> tuple[User, User]:
    return consultant, second_consultant


def test_a_thermometer_goes_all_the_way(
    lead: User,
    approvers: tuple[User, User],
    as_: Callable[[User], Client],
    browser_as: Callable[..., Page],
    tmp_path: Path,
) -> None:
    team = as_(lead)
    survey = written_and_opened(team, lead)
    first, *others = mint_codes(survey=survey, n=N_BULK + 1, by=lead)
    answer_in_browser(browser_as(width=390), first)
    assert SealedBox.objects.count() == 1
    with clock.at(DECEMBER):
        closed_and_published(lead, others)
        check_team_pages(team)
        check_recomputation(team, tmp_path)
    issued(by=lead, approvers=approvers)
    check_public_pages()
