"""Closed surveys with too few people to open anything: all is deleted, and the pages say so."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.jobs.models import Job, JobState
from surveys import tasks
from surveys.answers.actions import opening
from surveys.answers.actions.given_up import give_up_answers
from surveys.answers.actions.opening import OPENING_JOB
from surveys.answers.actions.submission import submit
from surveys.answers.actions.sweep import SWEEP_JOB, request_sweep
from surveys.answers.models import SealedBox
from surveys.fielding.actions.status import close_survey
from surveys.results.policies import publishing_obstacles
from surveys.survey.models import LockedBecause, SampleKind, Survey
from surveys.survey.selectors import forget_published
from tests.surveys import factories
from tests.surveys.answers.boxes import close, put, restore, spoil
from tests.threads import queued

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
PAGE = "/surveys/residents-2018/"
GIVE_UP = f"{PAGE}give-up-answers/"
NEVER = "Fewer than 10 people answered, so no answer is ever opened. All were deleted."


def closed(lead: User, *, n_people: int, n_programs: int = 0, n_spoiled: int = 0) -> Survey:
    """Return a closed survey by open link after the worker's look; boxes of people are spoiled."""
    survey = factories.open_survey(by=lead, sample=SampleKind.OPT_IN)
    for _ in range(n_people):
        submit(submission=factories.submission(survey))
    spoil(survey, n_spoiled)
    for _ in range(n_programs):
        submit(submission=replace(factories.submission(survey), is_by_program=True))
    return close(survey, by=lead)


def is_looked_at_again() -> bool:
    tasks.look_for_batches()
    return Job.objects.filter(name=OPENING_JOB, state=JobState.WAITING).exists()


@pytest.mark.parametrize(("n_people", "n_programs"), [(9, 5), (0, 30), (3, 0)])
def test_fewer_than_ten_people_are_looked_at_once_however_many_programs(
    as_: As, lead: User, n_people: int, n_programs: int
) -> None:
    survey = closed(lead, n_people=n_people, n_programs=n_programs)
    assert not survey.sheets.exists()
    assert survey.n_lost == n_people + n_programs
    assert not is_looked_at_again()
    browser = as_(lead)
    assert "so no answer is ever opened, and all were deleted" in page(browser, PAGE)
    assert f"{survey.n_lost}, deleted on" in page(browser, PAGE)
    assert "opened. Deleted on" in page(browser, f"{PAGE}methodology/")
    for path in ("results/", "compare/", "crosstab/"):
        assert NEVER in page(browser, PAGE + path)
        assert "within minutes" not in page(browser, PAGE + path)
    assert not any("within minutes" in sentence for sentence in publishing_obstacles(survey))


@pytest.mark.parametrize("n_spoiled", [0, 4, 9])
def test_the_answers_of_few_people_are_deleted_whatever_key_is_lost(
    lead: User, n_spoiled: int
) -> None:
    """Each box that cannot be read is of one person at most, so no key makes them enough."""
    other = factories.open_survey(by=lead, slug="other")
    put(other, 9)
    survey = closed(lead, n_people=9, n_programs=2, n_spoiled=n_spoiled)
    assert not SealedBox.objects.filter(survey=survey).exists()
    assert SealedBox.objects.filter(survey=other).count() == 9
    assert Job.objects.filter(name=SWEEP_JOB).exists()
    tasks.open_boxes(str(survey.pk))  # a job may run twice
    survey.refresh_from_db()
    assert survey.is_never_opened
    assert (survey.n_lost, survey.lost_reason) == (11, "Fewer than 10 people answered.")
    entry = AuditEntry.objects.get(verb="deleted locked answers of")
    assert (entry.reason, json.loads(entry.payload)["n"]) == (survey.lost_reason, 11)
    assert not is_looked_at_again()


@pytest.mark.parametrize("is_key_lost", [False, True])
def test_answers_of_few_people_that_an_earlier_version_kept_are_deleted(
    lead: User, *, is_key_lost: bool
) -> None:
    """Where the key is lost, 9 people and 2 programs could not be told from 11 people."""
    survey = factories.open_survey(by=lead, n_invited=500)
    put(survey, 11)
    kept = list(SealedBox.objects.all())
    SealedBox.objects.filter(pk__in=[box.pk for box in kept[9:]]).delete()
    close(survey, by=lead)
    Survey.objects.update(n_lost=0, lost_on=None, lost_reason="", n_readable_left=11)
    SealedBox.objects.bulk_create(kept)
    if is_key_lost:
        spoil(survey, 11)
    assert is_looked_at_again()
    for job in Job.objects.filter(name=OPENING_JOB, state=JobState.WAITING):
        tasks.open_boxes(job.key)
    survey.refresh_from_db()
    assert not SealedBox.objects.exists()
    assert (survey.n_lost, survey.n_readable_left, survey.is_never_opened) == (11, 0, True)


def page(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def test_ten_people_are_opened_beside_programs(lead: User) -> None:
    survey = closed(lead, n_people=10, n_programs=5)
    assert (survey.sheets.count(), survey.locked_because) == (15, "")


@pytest.mark.parametrize(
    ("n_people", "n_spoiled", "n_programs", "reason"),
    [
        (10, 10, 0, LockedBecause.UNREADABLE),
        (10, 3, 0, LockedBecause.UNREADABLE),
        (9, 9, 5, LockedBecause.FEW_PEOPLE),
        (9, 3, 5, LockedBecause.FEW_PEOPLE),
        (13, 3, 0, LockedBecause.UNREADABLE),
        (13, 0, 0, ""),
    ],
)
def test_boxes_are_deleted_for_want_of_people_only_where_all_boxes_are_fewer_than_ten(
    lead: User, n_people: int, n_spoiled: int, n_programs: int, reason: str
) -> None:
    survey = closed(lead, n_people=n_people, n_spoiled=n_spoiled, n_programs=n_programs)
    is_opened = n_people - n_spoiled >= 10
    remaining = [0, n_spoiled] if is_opened else [n_people - n_spoiled + n_programs, n_spoiled]
    n_lost = sum(remaining) if reason == LockedBecause.FEW_PEOPLE else 0
    if n_lost:
        remaining = [0, 0]
    assert (survey.locked_because, survey.n_lost) == (reason, n_lost)
    assert [survey.n_readable_left, survey.n_unreadable] == remaining
    assert SealedBox.objects.count() == sum(remaining)
    assert survey.sheets.count() == (n_people - n_spoiled + n_programs if is_opened else 0)


def test_a_closed_survey_is_swept_only_after_something_was_deleted(lead: User) -> None:
    closed(lead, n_people=12, n_spoiled=8)
    assert Job.objects.filter(name=SWEEP_JOB).exists()
    assert is_looked_at_again()  # a key may have come back
    Job.objects.filter(name=SWEEP_JOB).delete()
    for job in Job.objects.filter(name=OPENING_JOB, state=JobState.WAITING):
        tasks.open_boxes(job.key)
    assert not Job.objects.filter(name=SWEEP_JOB).exists()


def test_giving_up_says_whether_anyone_has_seen_results(as_: As, lead: User) -> None:
    survey = closed(lead, n_people=12, n_programs=4, n_spoiled=5)
    assert (survey.sheets.count(), survey.n_left_locked) == (0, 16)
    browser = as_(lead)
    assert "5 answers could not be read, and 11 answers can be read, but fewer" in page(
        browser, PAGE
    )
    assert "no one has seen results" in page(browser, GIVE_UP)
    assert "people have seen results without these" not in page(browser, GIVE_UP)
    assert "so none were opened" in page(browser, f"{PAGE}results/")

    assert give_up_answers(survey=survey, reason="The key is lost.", by=lead) == 16
    survey.refresh_from_db()
    assert (survey.n_lost, survey.locked_because) == (16, "")
    assert "within minutes" not in page(browser, PAGE)


def test_they_are_opened_when_the_key_comes_back(lead: User) -> None:
    survey = factories.open_survey(by=lead, sample=SampleKind.OPT_IN)
    for _ in range(12):
        submit(submission=factories.submission(survey))
    right = dict(SealedBox.objects.values_list("pk", "ciphertext"))
    spoil(survey, 5)
    survey = close(survey, by=lead)
    restore(right)
    assert is_looked_at_again()
    for job in Job.objects.filter(name=OPENING_JOB, state=JobState.WAITING):
        tasks.open_boxes(job.key)
    assert survey.sheets.count() == 12


def test_a_survey_closed_before_the_upgrade_is_looked_at(lead: User) -> None:
    survey = closed(lead, n_people=15, n_spoiled=3)
    Survey.objects.filter(pk=survey.pk).update(locked_because="")
    assert is_looked_at_again()


def test_a_survey_of_which_nothing_was_opened_has_no_response_rate(as_: As, lead: User) -> None:
    survey = factories.open_survey(by=lead, n_invited=500)
    put(survey, 3)
    close(survey, by=lead)
    browser = as_(lead)
    forget_published()
    residents = page(Client(), "/survey/residents-2018/")
    assert (
        "Fewer than 10 people answered, so their answers were deleted. No one has seen them."
        in residents
    )
    assert "will show what people answered" not in residents
    text = page(browser, f"{PAGE}response/")
    assert "0.0" not in text
    assert "0 complete answers" not in text
    assert NEVER in text
    for path in ("results/", "compare/", "crosstab/", "methodology/", "weighting/", "response/"):
        assert "within minutes" not in page(browser, PAGE + path)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("n_people", [9, 12])
def test_two_runs_at_once_open_or_delete_each_box_once(lead: User, n_people: int) -> None:
    """Both ask for the same boxes; the second gets them when they are gone."""
    survey = factories.open_survey(by=lead, n_invited=500)
    put(survey, n_people)
    close_survey(survey=survey, by=lead)
    lock = lambda: list(SealedBox.objects.select_for_update())  # noqa: E731
    run = lambda: opening.open_boxes(survey_id=survey.pk)  # noqa: E731
    assert queued(lock, run, run) == []
    survey.refresh_from_db()
    n_opened, n_lost = (12, 0) if n_people == 12 else (0, 9)
    assert (survey.sheets.count(), survey.n_lost) == (n_opened, n_lost)
    assert survey.is_never_opened == (n_people == 9)
    assert not SealedBox.objects.exists()


def test_answers_that_were_given_up_are_not_announced(as_: As, lead: User) -> None:
    survey = closed(lead, n_people=12, n_spoiled=5)
    give_up_answers(survey=survey, reason="The key is lost.", by=lead)
    browser = as_(lead)
    for path in ("results/", "compare/", "crosstab/"):
        text = page(browser, PAGE + path)
        assert "were given up, so none will be" in text
        assert "within minutes" not in text
    forget_published()
    residents = page(Client(), "/survey/residents-2018/")
    assert "The answers could not be opened, so there are no results." in residents
    assert "will show what people answered" not in residents


@pytest.mark.parametrize("n_people", [0, 12])
def test_a_closed_survey_that_no_one_answered_promises_no_results(
    lead: User, n_people: int
) -> None:
    survey = factories.open_survey(by=lead, n_invited=500)
    if n_people:
        put(survey, n_people)
    put(factories.open_survey(by=lead, slug="other", n_invited=500), 12)
    close_survey(survey=survey, by=lead)
    for _ in range(2):  # before and after the worker has looked
        forget_published()
        residents = page(Client(), "/survey/residents-2018/")
        assert ("No one answered it, so there are no results." in residents) == (n_people == 0)
        assert ("will show what people answered" in residents) == (n_people > 0)
        tasks.open_boxes(str(survey.pk))


def test_a_late_sweep_does_not_tell_when_answers_were_opened() -> None:
    request_sweep()
    assert Job.objects.get(name=SWEEP_JOB).follows_residents
