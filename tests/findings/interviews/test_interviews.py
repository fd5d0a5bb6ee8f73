"""Tests of logging interviews: nothing typed is lost."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.refusals import Refused
from findings.coding.models.quotable_texts import SpeakerGroup
from findings.interviews.actions.answers import save_answers
from findings.interviews.inputs import AnswerEdit
from findings.interviews.models.interviews import AnswerVersion, InterviewAnswer, InterviewTarget
from findings.interviews.models.participants import Participant
from tests.findings import factories as make

SignIn = Callable[[User], Client]


def test_two_people_typing_in_two_answers_lose_nothing(
    consultant: User, second_consultant: User
) -> None:
    interview = make.interview(by=consultant)
    first, second = interview.guide.questions.all()
    save_answers(interview=interview, edits=[AnswerEdit(str(first.pk), "mine", 0)], by=consultant)
    saved = save_answers(
        interview=interview,
        edits=[AnswerEdit(str(first.pk), "", 0), AnswerEdit(str(second.pk), "yours", 0)],
        by=second_consultant,
    )
    assert saved.conflicts == ()
    texts = InterviewAnswer.objects.order_by("question__position").values_list("text", flat=True)
    assert list(texts) == ["mine", "yours"]


def test_a_stale_answer_shows_both_texts_and_saves_the_others(
    as_: SignIn, consultant: User, second_consultant: User
) -> None:
    interview = make.interview(by=consultant)
    first, second = interview.guide.questions.all()
    make.answer(interview=interview, text="what Carla wrote", by=consultant)
    page = as_(second_consultant).post(
        reverse("findings:interview_log", args=[interview.pk]),
        {
            f"answer-{first.pk}": "what Simon wrote", f"base-{first.pk}": "0",
            f"answer-{second.pk}": "another answer", f"base-{second.pk}": "0",
        },
    )  # fmt: skip
    shown = page.content.decode()
    assert page.status_code == 422
    assert "what Carla wrote" in shown
    assert "what Simon wrote" in shown
    assert InterviewAnswer.objects.get(question=second).text == "another answer"
    assert InterviewAnswer.objects.get(question=first).text == "what Carla wrote"
    again = as_(second_consultant).post(
        reverse("findings:interview_log", args=[interview.pk]),
        {f"answer-{first.pk}": "both together", f"base-{first.pk}": "1"},
    )
    assert again.status_code == 302
    assert InterviewAnswer.objects.get(question=first).text == "both together"


def test_every_version_of_an_answer_is_kept(consultant: User) -> None:
    interview = make.interview(by=consultant)
    for text in ("one", "two", "three"):
        make.answer(interview=interview, text=text, by=consultant)
    assert list(AnswerVersion.objects.values_list("text", flat=True)) == ["one", "two", "three"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "'; DROP TABLE x; --",
        "😀 مرحبا",
        "> ((( #a #b-c !!",
        "x" * 99_000,
    ],
)
def test_hostile_answers_are_kept_as_text(as_: SignIn, consultant: User, text: str) -> None:
    interview = make.interview(by=consultant)
    question = interview.guide.questions.get(position=1)
    client = as_(consultant)
    sent = {f"answer-{question.pk}": text, f"base-{question.pk}": "0"}
    assert (
        client.post(reverse("findings:interview_log", args=[interview.pk]), sent).status_code == 302
    )
    page = client.get(interview.get_absolute_url())
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize(
    ("name", "value"),
    [("answer", "a\x00b"), ("answer", "x" * 1_000_000), ("base", "none"), ("base", "9" * 40)],
)
def test_impossible_answers_are_refused_and_kept_on_the_page(
    as_: SignIn, consultant: User, name: str, value: str
) -> None:
    interview = make.interview(by=consultant)
    key = interview.guide.questions.get(position=1).pk
    sent = {f"answer-{key}": "typed words", f"base-{key}": "0", f"{name}-{key}": value}
    page = as_(consultant).post(reverse("findings:interview_log", args=[interview.pk]), sent)
    assert page.status_code == 422
    assert not InterviewAnswer.objects.exists()


def test_a_question_of_another_guide_is_refused(consultant: User) -> None:
    interview = make.interview(by=consultant)
    other = make.guide(by=consultant, title="Officers").questions.get(position=1)
    with pytest.raises(Refused, match="guide"):
        save_answers(interview=interview, edits=[AnswerEdit(str(other.pk), "x", 0)], by=consultant)


@pytest.mark.parametrize("n_rows", [1, 50])
def test_lists_and_logs_need_the_same_queries_for_one_and_many(
    as_: SignIn, consultant: User, n_rows: int, django_assert_max_num_queries: Callable[..., object]
) -> None:
    interview = make.held_interview(by=consultant)
    for _ in range(n_rows - 1):
        make.held_interview(by=consultant)
    make.answer(interview=interview, text="> One. #a\n> Two. #b\n> Three. #c", by=consultant)
    client = as_(consultant)
    limits = {
        reverse("findings:interview_list"): 10,
        interview.get_absolute_url(): 10,
        reverse("findings:interview_log", args=[interview.pk]): 10,
        reverse("findings:quote_list"): 14,
        reverse("findings:participant_list"): 8,
    }
    for page, limit in limits.items():
        with django_assert_max_num_queries(limit):  # type: ignore[attr-defined]
            client.get(page)


def test_a_group_is_one_of_the_list(consultant: User) -> None:
    somebody = make.participant(by=consultant, group=SpeakerGroup.OFFICER)
    with pytest.raises(IntegrityError, match="group_is_known"), transaction.atomic():
        Participant.objects.filter(pk=somebody.pk).update(group="spy")


def test_a_cleared_target_is_removed(as_: SignIn, consultant: User) -> None:
    address = reverse("findings:interview_targets")
    client = as_(consultant)
    client.post(address, {"resident": 20, "officer": 5, "officer_met": 7})
    removed_key = str(InterviewTarget.objects.get(group="resident").pk)
    client.post(address, {"resident": "", "officer_met": 7})
    assert list(InterviewTarget.objects.values_list("group", "target", "attendance")) == [
        ("officer", 0, 7)
    ]
    entry = AuditEntry.objects.get(verb="removed an interview target")
    assert entry.object_id == removed_key


def test_an_answer_names_the_person_who_changed_it_last(
    consultant: User, second_consultant: User
) -> None:
    interview, other = make.interview(by=consultant), make.interview(by=consultant)
    for each in (interview, other):
        make.answer(interview=each, text="first", by=consultant)
    answer = make.answer(interview=interview, text="second", by=second_consultant)
    assert (answer.text, answer.revision, answer.changed_by) == ("second", 2, second_consultant)
    untouched = InterviewAnswer.objects.get(interview=other)
    assert (untouched.text, untouched.changed_by) == ("first", consultant)


def test_an_answer_saved_with_the_same_words_is_no_change(consultant: User) -> None:
    interview = make.interview(by=consultant)
    answer = make.answer(interview=interview, text="They were polite.", by=consultant)
    n_rows = AuditEntry.objects.count()
    for words, base in (("They were polite.", 1), ("They were polite. \n", 0)):
        edit = AnswerEdit(str(answer.question_id), words, base)
        saved = save_answers(interview=interview, edits=[edit], by=consultant)
        assert (saved.n_saved, saved.conflicts) == (0, ())
    assert AuditEntry.objects.count() == n_rows


def test_an_answer_typed_over_an_old_copy_without_a_change_is_none(
    consultant: User, second_consultant: User
) -> None:
    interview = make.interview(by=consultant)
    answer = make.answer(interview=interview, text="first", by=consultant)
    make.answer(interview=interview, text="second", by=second_consultant)
    edit = AnswerEdit(str(answer.question_id), "first", 1)
    saved = save_answers(interview=interview, edits=[edit], by=consultant)
    assert (saved.n_saved, saved.conflicts) == (0, ())
    assert InterviewAnswer.objects.get().text == "second"
