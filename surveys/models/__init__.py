"""Surveys and their questionnaires; codes, sealed boxes and opened answer sheets."""

from surveys.models.answers import AnswerSheet, Channel, InvitationCode, SealedBox, SpentCode
from surveys.models.surveys import (
    TRANSITIONS,
    Disposition,
    DispositionKind,
    QuestionnaireVersion,
    Sample,
    Survey,
    SurveyStatus,
)

__all__ = [
    "TRANSITIONS",
    "AnswerSheet",
    "Channel",
    "Disposition",
    "DispositionKind",
    "InvitationCode",
    "QuestionnaireVersion",
    "Sample",
    "SealedBox",
    "SpentCode",
    "Survey",
    "SurveyStatus",
]
