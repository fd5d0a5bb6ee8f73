"""Loads the invented interviews, their quotes and their codes."""

from datetime import date

from clayton_review.accounts.models import User
from clayton_review.demo.code_tree import code_values, family_values
from clayton_review.demo.interview_texts import QUESTIONS, VOICES, DemoInterview
from clayton_review.demo.interview_texts_january import QUESTIONS_2, VOICES_JANUARY
from clayton_review.demo.times import identity, on
from findings.coding.actions.code_book import define_code
from findings.coding.models.excerpts import Excerpt
from findings.fieldwork.actions.participants import add_participant
from findings.fieldwork.inputs import ParticipantInput
from findings.interviews.actions.answers import save_answers
from findings.interviews.actions.guides import amend_guide, create_guide, create_next_version
from findings.interviews.actions.interviews import (
    change_interview_state,
    plan_interview,
    set_group_target,
)
from findings.interviews.inputs import AnswerEdit, GuideInput, InterviewInput
from findings.interviews.models.guides import InterviewGuide
from findings.interviews.models.interviews import Interview, InterviewState

TARGETS = {
    "resident": 40, "student": 12, "business": 8, "community": 8,
    "officer": 12, "civilian": 6, "official": 4,
}  # fmt: skip
MEETINGS = {"resident": 90, "student": 20, "business": 15, "community": 10}
PLACES = {"phone": "none", "video": "none", "study_office": "study_office"}


def prepare_interviews(*, by: User) -> None:
    """Create guide, code book and targets before the first interview."""
    with on("2018-10-29"):
        create_guide(
            record_id=identity("guide"),
            values=GuideInput("People who live, work or study in Clayton", "We take notes."),
            questions=list(QUESTIONS),
            by=by,
        )
        families = {
            values.name: define_code(
                record_id=identity(f"code/{values.name}"), values=values, by=by
            )
            for values in family_values()
        }
        for values in code_values(families):
            define_code(record_id=identity(f"code/{values.name}"), values=values, by=by)
        for group, target in TARGETS.items():
            wanted = MEETINGS.get(group)
            set_group_target(group=group, target=target, attendance=wanted, by=by)


def revise_guide(*, by: User) -> None:
    """Create the guide's second version, with three questions that came from the first talks."""
    with on("2019-01-07"):
        first = InterviewGuide.objects.get(pk=identity("guide"))
        second = create_next_version(guide=first, by=by)
        amend_guide(
            guide=second,
            revision=second.revision,
            introduction=second.introduction,
            questions=list(QUESTIONS_2),
            by=by,
        )


def hold_interviews(month: str, *, by: User) -> None:
    """Hold the interviews of one month (`2018-11`) and write them up."""
    for number, voice in enumerate((*VOICES, *VOICES_JANUARY)):
        if voice.held_on.startswith(month):
            with on(voice.held_on, "18:00"):
                _record_interview(number, voice, by=by)


def quote(words: str) -> Excerpt:
    """Return the excerpt that contains these words."""
    return Excerpt.objects.get(text__contains=words)


def _record_interview(number: int, voice: DemoInterview, *, by: User) -> None:
    guide = InterviewGuide.objects.order_by("version").last()
    assert guide is not None  # noqa: S101  # written before the first talk
    day = date.fromisoformat(voice.held_on)
    participant = add_participant(
        record_id=identity(f"participant/{number}"),
        values=ParticipantInput(
            voice.group,
            voice.consent,
            day,
            voice.office,
            consent_how="spoken" if voice.mode in ("phone", "video") else "signed",
            language=voice.language,
        ),
        by=by,
    )
    mode = "in_person" if voice.mode == "study_office" else voice.mode
    interview = plan_interview(
        record_id=identity(f"interview/{number}"),
        values=InterviewInput(
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
    save_answers(interview=interview, edits=edits, by=by)
    for step in (InterviewState.HELD, InterviewState.WRITTEN_UP):
        interview = Interview.objects.get(pk=interview.pk)
        change_interview_state(interview=interview, revision=interview.revision, to=step, by=by)
