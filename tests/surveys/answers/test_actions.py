"""Nothing lost, nothing doubled, and nothing opened before its time."""

import threading
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection

from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.jobs.models import Job
from clayton_review.refusals import Refused
from surveys.answers import sealing
from surveys.answers.actions import submission as submission_actions
from surveys.answers.actions.invitation_codes import mint_codes
from surveys.answers.actions.submission import submit, submit_in_bulk
from surveys.answers.models import AnswerSheet, InvitationCode, SealedBox, SpentCode
from surveys.answers.policies import SubmissionProblem, SubmissionRefused
from surveys.fielding.actions.status import close_survey
from surveys.questionnaire.questionnaire import Answer
from surveys.survey.models import SampleKind, Survey
from tests.refusing import refused
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


def test_bulk_answers_need_an_open_survey_and_a_code_each(lead: User) -> None:
    survey = factories.open_survey(by=lead)
    codes = mint_codes(survey=survey, n=1, by=lead)
    with refused("A probability sample needs one code for each sheet, an open link none.", survey):
        submit_in_bulk(survey=survey, answers=sheets(2), codes=codes)
    close_survey(survey=survey, by=lead)
    survey.refresh_from_db()
    with refused("Only an open survey takes answers.", survey):
        submit_in_bulk(survey=survey, answers=sheets(1), codes=codes)
    assert not SealedBox.objects.exists()
    assert not SpentCode.objects.exists()


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
                cursor.execute(
                    submission_actions._SPEND_FORM, [sent.mark, survey.pk, sealing.sealing_mark()]
                )
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
