"""200 residents answer in random order; nobody may tell afterwards which answers are whose."""

import itertools
import random
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.jobs.models import Job, JobState
from clayton_review.jobs.tasks import run
from surveys import tasks
from surveys.answers import sealing, selectors
from surveys.answers.actions import opening, sweep
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
from tests.surveys.watching import Watch, rows_in_files

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

BATCH = 100  # sheets that at least differ between two states
LONGEST_WORDS = 3_900  # characters; PostgreSQL keeps long answers apart from their rows
SHEETS = "surveys_answersheet"

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
    while jobs := list(Job.objects.filter(state=JobState.WAITING)):
        for job in jobs:
            run(str(job.pk))


@dataclass
class Insider:
    """A lead with a browser, and with the log."""

    lead: User
    client: Client
    caplog: Caplog


@pytest.fixture
def insider(lead: User, as_: Callable[[User], Client], caplog: Caplog) -> Insider:
    return Insider(lead, as_(lead), caplog)


@dataclass
class Study:
    """A survey with its residents, and everything that an insider sees of it."""

    survey: Survey
    insider: Insider
    watch: Watch
    truth: Guesses = field(default_factory=dict)
    cookies: Guesses = field(default_factory=dict)

    def answer(self, code: str, n_characters: int) -> None:
        """Let a resident answer, in words of their own that are so long."""
        browser, words = Client(), f"words-{uuid4()}{token_hex(n_characters)[:n_characters]}"
        respond(browser, code, words)
        mark = code_mark(self.survey.pk, code)
        self.truth[mark] = words
        if browser.cookies:
            self.cookies[mark] = words

    def strike(self, *, view: str = "") -> Verdict:
        """Try every link to the sheets that are opened by now, with all tables or a view's."""
        opened = {sheet.answers["story"] for sheet in AnswerSheet.objects.all()}
        known = {mark: words for mark, words in self.truth.items() if words in opened}
        kept = {mark: words for mark, words in self.cookies.items() if mark in known}
        lines = [record.getMessage() for record in self.insider.caplog.records]
        evidence = linkage.gather(lines, kept, self.watch.copies | rows_in_files(self.survey))
        if view:
            tables = {n: t for n, t in evidence.tables.items() if n.startswith((view, SHEETS))}
            evidence = linkage.Evidence(tables)
        n_batches = max(len(known) // BATCH, 1)
        more = () if view else self.watch.guesses()
        return linkage.strike(evidence, known, n_batches=n_batches, more=more)


def study(insider: Insider, *, n: int, step: int = BATCH, longest: int = LONGEST_WORDS) -> Study:
    """Let `n` residents answer in random order; every `step`, and after all, there is a batch.

    One more answers before the close: nothing that anybody sees may show it.
    """
    insider.caplog.set_level("INFO")
    lead = insider.lead
    linkage.give_back_space(linkage.SEALED_TABLES)
    survey = factories.open_survey(by=lead, n_invited=2 * n, notation=factories.TWO_PAGES)
    codes = random.SystemRandom().sample(mint_codes(survey=survey, n=2 * n, by=lead), n + 1)
    lengths = random.SystemRandom().sample(range(longest), n + 1) if longest else [0] * (n + 1)
    watched = Study(survey, insider, Watch(survey, insider.client))
    for at, code in enumerate(codes, start=1):
        watched.answer(code, lengths.pop())
        if (n - at) % step == 0:
            watched.watch.look()
            work()
            watched.watch.look(at_pages=True)
    watched.watch.look(at_pages=True)
    return watched


def close(watched: Study) -> None:
    close_survey(survey=watched.survey, by=watched.insider.lead)
    work()
    watched.watch.look(at_pages=True)


def attacked(insider: Insider, *, n: int, longest: int = LONGEST_WORDS) -> tuple[Verdict, Study]:
    """Try every link before the close and after it; return the better of the two."""
    watched = study(insider, n=n, longest=longest)
    verdicts = [watched.strike()] if watched.survey.sheets.exists() else []
    close(watched)
    verdicts.append(watched.strike())
    return min(verdicts, key=lambda verdict: verdict.chance), watched


def test_links_within_a_batch_are_no_better_than_guessing(insider: Insider) -> None:
    verdict, watched = attacked(insider, n=220)
    assert watched.survey.sheets.count() == 221
    assert not SealedBox.objects.exists()
    assert verdict.n_attacks > 10
    assert not verdict.is_broken, verdict
    assert watched.watch.small_differences() == []


@pytest.mark.soak
def test_links_of_a_thousand_residents_are_guesses(
    insider: Insider, record_property: Callable[[str, object], None]
) -> None:
    verdict, watched = attacked(insider, n=1_020)
    record_property("residents", verdict.n)
    record_property("draws", len({row["batch"] for row in watched.watch.sheets.values()}))
    record_property("attacks", verdict.n_attacks)
    record_property("links of the best attack", verdict.n_hits)
    record_property("expected by guessing", verdict.n_batches)
    record_property("differences below 100 sheets", len(watched.watch.small_differences()))
    assert watched.survey.sheets.count() == 1_021
    assert not verdict.is_broken, verdict
    assert watched.watch.small_differences() == []


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
    insider: Insider,
    monkeypatch: pytest.MonkeyPatch,
    altered: Callable[[str, str, str], None],
) -> None:
    sabotage(monkeypatch, altered)
    verdict, _watched = attacked(insider, n=BATCH, longest=0)
    assert verdict.is_broken, verdict
    assert verdict.n_hits == verdict.n, verdict


FEW = 20  # residents are enough to see that a link is found


def boxes_of_their_own_size(patch: pytest.MonkeyPatch) -> str:
    plain = sealing.seal

    def seal(content: dict[str, Any], *, n_bytes: int, **bound_to: UUID) -> bytes:
        n_needed = len(sealing.content_bytes(content)) + sealing.LENGTH_BYTES
        return plain(content, n_bytes=n_needed, **bound_to)

    patch.setattr(sealing, "seal", seal)
    return ""


def sheets_with_the_ids_of_their_boxes_and_no_sweep(patch: pytest.MonkeyPatch) -> str:
    ids: list[UUID] = []
    plain = opening.shuffled

    def shuffled(rows: Iterable[Any]) -> list[Any]:
        ids[:] = plain(rows)
        return list(ids)

    patch.setattr(opening, "shuffled", shuffled)
    patch.setattr(opening, "fresh_id", lambda: ids.pop(0))
    patch.setattr(tasks, "sweep", lambda *_tables: None)
    return "files: "


@pytest.mark.parametrize(
    "sabotage", [boxes_of_their_own_size, sheets_with_the_ids_of_their_boxes_and_no_sweep]
)
def test_the_view_finds_the_links_after(
    sabotage: Callable[[pytest.MonkeyPatch], str],
    insider: Insider,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    view = sabotage(monkeypatch)
    watched = study(insider, n=FEW, step=FEW)
    close(watched)
    verdict = watched.strike(view=view)
    assert verdict.n == FEW + 1
    assert verdict.n_hits == verdict.n, verdict
    assert view or "size ~ " in verdict.attack


def test_the_files_alone_show_nothing_after_the_sweep(
    insider: Insider, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets_with_the_ids_of_their_boxes_and_no_sweep(monkeypatch)
    monkeypatch.setattr(tasks, "sweep", sweep.sweep)
    watched = study(insider, n=FEW, step=FEW)
    close(watched)
    assert not watched.strike(view="files: ").is_broken


def test_small_batches_are_seen_in_copies_and_pages(
    insider: Insider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "n_to_open", lambda _survey, n_waiting, **_: n_waiting)
    monkeypatch.setattr(selectors, "n_to_open", lambda _survey, n_waiting, **_: n_waiting)
    watched = study(insider, n=2, step=1)
    verdict = watched.strike()
    assert verdict.n_hits == verdict.n == 3, verdict
    assert watched.watch.small_differences()[:1] == ["1 sheets"]


def test_a_count_that_goes_up_with_each_answer_is_seen(
    insider: Insider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        Survey, "received_words", property(lambda _survey: str(SpentCode.objects.count()))
    )
    watched = study(insider, n=2, step=2)
    assert "/surveys/residents-2018/" in watched.watch.small_differences()


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
