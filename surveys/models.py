"""The models of the app, which Django finds here; everybody else imports them where they are."""

from surveys.analysis.models import PopulationTarget, StoredColumns, Weighting
from surveys.answers.models import AnswerSheet, InvitationCode, SealedBox, SpentCode
from surveys.results.models import MethodologyStatement
from surveys.survey.models import Disposition, QuestionnaireVersion, Survey

__all__ = [
    "AnswerSheet",
    "Disposition",
    "InvitationCode",
    "MethodologyStatement",
    "PopulationTarget",
    "QuestionnaireVersion",
    "SealedBox",
    "SpentCode",
    "StoredColumns",
    "Survey",
    "Weighting",
]
