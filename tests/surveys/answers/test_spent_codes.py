"""Tests of why a code is not spent or opens no form, beside codes of another survey."""

from uuid import UUID, uuid4

import pytest

from clayton_review.accounts.models import User
from surveys.answers.actions.invitation_codes import mint_codes
from surveys.answers.actions.submission import submit
from surveys.answers.codes import code_mark
from surveys.answers.models import AnswerSheet, Channel, SealedBox, SpentCode
from surveys.answers.policies import SubmissionProblem
from surveys.answers.selectors import (
    is_being_opened,
    n_by_program,
    sheets_of,
    sheets_with_words,
    surveys_to_open,
    waiting_boxes,
    why_code_unusable,
    why_not_spent,
    with_n_sheets,
)
from surveys.fielding.actions.status import close_survey
from surveys.survey.models import LockedBecause, Survey, SurveyStatus
from tests.surveys import factories
from tests.surveys.answers.boxes import put

pytestmark = pytest.mark.django_db
SPENT, UNKNOWN = SubmissionProblem.SPENT_CODE, SubmissionProblem.UNKNOWN_CODE


@pytest.fixture
def other(lead: User) -> Survey:
    return factories.open_survey(by=lead, slug="other")


def spend(survey: Survey, code: str) -> UUID:
    key = uuid4()
    submit(submission=factories.submission(survey, code=code, submission_id=key))
    return key


def test_a_code_opens_the_form_of_its_survey_until_it_is_spent(
    survey: Survey, other: Survey, lead: User
) -> None:
    used, fresh = mint_codes(survey=survey, n=2, by=lead)
    [foreign] = mint_codes(survey=other, n=1, by=lead)
    spend(survey, used)
    assert why_code_unusable(survey.pk, code_mark(survey.pk, fresh)) is None
    assert why_code_unusable(survey.pk, code_mark(survey.pk, used)) == SPENT
    for mark in (code_mark(other.pk, foreign), code_mark(survey.pk, foreign), "0" * 64):
        assert why_code_unusable(survey.pk, mark) == UNKNOWN


def test_the_reason_why_nothing_was_taken(survey: Survey, other: Survey, lead: User) -> None:
    used, fresh = mint_codes(survey=survey, n=2, by=lead)
    key, mark = spend(survey, used), code_mark(survey.pk, used)
    spend(other, mint_codes(survey=other, n=1, by=lead)[0])
    assert why_not_spent(survey.pk, mark, key) is None  # these answers have arrived
    assert why_not_spent(survey.pk, mark, uuid4()) == SPENT
    assert why_not_spent(other.pk, mark, key) == SPENT
    assert why_not_spent(survey.pk, "0" * 64, key) == UNKNOWN
    form = "f" * 64
    SpentCode.objects.create(mark=form, survey=survey)
    assert why_not_spent(survey.pk, form, uuid4()) is None  # a form of an open link, sent again
    close_survey(survey=survey, by=lead)
    assert why_not_spent(survey.pk, code_mark(survey.pk, fresh), uuid4()) == (
        SubmissionProblem.CLOSED
    )
    assert why_not_spent(survey.pk, mark, key) is None
    assert why_not_spent(other.pk, "0" * 64, uuid4()) == UNKNOWN


def sheets(survey: Survey, channels: dict[str, int], **answers: str | None) -> None:
    assert survey.version_id is not None
    AnswerSheet.objects.bulk_create(
        AnswerSheet(
            survey=survey, version_id=survey.version_id, channel=channel, answers=answers,
            batch_week=factories.WEEK,
        )
        for channel, n in channels.items()
        for _ in range(n)
    )  # fmt: skip


def test_sheets_are_counted_for_their_survey_without_those_of_programs(
    survey: Survey, other: Survey
) -> None:
    sheets(survey, {Channel.CODE: 3, Channel.OPT_IN: 2, Channel.PROGRAM: 4}, story="Words")
    sheets(survey, {Channel.CODE: 1}, story=None)
    sheets(survey, {Channel.CODE: 1}, feel_safe="4")
    sheets(other, {Channel.CODE: 5, Channel.PROGRAM: 6}, story="Apart")
    assert (n_by_program(survey), n_by_program(other)) == (4, 6)
    rows = with_n_sheets(Survey.objects.all())
    assert {row.slug: vars(row)["n_sheets"] for row in rows} == {survey.slug: 7, "other": 5}
    assert [sheets_of(survey, factories.WEEK, c).count() for c in ("", "code", "opt_in")] == [
        7, 5, 2,
    ]  # fmt: skip
    before = factories.WEEK.replace(day=factories.WEEK.day - 1)
    assert sheets_of(survey, before).count() == 0
    words = [vars(row)["words"] for row in sheets_with_words(survey, "story")]
    assert words == ["Words"] * 9


@pytest.mark.parametrize(
    ("status", "n_boxes", "is_to_open", "kept"),
    [
        (SurveyStatus.OPEN, 219, False, ("", 0)),
        (SurveyStatus.OPEN, 220, True, ("", 0)),
        (SurveyStatus.CLOSED, 0, False, ("", 0)),
        (SurveyStatus.CLOSED, 1, True, ("", 0)),
        (SurveyStatus.CLOSED, 0, False, (LockedBecause.FEW_PEOPLE, 0)),
        (SurveyStatus.CLOSED, 30, True, (LockedBecause.FEW_PEOPLE, 3)),
        (SurveyStatus.CLOSED, 30, False, (LockedBecause.UNREADABLE, 0)),
        (SurveyStatus.CLOSED, 30, True, (LockedBecause.UNREADABLE, 3)),
        (SurveyStatus.CLOSED, 9, False, (LockedBecause.UNREADABLE, 3)),
    ],
)
def test_which_surveys_are_to_be_opened(
    lead: User, status: SurveyStatus, n_boxes: int, is_to_open: bool, kept: tuple[str, int]
) -> None:
    survey = factories.open_survey(by=lead)
    other = factories.open_survey(by=lead, slug="other")
    reason, n_unreadable = kept
    put(other, 3)
    SealedBox.objects.bulk_create(
        SealedBox(id=uuid4(), survey=survey, ciphertext=b"x") for _ in range(n_boxes)
    )
    closed_on = factories.WEEK if status == SurveyStatus.CLOSED else None
    Survey.objects.filter(pk=survey.pk).update(
        status=status, locked_because=reason, n_unreadable=n_unreadable, closed_on=closed_on
    )
    assert [row.slug for row in surveys_to_open()] == ([survey.slug] if is_to_open else [])
    survey.refresh_from_db()
    is_unseen = status == SurveyStatus.CLOSED and n_boxes > 0 and not reason
    assert is_being_opened(survey) == is_unseen
    boxes = list(waiting_boxes())
    assert len(boxes) == n_boxes + 3
