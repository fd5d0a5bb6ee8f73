"""The one size that all sealed boxes of a survey have: the largest that a sheet of it can need."""

from uuid import UUID

from surveys.answers import sealing
from surveys.answers.models import Channel
from surveys.question_types import type_of
from surveys.questionnaire.questionnaire import Questionnaire

STEP = 1_024  # sizes are whole kilobytes


def box_bytes(questionnaire: Questionnaire) -> int:
    """Return the bytes of a box that holds the longest answer to every question."""
    answers = {
        question.name: type_of(question.kind).longest_answer(question)
        for question in questionnaire.questions
    }
    longest = {
        "version": str(UUID(int=0)),
        "channel": max(Channel.values, key=len),
        "answers": answers,
    }
    n_bytes = len(sealing.content_bytes(longest)) + sealing.LENGTH_BYTES
    return -(-n_bytes // STEP) * STEP
