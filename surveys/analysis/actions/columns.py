"""Coding the opened sheets of a survey, after every batch."""

from surveys.analysis import answer_columns
from surveys.analysis.models import CodedAnswers
from surveys.analysis.selectors.columns import fresh
from surveys.survey.models import Survey


def code_sheets(*, survey: Survey) -> CodedAnswers:
    """Keep the sheets as columns; says nothing that the sheets do not, so no audit row."""
    assert survey.version  # noqa: S101  # sheets come in through a published questionnaire
    made = fresh(survey)
    facts = {
        "n_sheets": made.n,
        "questionnaire": survey.version.sha256,
        "content": answer_columns.packed(made),
    }
    kept, _is_new = CodedAnswers.objects.update_or_create(survey=survey, defaults=facts)
    return kept
