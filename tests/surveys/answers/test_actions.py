"""Nothing lost, nothing doubled, and nothing opened before its time."""

import threading
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection

from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.jobs.models import Job
from clayton_review.refusals import Refused
from surveys import tasks
from surveys.analysis.actions.batches import open_batch
from surveys.answers import sealing
from surveys.answers.actions import submission as submission_actions
from surveys.answers.actions.invitation_codes import mint_codes
from surveys.answers.actions.opening import BATCH
from surveys.answers.actions.submission import submit, submit_in_bulk
from surveys.answers.models import AnswerSheet, InvitationCode, SealedBox, SpentCode
from surveys.answers.policies import SubmissionProblem, SubmissionRefused
from surveys.fielding.actions.status import close_survey
from surveys.questionnaire.questionnaire import Answer
from surveys.survey.models import SampleKind, Survey
from tests.surveys import factories

pytestmark = pytest.mark.django_db


def problem_of(caught: pytest.ExceptionInfo[SubmissionRefused]) -> SubmissionProblem:
    assert str(caught.value) == str(caught.value.problem.label)
    return caught.value.problem


def test_a_code_is_spent_once_and_its_answers_stay_sealed(lead: User) -> None:
    survey = factories.open_survey(by=lead)
    (code,) = mint_codes(survey=survey, n=1, by=lead)
    acts = AuditEntry.objects.count()
    submit(submission=factories.submission(survey, code=code))
    assert SealedBox.objects.count() == 1
    assert AnswerSheet.objects.count() == 0
    with pytest.raises(SubmissionRefused) as caught:
        submit(submission=factories.submission(survey, code=code))
    assert problem_of(caught) == SubmissionProblem.SPENT_CODE
    assert SealedBox.objects.count() == 1
    assert AuditEntry.objects.count() == acts
    assert not Job.objects.exists()


def test_no_codes_are_minted_for_a_closed_survey(lead: User) -> None:
    survey = factories.open_survey(by=lead)
    close_survey(survey=survey, by=lead)
    survey.refresh_from_db()
    with pytest.raises(Refused, match="has closed"):
        mint_codes(survey=survey, n=1, by=lead)
    assert not InvitationCode.objects.exists()


def test_nothing_half_finished_is_saved_when_the_database_fails_midway(
    lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = factories.open_survey(by=lead)
    (code,) = mint_codes(survey=survey, n=1, by=lead)
    monkeypatch.setattr(submission_actions, "_PUT_BOX", "SELECT 1 / (%s = %s AND %s = '')::int")
    with pytest.raises(DatabaseError):
        submit(submission=factories.submission(survey, code=code))
    assert not SpentCode.objects.exists()
    assert not SealedBox.objects.exists()


def test_sending_the_same_form_twice_is_one_box_and_no_error(lead: User) -> None:
    survey = factories.open_survey(by=lead)
    (code,) = mint_codes(survey=survey, n=1, by=lead)
    sent = factories.submission(survey, code=code)
    submit(submission=sent)
    submit(submission=sent)
    assert SealedBox.objects.count() == 1


def test_an_opt_in_form_sent_again_after_its_batch_is_still_one_sheet(lead: User) -> None:
    survey = factories.open_survey(by=lead, sample=SampleKind.OPT_IN)
    sent = factories.submission(survey)
    submit(submission=sent)
    for _ in range(BATCH - 1):
        submit(submission=factories.submission(survey))
    assert open_batch(survey_id=survey.pk) == BATCH
    submit(submission=sent)
    assert not SealedBox.objects.exists()
    assert AnswerSheet.objects.count() == BATCH


def test_two_people_with_one_form_and_two_codes_both_count(lead: User) -> None:
    survey = factories.open_survey(by=lead)
    codes = mint_codes(survey=survey, n=2, by=lead)
    form = uuid4()
    for code in codes:
        submit(submission=factories.submission(survey, code=code, submission_id=form))
    assert SealedBox.objects.count() == 2


def test_an_unknown_code_another_surveys_code_and_no_code_take_nothing(lead: User) -> None:
    survey = factories.open_survey(by=lead)
    other = factories.open_survey(by=lead, slug="other")
    (foreign,) = mint_codes(survey=other, n=1, by=lead)
    for code in ("0" * 12, foreign, ""):
        with pytest.raises(SubmissionRefused):
            submit(submission=factories.submission(survey, code=code))
    assert not SealedBox.objects.exists()
    assert not SpentCode.objects.exists()


def test_a_closed_survey_takes_nothing(lead: User) -> None:
    survey = factories.open_survey(by=lead)
    (code,) = mint_codes(survey=survey, n=1, by=lead)
    close_survey(survey=survey, by=lead)
    with pytest.raises(SubmissionRefused) as caught:
        submit(submission=factories.submission(survey, code=code))
    assert problem_of(caught) == SubmissionProblem.CLOSED
    assert not SpentCode.objects.exists()


def test_without_a_key_nothing_is_spent(lead: User, settings: Any) -> None:
    survey = factories.open_survey(by=lead)
    (code,) = mint_codes(survey=survey, n=1, by=lead)
    settings.SURVEY_SEALING_KEY = ""
    with pytest.raises(sealing.KeyUnusable):
        submit(submission=factories.submission(survey, code=code))
    assert not SpentCode.objects.exists()


def sheets(n: int) -> list[dict[str, Answer]]:
    return [{"feel_safe": "4", "stopped": "no", "story": f"Sheet {i}"} for i in range(n)]


def put(survey: Survey, n: int) -> None:
    codes = mint_codes(survey=survey, n=n, by=None)
    submit_in_bulk(survey=survey, answers=sheets(n), codes=codes)


def test_fewer_than_a_batch_stay_sealed_until_the_close(lead: User) -> None:
    survey = factories.open_survey(by=lead)
    put(survey, BATCH - 1)
    assert open_batch(survey_id=survey.pk) == 0
    assert AnswerSheet.objects.count() == 0
    close_survey(survey=survey, by=lead)
    assert open_batch(survey_id=survey.pk) == BATCH - 1
    stories = {sheet.answers["story"] for sheet in AnswerSheet.objects.all()}
    assert stories == {f"Sheet {i}" for i in range(BATCH - 1)}
    assert not SealedBox.objects.exists()
    assert not SpentCode.objects.exists()


def test_opening_twice_opens_once(lead: User) -> None:
    survey = factories.open_survey(by=lead)
    put(survey, BATCH)
    assert open_batch(survey_id=survey.pk) == BATCH
    assert open_batch(survey_id=survey.pk) == 0
    assert AnswerSheet.objects.count() == BATCH


def test_sheets_have_new_ids_and_only_the_week(lead: User) -> None:
    survey = factories.open_survey(by=lead)
    put(survey, BATCH)
    boxes = set(SealedBox.objects.values_list("pk", flat=True))
    open_batch(survey_id=survey.pk)
    assert not boxes & set(AnswerSheet.objects.values_list("pk", flat=True))
    assert {sheet.batch_week.weekday() for sheet in AnswerSheet.objects.all()} == {0}


def test_a_small_last_batch_is_mixed_with_the_latest_sheets(lead: User) -> None:
    survey = factories.open_survey(by=lead)
    put(survey, BATCH)
    open_batch(survey_id=survey.pk)
    AnswerSheet.objects.update(batch_week=date(2018, 11, 5))
    first = set(AnswerSheet.objects.values_list("pk", flat=True))
    put(survey, 3)
    close_survey(survey=survey, by=lead)
    assert open_batch(survey_id=survey.pk) == 3
    assert AnswerSheet.objects.count() == BATCH + 3
    assert not first & set(AnswerSheet.objects.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT (xmin::text, batch_week)) FROM surveys_answersheet")
        assert cursor.fetchone() == (1,)


def test_the_wrong_opening_key_changes_nothing(lead: User, settings: Any) -> None:
    survey = factories.open_survey(by=lead)
    put(survey, BATCH)
    settings.SURVEY_OPENING_KEY = sealing.fresh_key_pair()[1]
    with pytest.raises(sealing.KeyUnusable):
        open_batch(survey_id=survey.pk)
    assert SealedBox.objects.count() == BATCH


def test_beat_rings_for_full_batches_and_closes_what_is_over(lead: User) -> None:
    full = factories.open_survey(by=lead, slug="full")
    put(full, BATCH)
    few = factories.open_survey(by=lead, slug="few")
    put(few, BATCH - 1)
    tasks.look_for_batches()
    assert [job.key for job in Job.objects.all()] == [str(full.pk)]
    Survey.objects.filter(pk=few.pk).update(closes_on=date(2018, 10, 31))
    tasks.look_for_batches()
    assert {job.key for job in Job.objects.all()} == {str(full.pk), str(few.pk)}


def test_bulk_answers_need_an_open_survey_and_a_code_each(lead: User) -> None:
    survey = factories.open_survey(by=lead)
    with pytest.raises(Refused):
        submit_in_bulk(survey=survey, answers=sheets(2), codes=["x"])
    with pytest.raises(Refused):
        submit_in_bulk(
            survey=factories.draft_survey(by=lead, slug="draft"), answers=sheets(1), codes=["x"]
        )


def test_submitting_asks_the_database_four_times_at_most(
    lead: User, django_assert_max_num_queries: Any
) -> None:
    survey = factories.open_survey(by=lead)
    (code,) = mint_codes(survey=survey, n=1, by=lead)
    with django_assert_max_num_queries(4):
        submit(submission=factories.submission(survey, code=code))


def test_codes_are_kept_as_hashes_in_sorted_order(lead: User) -> None:
    survey = factories.open_survey(by=lead)
    codes = mint_codes(survey=survey, n=50, by=lead)
    with connection.cursor() as cursor:
        cursor.execute("SELECT mark FROM surveys_invitationcode ORDER BY ctid")
        marks = [row[0] for row in cursor.fetchall()]
    assert marks == sorted(marks)
    assert not set(codes) & set(marks)


@pytest.mark.django_db(transaction=True)
def test_of_two_people_sending_one_code_at_once_exactly_one_wins(lead: User) -> None:
    survey = factories.open_survey(by=lead)
    (code,) = mint_codes(survey=survey, n=1, by=lead)
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def send() -> None:
        start.wait()
        try:
            submit(submission=factories.submission(survey, code=code))
            outcomes.append("taken")
        except SubmissionRefused as refusal:
            outcomes.append(refusal.problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == sorted(["taken", SubmissionProblem.SPENT_CODE])
    assert SealedBox.objects.count() == 1


def closed_over_a_running_submission(survey: Survey, lead: User, *, patience: float) -> bool:
    """True if a survey can be closed while somebody's answers are being taken."""
    spent, closed = threading.Event(), threading.Event()
    seen: list[bool] = []

    def slow_answer() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("BEGIN")
                sent = factories.submission(survey)
                cursor.execute(submission_actions._SPEND_FORM, [sent.mark, survey.pk])
                spent.set()
                seen.append(closed.wait(patience))
                cursor.execute("COMMIT")
        finally:
            connection.close()

    answering = threading.Thread(target=slow_answer)
    answering.start()
    assert spent.wait(60)
    close_survey(survey=survey, by=lead)
    closed.set()
    answering.join()
    assert SpentCode.objects.count() == 1
    return seen == [True]


@pytest.mark.django_db(transaction=True)
def test_closing_waits_for_answers_under_way(lead: User) -> None:
    """Otherwise a straggler would be opened alone, and known by its code."""
    survey = factories.open_survey(by=lead, sample=SampleKind.OPT_IN)
    assert not closed_over_a_running_submission(survey, lead, patience=0.5)


@pytest.mark.django_db(transaction=True)
def test_without_the_shared_lock_closing_does_not_wait(
    lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = factories.open_survey(by=lead, sample=SampleKind.OPT_IN)
    unlocked = submission_actions._SPEND_FORM.replace("FOR SHARE OF survey", "")
    monkeypatch.setattr(submission_actions, "_SPEND_FORM", unlocked)
    assert closed_over_a_running_submission(survey, lead, patience=60)


@pytest.mark.django_db(transaction=True)
def test_opened_boxes_leave_the_files_of_the_database(lead: User) -> None:
    survey = factories.open_survey(by=lead)
    put(survey, BATCH)
    n_pages = "SELECT pg_relation_size('surveys_sealedbox')"
    with connection.cursor() as cursor:
        cursor.execute(n_pages)
        assert cursor.fetchone() != (0,)
        tasks.open_boxes(str(survey.pk))
        cursor.execute(n_pages)
        assert cursor.fetchone() == (0,)
