"""Surveys and their questionnaires; codes, sealed boxes and opened answer sheets."""

from surveys.models.answers import AnswerSheet, Channel, InvitationCode, SealedBox, SpentCode
from surveys.models.coded import CodedAnswers
from surveys.models.population import PopulationTarget
from surveys.models.statements import MethodologyStatement
from surveys.models.surveys import (
    TRANSITIONS,
    Disposition,
    DispositionKind,
    QuestionnaireVersion,
    Sample,
    Survey,
    SurveyStatus,
)
from surveys.models.weighting import Weighting

__all__ = [
    "TRANSITIONS",
    "AnswerSheet",
    "Channel",
    "CodedAnswers",
    "Disposition",
    "DispositionKind",
    "InvitationCode",
    "MethodologyStatement",
    "PopulationTarget",
    "QuestionnaireVersion",
    "Sample",
    "SealedBox",
    "SpentCode",
    "Survey",
    "SurveyStatus",
    "Weighting",
]
