"""Sealed answers are opened in batches that tell no one apart, and never before their time."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from clayton_review.accounts.models import User
from clayton_review.jobs.models import Job
from surveys import tasks
from surveys.analysis.actions.batches import open_batch
from surveys.answers import sealing
from surveys.answers.actions.invitation_codes import mint_codes
from surveys.answers.actions.opening import count_unreadable
from surveys.answers.actions.submission import submit, submit_in_bulk
from surveys.answers.actions.sweep import SWEEP_JOB
from surveys.answers.models import AnswerSheet, Channel, SealedBox, SpentCode
from surveys.answers.policies import LEAST_WAITING, SubmissionProblem, SubmissionRefused, n_to_open
from surveys.answers.selectors import is_being_opened
from surveys.fielding.actions.status import close_survey
from surveys.survey.models import SampleKind, Survey
from tests.surveys import factories
from tests.surveys.answers.boxes import put, sheets, spoil

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(lead: User) -> Survey:
    return factories.open_survey(by=lead, n_invited=1_000)


@pytest.mark.parametrize(
    ("n_waiting", "n_open"), [(0, 0), (100, 0), (219, 0), (220, 100), (221, 101), (450, 330)]
)
def test_120_stay_sealed_while_letters_come_back(
    survey: Survey, n_waiting: int, n_open: int
) -> None:
    for has_sheets in (False, True):
        assert n_to_open(survey, n_waiting, has_sheets=has_sheets) == n_open


def test_an_opened_sheet_is_never_changed_or_removed(survey: Survey) -> None:
    """Two states would tell what stood on the sheet that differs."""
    factories.answered(survey, sheets(2))
    sheet = survey.sheets.order_by("pk")[:1]
    for change in (
        lambda: survey.sheets.filter(pk__in=sheet).update(answers={}),
        survey.sheets.filter(pk__in=sheet).delete,
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    assert survey.sheets.count() == 2


@pytest.mark.parametrize("sample", SampleKind)
def test_after_the_close_nothing_is_taken_whatever_way_it_comes(
    lead: User, sample: SampleKind
) -> None:
    survey = factories.open_survey(by=lead, sample=sample)
    code = mint_codes(survey=survey, n=1, by=None)[0] if survey.is_probability_sample else ""
    close_survey(survey=survey, by=lead)
    with pytest.raises(SubmissionRefused) as refused:
        submit(submission=factories.submission(survey, code=code))
    assert refused.value.problem == SubmissionProblem.CLOSED
    assert not SealedBox.objects.exists()


def test_nothing_of_an_open_link_is_opened_before_the_close(lead: User) -> None:
    survey = factories.open_survey(by=lead, sample=SampleKind.OPT_IN)
    submit_in_bulk(survey=survey, answers=sheets(LEAST_WAITING))
    assert open_batch(survey_id=survey.pk) == 0
    close_survey(survey=survey, by=lead)
    assert open_batch(survey_id=survey.pk) == LEAST_WAITING


def test_fewer_than_ten_answers_are_never_opened(lead: User) -> None:
    for n, n_open in ((9, 0), (10, 10)):
        survey = factories.open_survey(by=lead, slug=f"with-{n}")
        put(survey, n)
        close_survey(survey=survey, by=lead)
        assert open_batch(survey_id=survey.pk) == n_open
        assert not SealedBox.objects.filter(survey=survey).exists()
        assert not SpentCode.objects.filter(survey=survey).exists()


def test_every_sheet_is_opened_once_and_no_two_states_differ_by_fewer_than_100(
    survey: Survey, lead: User
) -> None:
    states = [0]
    for n in (150, 80, 90, 30):
        put(survey, n)
        open_batch(survey_id=survey.pk)
        assert open_batch(survey_id=survey.pk) == 0
        states.append(AnswerSheet.objects.count())
    close_survey(survey=survey, by=lead)
    open_batch(survey_id=survey.pk)
    states.append(AnswerSheet.objects.count())

    assert states == [0, 0, 110, 110, 230, 350]
    assert not SealedBox.objects.exists()
    steps = {later - earlier for earlier, later in pairwise(states)}
    assert all(step >= 100 for step in steps - {0})


def test_the_boxes_that_are_opened_are_chosen_at_random(survey: Survey) -> None:
    put(survey, 320)
    open_batch(survey_id=survey.pk)
    opened = {sheet.answers["story"] for sheet in AnswerSheet.objects.all()}
    assert len(opened) == 200
    assert opened != {f"Sheet {i}" for i in range(200)}
    assert opened != {f"Sheet {i}" for i in range(120, 320)}


def test_two_surveys_are_opened_apart(survey: Survey, lead: User) -> None:
    other = factories.open_survey(by=lead, slug="other", n_invited=1_000)
    put(survey, 150)
    put(other, 220)
    assert open_batch(survey_id=survey.pk) == 0
    assert open_batch(survey_id=other.pk) == 100
    assert SpentCode.objects.filter(survey=survey).count() == 150
    assert {sheet.survey_id for sheet in AnswerSheet.objects.all()} == {other.pk}


def test_sheets_have_new_ids_and_only_the_week(survey: Survey) -> None:
    put(survey, 220)
    boxes = set(SealedBox.objects.values_list("pk", flat=True))
    open_batch(survey_id=survey.pk)
    assert not boxes & set(AnswerSheet.objects.values_list("pk", flat=True))
    assert {sheet.batch_week.weekday() for sheet in AnswerSheet.objects.all()} == {0}


def test_the_marks_of_spent_codes_are_written_anew_in_sorted_order(survey: Survey) -> None:
    for _ in range(4):
        put(survey, 55)
    before = set(SpentCode.objects.values_list("mark", flat=True))
    open_batch(survey_id=survey.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT mark, xmin::text FROM surveys_spentcode ORDER BY ctid")
        rows = cursor.fetchall()
    marks = [mark for mark, _xmin in rows]
    assert marks == sorted(before)
    assert len({xmin for _mark, xmin in rows}) == 1


def test_a_spent_code_stays_spent_after_its_batch(survey: Survey) -> None:
    codes = put(survey, 220)
    open_batch(survey_id=survey.pk)
    for code in codes[:3]:
        with pytest.raises(Exception, match="already been used"):
            submit(submission=factories.submission(survey, code=code))


def test_the_wrong_opening_key_opens_nothing_and_the_log_says_so(
    survey: Survey, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    put(survey, 200)
    settings.SURVEY_OPENING_KEY = sealing.fresh_key_pair()[1]
    assert open_batch(survey_id=survey.pk) == 0
    assert "No box of residents-2018 opens with SURVEY_OPENING_KEY." in caplog.text
    survey.refresh_from_db()
    assert survey.n_unreadable == SealedBox.objects.count() == 200
    assert not AnswerSheet.objects.exists()


def test_a_process_without_an_opening_key_says_so(survey: Survey, settings: Any) -> None:
    put(survey, 200)
    settings.SURVEY_OPENING_KEY = ""
    with pytest.raises(sealing.KeyUnusable, match="SURVEY_OPENING_KEY is not set"):
        open_batch(survey_id=survey.pk)
    assert SealedBox.objects.count() == 200


def test_an_unreadable_box_keeps_no_other_sealed_and_is_counted(survey: Survey, lead: User) -> None:
    put(survey, 221)
    spoil(survey, 2)
    assert open_batch(survey_id=survey.pk) == 0  # 219 can be read
    put(survey, 1)
    assert open_batch(survey_id=survey.pk) == 100
    survey.refresh_from_db()
    assert survey.n_unreadable == 2
    close_survey(survey=survey, by=lead)
    assert open_batch(survey_id=survey.pk) == 120
    assert SealedBox.objects.count() == 2


def test_twenty_damaged_boxes_keep_no_other_locked_at_the_close(survey: Survey, lead: User) -> None:
    put(survey, 220)
    open_batch(survey_id=survey.pk)
    spoil(survey, 20)
    close_survey(survey=survey, by=lead)
    assert open_batch(survey_id=survey.pk) == 100
    assert (survey.sheets.count(), SealedBox.objects.count()) == (200, 20)


def test_a_box_that_can_be_read_again_waits_with_the_others(survey: Survey, settings: Any) -> None:
    right = settings.SURVEY_OPENING_KEY
    put(survey, 199)
    settings.SURVEY_SEALING_KEY, settings.SURVEY_OPENING_KEY = sealing.fresh_key_pair()
    put(survey, 3)
    assert open_batch(survey_id=survey.pk) == 0
    survey.refresh_from_db()
    assert survey.n_unreadable == 199
    settings.SURVEY_OPENING_KEY = right
    put(survey, 1)
    open_batch(survey_id=survey.pk)
    survey.refresh_from_db()
    assert survey.n_unreadable == 4


def test_beat_requests_what_may_be_opened_and_closes_what_is_over(lead: User) -> None:
    full = factories.open_survey(by=lead, slug="full")
    put(full, 220)
    few = factories.open_survey(by=lead, slug="few")
    put(few, 219)
    tasks.look_for_batches()
    requested = Job.objects.exclude(name=SWEEP_JOB)
    assert [job.key for job in requested] == [str(full.pk)]
    Survey.objects.filter(pk=few.pk).update(closes_on=date(2018, 10, 31))
    tasks.look_for_batches()
    assert {job.key for job in requested.all()} == {str(full.pk), str(few.pk)}


def test_a_survey_is_being_opened_as_long_as_its_own_boxes_wait(survey: Survey, lead: User) -> None:
    other = factories.open_survey(by=lead, slug="other")
    put(other, 5)
    put(factories.open_survey(by=lead, slug="running"), 5)
    assert not is_being_opened(close_survey(survey=survey, by=lead))
    other = close_survey(survey=other, by=lead)
    assert is_being_opened(other)
    open_batch(survey_id=other.pk)
    other.refresh_from_db()
    assert not is_being_opened(other)


@pytest.mark.parametrize(
    ("changes", "is_read"),
    [
        ({}, True),
        ({"version": "7c1f7a8e-0000-4000-8000-000000000000"}, False),
        ({"channel": "paper"}, False),
        ({"answers": ["4"]}, False),
        ({"answers": None}, False),
        ({"channel": "paper", "answers": None}, False),
    ],
)
def test_a_box_is_read_only_if_it_holds_answers_to_its_survey(
    survey: Survey, lead: User, changes: dict[str, Any], is_read: bool
) -> None:
    put(survey, 1)
    [box] = SealedBox.objects.all()
    ours = {"version": str(survey.version_id), "channel": Channel.CODE, "answers": {}}
    box.ciphertext = sealing.seal(
        ours | changes, n_bytes=survey.box_bytes, survey_id=survey.pk, box_id=box.pk
    )
    box.save()
    assert count_unreadable(survey) == (0 if is_read else 1)
    other = factories.open_survey(by=lead, slug="other")
    assert count_unreadable(other) == 0
