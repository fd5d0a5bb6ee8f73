"""The published survey at an address, and what can be asked of it."""

from django.shortcuts import get_object_or_404

from clayton_review.accounts.models import User
from surveys import documents
from surveys.documents import Document
from surveys.models import Survey
from surveys.variables import Variable, variables


def survey_at(slug: str, user: User) -> Survey:
    """The survey with its questionnaire; 404 for a draft without one or an unknown address."""
    known = Survey.objects.visible_to(user).with_questionnaire()
    return get_object_or_404(known, slug=slug)


def document_of(survey: Survey) -> Document:
    """The questionnaire of a survey that has one."""
    assert survey.version  # noqa: S101  # as `survey_at` sees to
    return documents.from_json(survey.version.document)


def variables_of(survey: Survey) -> list[Variable]:
    """All that can stand in a table of the survey."""
    counts = dict(survey.targets.current().values_list("question", "counts"))
    return variables(document_of(survey), counts)
