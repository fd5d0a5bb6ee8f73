"""Surveys and their questionnaires; codes, sealed boxes and opened answer sheets."""

from surveys.models.answers import AnswerSheet, Channel, InvitationCode, SealedBox, SpentCode
from surveys.models.population import PopulationTarget
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
    "PopulationTarget",
    "QuestionnaireVersion",
    "Sample",
    "SealedBox",
    "SpentCode",
    "Survey",
    "SurveyStatus",
]
