"""200 residents answer in random order; nobody may tell afterwards which answers are whose."""

import itertools
import random
import re
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.jobs.models import Job, JobState
from clayton_review.jobs.tasks import run
from surveys import tasks
from surveys.answers.actions import opening
from surveys.answers.actions.invitation_codes import mint_codes
from surveys.answers.actions.submission import Submission
from surveys.answers.codes import code_mark
from surveys.answers.models import AnswerSheet, Channel, SealedBox, SpentCode
from surveys.answers.views import residents, survey_pages
from surveys.fielding.actions.status import close_survey
from surveys.survey.models import Survey
from tests.database_roles import as_superuser
from tests.surveys import factories, linkage
from tests.surveys.linkage import Guesses, Verdict

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

BATCH = 100  # sheets that at least differ between two states

QUESTIONS = "/survey/residents-2018/questions/"
Caplog = pytest.LogCaptureFixture


def respond(browser: Client, code: str, words: str) -> None:
    """One resident from the code over two steps and the review to the thank-you page."""
    page = browser.post(QUESTIONS, {"code": code}).content.decode()
    typed = {"code": code, "q_story": words, "q_trust": "4"}
    for step, move in enumerate(("next", "next", "send")):
        match = re.search(r'name="submission" value="([^"]+)"', page)
        assert match, page
        sent = {"submission": match[1], "page": str(step), "seen": "0 1 2"[: 2 * step + 1]}
        page = browser.post(QUESTIONS, {**typed, **sent, "move": move}).content.decode()
    assert "We received your answers" in page


def work() -> None:
    """Do what beat and a worker do meanwhile."""
    tasks.look_for_batches()
    for job in Job.objects.filter(state=JobState.WAITING):
        run(str(job.pk))


def attacked(lead: User, caplog: Caplog, *, n: int) -> tuple[Verdict, Survey]:
    """Let `n` residents answer in random order; try every link before the close and after it."""
    caplog.set_level("INFO")
    linkage.give_back_space(linkage.SEALED_TABLES)
    survey = factories.open_survey(by=lead, n_invited=2 * n, notation=factories.TWO_PAGES)
    codes = mint_codes(survey=survey, n=2 * n, by=lead)[:n]
    truth: Guesses = {}
    cookies: Guesses = {}
    copies: dict[str, list[linkage.Row]] = {}
    for code in random.SystemRandom().sample(codes, n):
        browser, words = Client(), f"words-{uuid4()}"
        mark = code_mark(survey.pk, code)
        respond(browser, code, words)
        truth[mark] = words
        if browser.cookies:
            cookies[mark] = words
        if len(truth) % BATCH == 0:
            copies |= linkage.copy_of_sealed_tables(f"before {len(truth)}")
            work()
    verdicts = [_struck(caplog, truth, cookies, copies)]
    close_survey(survey=survey, by=lead)
    work()
    verdicts.append(_struck(caplog, truth, cookies, copies))
    return min(verdicts, key=lambda verdict: verdict.chance), survey


def _struck(
    caplog: Caplog, truth: Guesses, cookies: Guesses, copies: dict[str, list[linkage.Row]]
) -> Verdict:
    """Try every link to the sheets that are opened by now."""
    opened = {sheet.answers["story"] for sheet in AnswerSheet.objects.all()}
    known = {mark: words for mark, words in truth.items() if words in opened}
    kept = {mark: words for mark, words in cookies.items() if mark in known}
    evidence = linkage.gather([record.getMessage() for record in caplog.records], kept, copies)
    return linkage.strike(evidence, known, n_batches=-(-len(known) // BATCH))


def test_links_within_a_batch_are_no_better_than_guessing(lead: User, caplog: Caplog) -> None:
    verdict, survey = attacked(lead, caplog, n=200)
    assert survey.sheets.count() == 200
    assert not SealedBox.objects.exists()
    assert verdict.n_attacks > 10
    assert not verdict.is_broken, verdict


@pytest.mark.soak
def test_links_of_a_thousand_residents_are_guesses(
    lead: User, caplog: Caplog, record_property: Callable[[str, object], None]
) -> None:
    verdict, survey = attacked(lead, caplog, n=1_000)
    record_property("residents", verdict.n)
    record_property("attacks", verdict.n_attacks)
    record_property("links of the best attack", verdict.n_hits)
    record_property("expected by guessing", verdict.n_batches)
    assert survey.sheets.count() == 1_000
    assert not verdict.is_broken, verdict


def test_no_column_counts_orders_or_times_rows_more_finely_than_the_week() -> None:
    assert linkage.revealing_columns() == []


@pytest.fixture
def altered() -> Iterator[Callable[[str, str, str], None]]:
    """Add a column to a sealed table for the length of a test."""
    undo: list[str] = []

    def add(table: str, column: str, kind: str) -> None:
        with as_superuser() as cursor:
            cursor.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
        undo.append(f"ALTER TABLE {table} DROP COLUMN {column}")

    yield add
    with as_superuser() as cursor:
        for statement in undo:
            cursor.execute(statement)


def _in_one_transaction(*, submission: Submission) -> None:
    with transaction.atomic():
        SpentCode.objects.create(mark=submission.mark, survey_id=submission.survey_id)
        AnswerSheet.objects.create(
            survey_id=submission.survey_id,
            version_id=submission.version_id,
            channel=Channel.CODE,
            answers=submission.answers,
            batch_week=opening.this_week(),
        )


def code_and_opened_sheet_in_one_transaction(patch: pytest.MonkeyPatch, _add: Any) -> None:
    patch.setattr(residents, "submit", _in_one_transaction)


def a_serial_id(patch: pytest.MonkeyPatch, add: Any) -> None:
    add("surveys_spentcode", "number", "bigserial")
    numbers = itertools.count(1)
    _add_to_sheets(patch, "number", lambda: f"{next(numbers):06}")


def created_at(patch: pytest.MonkeyPatch, add: Any) -> None:
    add("surveys_spentcode", "created_at", "timestamptz DEFAULT clock_timestamp()")
    _add_to_sheets(patch, "created_at", lambda: str(time.time()))


def _add_to_sheets(patch: pytest.MonkeyPatch, name: str, value: Callable[[], str]) -> None:
    plain = Submission.content.fget  # type: ignore[attr-defined]  # a property

    def longer(submission: Submission) -> dict[str, Any]:
        content: dict[str, Any] = plain(submission)
        return content | {"answers": content["answers"] | {name: value()}}

    patch.setattr(Submission, "content", property(longer))


def no_shuffle(patch: pytest.MonkeyPatch, _add: Any) -> None:
    patch.setattr(opening, "shuffled", list)


def a_cookie(patch: pytest.MonkeyPatch, _add: Any) -> None:
    plain = survey_pages.page_response

    def with_cookie(html: str, status: int = 200) -> HttpResponse:
        response = plain(html, status)
        response.set_cookie("visitor", uuid4().hex)
        return response

    patch.setattr(survey_pages, "page_response", with_cookie)


@pytest.mark.parametrize(
    "sabotage",
    [
        code_and_opened_sheet_in_one_transaction,
        *(
            pytest.param(sabotage, marks=pytest.mark.soak)
            for sabotage in (a_serial_id, created_at, no_shuffle, a_cookie)
        ),
    ],
)
def test_the_attack_finds_the_links_after(
    sabotage: Callable[[pytest.MonkeyPatch, Any], None],
    lead: User,
    caplog: Caplog,
    monkeypatch: pytest.MonkeyPatch,
    altered: Callable[[str, str, str], None],
) -> None:
    sabotage(monkeypatch, altered)
    verdict, _survey = attacked(lead, caplog, n=2 * BATCH)
    assert verdict.is_broken, verdict
    assert verdict.n_hits == verdict.n, verdict


@pytest.mark.parametrize(
    ("table", "column", "kind"),
    [
        ("surveys_answersheet", "number", "bigserial"),
        ("surveys_sealedbox", "created_at", "timestamptz"),
        ("surveys_spentcode", "spent_on", "date"),
        ("surveys_answersheet", "address", "inet"),
    ],
)
def test_a_revealing_column_is_found(
    table: str, column: str, kind: str, altered: Callable[..., None]
) -> None:
    altered(table, column, kind)
    assert linkage.revealing_columns() == [f"{table}.{column}"]
