"""Loads the invented interviews, their quotes and their codes."""

from datetime import date

from clayton_review.accounts.models import User
from clayton_review.demo.moments import identity, on
from clayton_review.demo.voices import CODES, QUESTIONS, VOICES, Voice
from findings import actions
from findings.models import Excerpt, Interview, InterviewGuide, InterviewState
from findings.models.facts import (
    AnswerEdit,
    CodeFacts,
    GuideFacts,
    InterviewFacts,
    ParticipantFacts,
)

TARGETS = {
    "resident": 40, "student": 12, "business": 8, "community": 8,
    "officer": 12, "civilian": 6, "official": 4,
}  # fmt: skip
PLACES = {"phone": "none", "video": "none", "study_office": "study_office"}


def prepare_interviews(*, by: User) -> None:
    """Guide, code book and targets, before the first talk."""
    with on("2018-10-29"):
        actions.create_guide(
            record_id=identity("guide"),
            facts=GuideFacts("People who live, work or study in Clayton", "We take notes."),
            questions=list(QUESTIONS),
            by=by,
        )
        for name, definition in CODES:
            facts = CodeFacts(name, definition)
            actions.define_code(record_id=identity(f"code/{name}"), facts=facts, by=by)
        for group, target in TARGETS.items():
            actions.set_target(group=group, target=target, by=by)


def hold_interviews(month: str, *, by: User) -> None:
    """The interviews of one month (`2018-11`), held and written up."""
    for number, voice in enumerate(VOICES):
        if voice.held_on.startswith(month):
            with on(voice.held_on, "18:00"):
                _hold(number, voice, by=by)


def quote(words: str) -> Excerpt:
    """The excerpt with these words."""
    return Excerpt.objects.get(text__contains=words)


def _hold(number: int, voice: Voice, *, by: User) -> None:
    guide = InterviewGuide.objects.get(pk=identity("guide"))
    day = date.fromisoformat(voice.held_on)
    participant = actions.add_participant(
        record_id=identity(f"participant/{number}"),
        facts=ParticipantFacts(voice.group, voice.consent, day, voice.office),
        by=by,
    )
    mode = "in_person" if voice.mode == "study_office" else voice.mode
    interview = actions.plan_interview(
        record_id=identity(f"interview/{number}"),
        facts=InterviewFacts(
            participant=participant,
            guide=guide,
            interviewer=by,
            held_on=day,
            mode=mode,
            place=PLACES.get(voice.mode, "public"),
        ),
        by=by,
    )
    questions = {question.position: question for question in guide.questions.all()}
    edits = [
        AnswerEdit(str(questions[place + 1].pk), text, 0) for place, text in voice.answers.items()
    ]
    actions.save_answers(interview=interview, edits=edits, by=by)
    for step in (InterviewState.HELD, InterviewState.WRITTEN_UP):
        interview = Interview.objects.get(pk=interview.pk)
        actions.move_interview(interview=interview, revision=interview.revision, to=step, by=by)
