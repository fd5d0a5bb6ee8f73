"""Tests of interview guides and their versions."""

from typing import Any

import pytest

from clayton_review.accounts.models import User
from clayton_review.citable.records import Stale
from clayton_review.refusals import Refused
from findings.interviews.actions.guides import MAX_QUESTIONS, amend_guide, create_next_version
from findings.interviews.models.guides import InterviewGuide
from findings.interviews.selectors.question_answers import answers_to
from tests.findings import factories as make


def test_a_used_guide_is_fixed_and_gets_a_new_version(consultant: User) -> None:
    guide = make.guide(by=consultant)
    make.interview(by=consultant, guide=guide)
    with pytest.raises(Refused, match="fixed"):
        amend_guide(guide=guide, revision=1, introduction="", questions=["Other?"], by=consultant)
    assert create_next_version(guide=guide, by=consultant).version == 2
    assert create_next_version(guide=guide, by=consultant).version == 2


def test_an_amended_guide_has_its_new_words_and_an_older_form_is_refused(consultant: User) -> None:
    guide = make.guide(by=consultant)
    words: dict[str, Any] = {"introduction": "We take notes.", "questions": ["Other?"]}
    amend_guide(guide=guide, revision=1, **words, by=consultant)
    stored = InterviewGuide.objects.get()
    assert (stored.introduction, stored.revision) == ("We take notes.", 2)
    assert [question.text for question in stored.questions.all()] == ["Other?"]
    with pytest.raises(Stale):
        amend_guide(guide=guide, revision=1, **words, by=consultant)


def test_a_question_of_more_than_500_characters_is_refused(consultant: User) -> None:
    guide = make.guide(by=consultant, questions=["x" * 500])
    with pytest.raises(Refused, match="500 characters"):
        amend_guide(guide=guide, revision=1, introduction="", questions=["x" * 501], by=consultant)


def test_a_guide_has_at_least_one_question_and_not_too_many(consultant: User) -> None:
    most = make.guide(by=consultant, questions=["Why?"] * MAX_QUESTIONS)
    for questions in ([], ["Why?"] * (MAX_QUESTIONS + 1)):
        with pytest.raises(Refused, match=r"at least one question|questions at most"):
            amend_guide(guide=most, revision=1, introduction="", questions=questions, by=consultant)
    assert most.questions.count() == MAX_QUESTIONS


def test_a_question_in_the_same_words_is_matched_across_versions(consultant: User) -> None:
    first = make.guide(by=consultant, questions=["How long?", "What happened?"])
    make.answer(interview=make.interview(by=consultant, guide=first), text="Ten years.",
                by=consultant)  # fmt: skip
    second = create_next_version(guide=first, by=consultant)
    second = amend_guide(
        guide=second,
        revision=second.revision,
        introduction="",
        questions=["A new one?", "how  long?", "What happened then?"],
        by=consultant,
    )
    make.answer(interview=make.interview(by=consultant, guide=second), text="Two years.",
                position=2, by=consultant)  # fmt: skip
    old = first.questions.get(position=1)
    new = second.questions.get(position=2)
    assert new.original_id == old.pk
    assert (
        [answer.version for answer in answers_to(old)]
        == [answer.version for answer in answers_to(new)]
        == [1, 2]
    )
    assert second.questions.get(position=3).first is None
    with pytest.raises(Refused, match="new version"):
        amend_guide(guide=first, revision=first.revision, introduction="",
                            questions=["Other?"], by=consultant)  # fmt: skip
    assert InterviewGuide.objects.count() == 2


def test_of_two_questions_in_the_same_words_one_is_matched(consultant: User) -> None:
    first = make.guide(by=consultant, questions=["How long?", "What happened?"])
    make.interview(by=consultant, guide=first)
    second = create_next_version(guide=first, by=consultant)
    second = amend_guide(
        guide=second,
        revision=second.revision,
        introduction="",
        questions=["How long?", "How long?", "What happened?"],
        by=consultant,
    )
    earlier = [question.first_id for question in second.questions.order_by("position")]
    one, other = first.questions.order_by("position")
    assert earlier == [one.pk, None, other.pk]
