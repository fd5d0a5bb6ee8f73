"""Refusals of guides, interviews, answers and targets."""

import uuid
from datetime import timedelta

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.citable import records
from clayton_review.web.formatting import day
from findings.interviews.actions.answers import save_answers
from findings.interviews.actions.guides import amend_guide, create_guide
from findings.interviews.actions.interviews import (
    amend_interview,
    change_interview_state,
    plan_interview,
    set_group_target,
)
from findings.interviews.inputs import AnswerEdit, GuideInput, InterviewInput
from findings.interviews.models.guides import InterviewGuide
from findings.interviews.models.interviews import InterviewAnswer, InterviewState, InterviewTarget
from tests.findings import factories
from tests.refusing import refused

pytestmark = pytest.mark.django_db


def test_a_title_in_use_makes_no_second_guide(consultant: User) -> None:
    factories.guide(by=consultant)
    with refused("A guide with this title already exists. Make a new version of it instead."):
        create_guide(
            record_id=uuid.uuid4(), values=GuideInput("Residents"), questions=["Why?"],
            by=consultant,
        )  # fmt: skip
    assert InterviewGuide.objects.count() == 1


@pytest.mark.parametrize(
    ("sentence", "questions"),
    [
        ("Write at least one question, one per line.", []),
        ("A guide can have 60 questions at most. This one has 61.", ["Why?"] * 61),
        ("Shorten every question to 500 characters.", ["Why?", "a" * 501]),
    ],
    ids=["none", "too many", "too long"],
)
def test_no_guide_has_questions_that_cannot_be(
    sentence: str, questions: list[str], consultant: User
) -> None:
    guide = factories.guide(by=consultant)
    with refused(sentence, guide):
        amend_guide(
            guide=guide, revision=1, introduction="Hello.", questions=questions, by=consultant
        )
    assert [question.text for question in guide.questions.all()] == factories.QUESTIONS
    with refused(sentence):
        create_guide(
            record_id=uuid.uuid4(), values=GuideInput("Officers"), questions=questions,
            by=consultant,
        )  # fmt: skip
    assert InterviewGuide.objects.get() == guide


def test_no_interview_follows_what_was_withdrawn(consultant: User) -> None:
    interview = factories.interview(by=consultant)
    tomorrow = clock.today() + timedelta(days=1)
    person, guide = factories.participant(by=consultant), factories.guide(by=consultant, title="B")
    gone = records.withdraw(person, revision=1, reason="Moved away.", by=consultant)
    old = records.withdraw(guide, revision=1, reason="Not used.", by=consultant)
    with_person = InterviewInput(gone, interview.guide, consultant, tomorrow)
    with_guide = InterviewInput(interview.participant, old, consultant, tomorrow)
    for values, sentence in (
        (with_person, f"{gone.code} has been withdrawn. Choose another participant."),
        (with_guide, "This guide has been withdrawn. Choose another one."),
    ):
        with refused(sentence, interview):
            amend_interview(interview=interview, revision=1, values=values, by=consultant)
        with refused(sentence):
            plan_interview(record_id=uuid.uuid4(), values=values, by=consultant)


def test_no_interview_moves_to_a_day_with_another_one(consultant: User) -> None:
    first = factories.interview(by=consultant)
    second = factories.interview(by=consultant, participant=first.participant)
    values = InterviewInput(first.participant, first.guide, consultant, first.held_on)
    sentence = (
        f"An interview with {first.participant.code} on {day(first.held_on)} is on record "
        "already. Open that one instead."
    )
    with refused(sentence, first, second):
        amend_interview(interview=second, revision=1, values=values, by=consultant)


def test_a_withdrawn_interview_takes_no_answers(consultant: User) -> None:
    interview = factories.interview(by=consultant)
    records.withdraw(interview, revision=1, reason="Logged twice.", by=consultant)
    question = interview.guide.questions.get(position=1)
    with refused("This interview has been withdrawn, so you cannot log answers in it."):
        save_answers(
            interview=interview, edits=[AnswerEdit(str(question.pk), "Ten years.", 0)],
            by=consultant,
        )  # fmt: skip
    assert not InterviewAnswer.objects.exists()


def test_an_unknown_group_gets_no_target(consultant: User) -> None:
    with refused("Choose a group from the list."):
        set_group_target(group="martian", target=5, by=consultant)
    assert not InterviewTarget.objects.exists()


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        ("cancelled", "Choose a status from the list."),
        (
            InterviewState.PLANNED,
            "An interview cannot change from “held” to “planned”.",
        ),
    ],
)
def test_an_interview_keeps_its_status_where_no_step_leads(
    to: str, sentence: str, consultant: User
) -> None:
    interview = factories.held_interview(by=consultant)
    with refused(sentence, interview):
        change_interview_state(
            interview=interview, revision=interview.revision, to=to, by=consultant
        )
