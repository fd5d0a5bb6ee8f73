"""Coding the opened sheets of a survey, after every batch."""

from surveys.analysis import answer_columns
from surveys.analysis.models import StoredColumns
from surveys.analysis.selectors.columns import read_columns
from surveys.survey.models import Survey


def store_columns(*, survey: Survey) -> StoredColumns:
    """Store the sheets as columns; they say nothing new, so there is no audit row."""
    assert survey.version  # noqa: S101  # sheets come in through a published questionnaire
    columns = read_columns(survey)
    values = {
        "n_sheets": columns.n,
        "questionnaire": survey.version.sha256,
        "content": answer_columns.pack(columns),
    }
    stored, _is_new = StoredColumns.objects.update_or_create(survey=survey, defaults=values)
    return stored
