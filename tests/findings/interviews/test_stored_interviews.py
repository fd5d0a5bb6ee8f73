"""Tests of answers across guides, targets of groups, and guides in versions."""

import json

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from findings.coding.models.quotable_texts import SpeakerGroup
from findings.interviews.actions.answers import save_answers
from findings.interviews.actions.guides import amend_guide, create_next_version
from findings.interviews.actions.interviews import (
    change_interview_state,
    remove_group_target,
    set_group_target,
)
from findings.interviews.actions.withdrawal import withdraw_interview
from findings.interviews.inputs import AnswerEdit
from findings.interviews.models.guides import InterviewGuide
from findings.interviews.models.interviews import (
    AnswerVersion,
    Interview,
    InterviewAnswer,
    InterviewTarget,
)
from findings.interviews.selectors.question_answers import answers_to
from tests.findings import factories as make

OFFICER, RESIDENT = SpeakerGroup.OFFICER, SpeakerGroup.RESIDENT


def payloads(verb: str) -> list[dict[str, object]]:
    return [json.loads(a.payload) for a in AuditEntry.objects.filter(verb=verb).order_by("id")]


def test_answers_to_a_question_are_those_of_all_versions_by_group_and_person(
    consultant: User,
) -> None:
    guide = make.guide(by=consultant)
    people = [make.participant(by=consultant, group=group) for group in (RESIDENT, OFFICER)]
    for person in (*people, people[0]):
        held = make.interview(by=consultant, participant=person, guide=guide)
        make.answer(interview=held, text=f"First of {person.code}.", by=consultant)
        make.answer(interview=held, text="Something else.", by=consultant, position=2)
    newer = create_next_version(guide=guide, by=consultant)
    later = make.interview(by=consultant, participant=make.participant(by=consultant), guide=newer)
    make.answer(interview=later, text="> Newer. #code", by=consultant)
    gone = make.interview(by=consultant, participant=people[1], guide=guide)
    make.answer(interview=gone, text="Withdrawn.", by=consultant)
    withdraw_interview(interview=gone, revision=1, reason="Asked to.", by=consultant)
    emptied = make.interview(by=consultant, participant=people[0], guide=guide)
    for text in ("Emptied.", ""):
        make.answer(interview=emptied, text=text, by=consultant)
    for asked in (guide, newer):
        question = asked.questions.get(position=1)
        shown = [
            (a.interview.participant.number, a.version, len(a.lines)) for a in answers_to(question)
        ]
        assert shown == [(2, 1, 1), (1, 1, 1), (1, 1, 1), (3, 2, 1)]
        assert [a.interview.participant for a in answers_to(question, OFFICER)] == [people[1]]
    assert answers_to(guide.questions.get(position=1), SpeakerGroup.STUDENT) == []


def test_targets_are_set_changed_and_removed_for_one_group(consultant: User) -> None:
    set_group_target(group=OFFICER, target=3, by=consultant)
    steps: list[tuple[int, int | None]] = [(20, None), (20, None), (20, 90), (25, 90), (25, None)]
    for target, attendance in steps:
        set_group_target(group=RESIDENT, target=target, attendance=attendance, by=consultant)
        stored = InterviewTarget.objects.get(group=RESIDENT)
        assert (stored.target, stored.attendance) == (target, attendance)
    verb = "set an interview target"
    acts = [(act["group"], act["target"], act["attendance"]) for act in payloads(verb)]
    assert acts == [(OFFICER, 3, None), *((RESIDENT, *step) for step in [steps[0], *steps[2:]])]
    for _ in range(2):
        remove_group_target(group=RESIDENT, by=consultant)
    assert [row.group for row in InterviewTarget.objects.all()] == [OFFICER]
    assert payloads("removed an interview target") == [{"group": RESIDENT}]


def test_an_amended_guide_keeps_its_questions_in_order(consultant: User) -> None:
    guide, other = make.guide(by=consultant), make.guide(by=consultant, title="Officers")
    asked = ["Third?", "First?", "Second?"]
    amend_guide(guide=guide, revision=1, introduction="Hello.", questions=asked, by=consultant)
    stored = InterviewGuide.objects.get(pk=guide.pk)
    assert (stored.introduction, stored.revision) == ("Hello.", 2)
    rows = stored.questions.order_by("position").values_list("position", "text")
    assert list(rows) == list(enumerate(asked, start=1))
    assert [question.text for question in other.questions.order_by("position")] == make.QUESTIONS
    assert payloads("amended an interview guide") == [{"n_questions": 3}]


def test_a_next_version_is_made_of_a_used_guide_only(consultant: User) -> None:
    guide = make.guide(by=consultant)
    make.guide(by=consultant, title="Officers")
    assert create_next_version(guide=guide, by=consultant) == guide
    make.interview(by=consultant, guide=guide)
    second = create_next_version(guide=guide, by=consultant)
    assert (second.title, second.version, second.revision) == (guide.title, 2, 1)
    assert create_next_version(guide=guide, by=consultant) == second
    make.interview(by=consultant, guide=second)
    third = create_next_version(guide=guide, by=consultant)
    assert third.version == 3
    for version in (second, third):
        asked = version.questions.order_by("position")
        assert [question.text for question in asked] == make.QUESTIONS
        assert [question.first for question in asked] == list(guide.questions.order_by("position"))
    assert payloads("made a new guide version") == [{"version": 2}, {"version": 3}]
    assert InterviewGuide.objects.count() == 4


@pytest.mark.parametrize(
    ("edit", "stored", "outcome"),
    [
        ((2, "Third."), "Third.", (1, 0)),
        ((2, "Third.  \r\n"), "Third.", (1, 0)),
        ((2, "Second."), "Second.", (0, 0)),
        ((1, "First."), "Second.", (0, 0)),  # nothing was typed since
        ((1, "Second."), "Second.", (0, 0)),
        ((1, "Other."), "Second.", (0, 1)),
        ((0, ""), "Second.", (0, 0)),
        ((9, "Other."), "Second.", (0, 1)),
    ],
)
def test_an_answer_is_saved_at_its_own_revision(
    consultant: User, lead: User, edit: tuple[int, str], stored: str, outcome: tuple[int, int]
) -> None:
    (base, text), (n_saved, _n_conflicts) = edit, outcome
    interview, other = make.interview(by=consultant), make.interview(by=consultant)
    for words in ("First.", "Second."):
        answer = make.answer(interview=interview, text=words, by=consultant)
    make.answer(interview=other, text="Apart.", by=consultant)
    typed = AnswerEdit(str(answer.question_id), text, base)
    with clock.at(clock.now().replace(year=2030)):
        result = save_answers(interview=interview, edits=[typed], by=lead)
        now = clock.now()
    assert (result.n_saved, len(result.conflicts)) == outcome
    for conflict in result.conflicts:
        assert vars(conflict) == {
            "question_id": str(answer.question_id), "typed": text, "stored": "Second.",
            "stored_revision": 2, "stored_by": consultant.name,
        }  # fmt: skip
    row = InterviewAnswer.objects.get(pk=answer.pk)
    assert (row.text, row.revision) == (stored, 2 + n_saved)
    if n_saved:
        assert (row.changed_by, row.changed_at) == (lead, now)
    versions = AnswerVersion.objects.filter(answer=row).order_by("revision")
    assert [version.text for version in versions] == ["First.", "Second.", *[stored] * n_saved]
    assert InterviewAnswer.objects.get(interview=other).text == "Apart."


def test_a_state_is_stored_with_the_first_moment_it_was_held(consultant: User) -> None:
    interview, other = make.interview(by=consultant), make.interview(by=consultant)
    moments = []
    for n, to in enumerate(("held", "written_up"), start=1):
        with clock.at(clock.now().replace(year=2029 + n)):
            change_interview_state(interview=interview, revision=n, to=to, by=consultant)
            moments.append(clock.now())
        stored = Interview.objects.get(pk=interview.pk)
        assert (stored.state, stored.revision) == (to, n + 1)
        assert stored.held_recorded_at == moments[0]
    other.refresh_from_db()
    assert (other.state, other.held_recorded_at, other.revision) == ("planned", None, 1)
