"""A web server whose sealing key fits no worker takes no answers, and people are told in time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import OperationalError
from django.test import Client, override_settings

from clayton_review import clock
from clayton_review.accounts.models import User
from findings.stories.models import SealedNote
from surveys import apps, tasks
from surveys.answers import sealing
from surveys.answers.actions.invitation_codes import mint_codes
from surveys.answers.actions.submission import submit
from surveys.answers.actions.worker_keys import keep_worker_keys
from surveys.answers.models import SealedBox, SpentCode, WorkerKey
from surveys.survey.models import SampleKind, Survey
from tests.findings import story_factories as stories
from tests.surveys import factories
from tests.surveys.pages import QUESTIONS, filled, text

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
OLD, NEW = sealing.fresh_key_pair(), sealing.fresh_key_pair()
LONG_AGO = datetime(2018, 9, 1, tzinfo=UTC)
UNFIT = "The key of this web server does not fit"


@pytest.fixture(params=SampleKind.values)
def survey(request: pytest.FixtureRequest, lead: User) -> Survey:
    return factories.open_survey(by=lead, sample=request.param)


def worker_starts(settings: Any, *pairs: tuple[str, str]) -> None:
    """Start a worker that opens with these pairs, seen from a web server that seals as before."""
    settings.SURVEY_OPENING_KEY = ",".join(opening for _sealing, opening in pairs)
    keep_worker_keys(started_at=clock.now())
    settings.SURVEY_OPENING_KEY = ""


def web_seals(settings: Any, pair: tuple[str, str]) -> None:
    settings.SURVEY_SEALING_KEY = pair[0]


def answer(survey: Survey) -> None:
    code = mint_codes(survey=survey, n=1, by=None)[0] if survey.is_probability_sample else ""
    submit(submission=factories.submission(survey, code=code))


def test_nothing_is_taken_that_no_worker_opens(survey: Survey, settings: Any) -> None:
    web_seals(settings, OLD)
    worker_starts(settings, NEW)
    with pytest.raises(sealing.KeyUnusable, match="No worker has a key"):
        answer(survey)
    with pytest.raises(sealing.KeyUnusable, match="No worker has a key"):
        stories.tell()
    assert not SealedBox.objects.exists()
    assert not SpentCode.objects.exists()
    assert not SealedNote.objects.exists()
    worker_starts(settings, OLD)  # mended: taken at once, without a new start of the web server
    answer(survey)
    stories.tell()
    assert SealedBox.objects.count() == SealedNote.objects.count() == 1


def test_before_any_worker_has_started_answers_are_taken(survey: Survey, settings: Any) -> None:
    web_seals(settings, OLD)
    answer(survey)
    assert SealedBox.objects.count() == 1


def change_the_key(survey: Survey, settings: Any) -> None:
    """Change the key as the guide has it, with an answer sent after each step."""
    web_seals(settings, OLD)
    worker_starts(settings, OLD)
    answer(survey)
    worker_starts(settings, NEW, OLD)
    answer(survey)
    web_seals(settings, NEW)
    answer(survey)


def test_a_web_server_with_an_old_key_takes_no_answers(survey: Survey, settings: Any) -> None:
    change_the_key(survey, settings)
    worker_starts(settings, NEW)
    answer(survey)
    web_seals(settings, OLD)  # a web server that was forgotten
    with pytest.raises(sealing.KeyUnusable):
        answer(survey)
    assert SealedBox.objects.count() == 4


def test_a_web_server_with_a_key_too_early_takes_answers_once_a_worker_has_it(
    survey: Survey, settings: Any
) -> None:
    change_the_key(survey, settings)
    third = sealing.fresh_key_pair()
    web_seals(settings, third)
    with pytest.raises(sealing.KeyUnusable):
        answer(survey)
    worker_starts(settings, third, NEW)
    answer(survey)
    assert SealedBox.objects.count() == 4


def test_a_key_kept_while_a_clock_ran_ahead_goes_with_the_next_change(
    survey: Survey, settings: Any
) -> None:
    web_seals(settings, OLD)
    with clock.at(clock.now() + timedelta(days=4_000)):
        worker_starts(settings, OLD)
    answer(survey)
    worker_starts(settings, NEW)
    with pytest.raises(sealing.KeyUnusable):
        answer(survey)


def test_residents_read_that_nothing_was_recorded(
    client: Client, lead: User, settings: Any
) -> None:
    factories.open_survey(by=lead, sample=SampleKind.OPT_IN)
    form = filled(client.get(QUESTIONS), feel_safe="2")
    worker_starts(settings, NEW)
    refused = client.post(QUESTIONS, form)
    assert refused.status_code == 503
    assert "so nothing was recorded" in text(refused)
    worker_starts(settings, (settings.SURVEY_SEALING_KEY, OLD[1]))
    WorkerKey.objects.create(mark=sealing.sealing_mark())
    assert client.post(QUESTIONS, form).status_code == 200


def test_the_lead_health_the_check_and_the_start_say_so(
    as_: As, lead: User, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    web_seals(settings, OLD)
    worker_starts(settings, OLD)
    assert not said(as_, lead)
    apps.warn_of_unopened_key()
    assert capsys.readouterr().err == ""
    worker_starts(settings, NEW, sealing.fresh_key_pair())
    assert said(as_, lead)
    assert f'aria-label="{UNFIT}. ' in as_(lead).get("/start/").content.decode()
    apps.warn_of_unopened_key()
    assert capsys.readouterr().err == f"{sealing.NOT_OPENED}\n"


def said(as_: As, lead: User) -> bool:
    """Return whether it is said everywhere; it may not be said in some places only."""
    answers: list[bool] = [
        UNFIT in as_(lead).get("/start/").content.decode(),
        UNFIT in as_(lead).get("/late/").content.decode(),
        bool(Client().get("/healthz").json()["sealing_key_unfit"]),
        bool([m for m in run_checks(databases=["default"]) if m.id == "surveys.W001"]),
    ]
    assert len(set(answers)) == 1, answers
    return answers[0]


def test_a_worker_that_looks_for_batches_says_what_it_has(settings: Any) -> None:
    tasks.look_for_batches()
    tasks.look_for_batches()
    assert marks() == sealing.opening_marks()
    settings.SURVEY_OPENING_KEY = ""
    tasks.look_for_batches()
    assert WorkerKey.objects.count() == 1


def test_a_worker_keeps_its_keys_when_it_starts(settings: Any) -> None:
    WorkerKey.objects.create(mark="0" * 64, started_at=LONG_AGO)
    apps._keep_worker_keys()  # as the start of a worker does
    assert marks() == sealing.opening_marks()


def test_the_first_look_does_what_a_start_without_a_database_could_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A dump of that time, restored while the worker runs, leaves the same."""
    WorkerKey.objects.create(mark=old_mark(), started_at=LONG_AGO)
    with monkeypatch.context() as away:
        away.setattr(WorkerKey.objects, "filter", no_database)
        apps._keep_worker_keys()
    assert marks() == {old_mark()}
    tasks.look_for_batches()
    assert marks() == sealing.opening_marks()


def test_an_older_worker_that_still_runs_drives_out_no_newer_one() -> None:
    WorkerKey.objects.create(mark=old_mark(), started_at=clock.now() + timedelta(hours=1))
    tasks.look_for_batches()
    assert marks() == sealing.opening_marks() | {old_mark()}


def test_a_key_that_a_newer_worker_has_too_outlives_the_older_one() -> None:
    start = clock.now()
    keep_worker_keys(started_at=start)
    for minutes in (1, 0):  # the newer worker looks, and the older one once more
        keep_worker_keys(started_at=start + timedelta(minutes=minutes))
    assert WorkerKey.objects.get().started_at == start + timedelta(minutes=1)


def marks() -> set[str]:
    return set(WorkerKey.objects.values_list("mark", flat=True))


def old_mark() -> str:
    with override_settings(SURVEY_SEALING_KEY=OLD[0]):
        return sealing.sealing_mark()


def no_database(*_: Any, **__: Any) -> None:
    raise OperationalError
