"""Coding the opened sheets of a survey, after every batch."""

from surveys import coding
from surveys.models import CodedAnswers, Survey
from surveys.selectors.coded import fresh


def code_sheets(*, survey: Survey) -> CodedAnswers:
    """Keep the sheets as columns; says nothing that the sheets do not, so no audit row."""
    assert survey.version  # noqa: S101  # sheets come in through a published questionnaire
    made = fresh(survey)
    facts = {
        "n_sheets": made.n,
        "questionnaire": survey.version.sha256,
        "content": coding.packed(made),
    }
    kept, _is_new = CodedAnswers.objects.update_or_create(survey=survey, defaults=facts)
    return kept
