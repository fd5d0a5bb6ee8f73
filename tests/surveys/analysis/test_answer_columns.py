"""Sheets as columns: every kind of answer, and nothing else."""

from datetime import date

import numpy as np
import pytest

from clayton_review.accounts.models import User
from surveys.analysis import answer_columns
from surveys.analysis.models import StoredColumns
from surveys.analysis.selectors.columns import survey_columns
from surveys.answers.models import AnswerSheet
from surveys.notation.questionnaire_notation import parse
from surveys.question_types.columns import ANSWERED, NOT_ASKED, SKIPPED
from surveys.questionnaire.questionnaire import Answer
from surveys.survey.models import Survey
from tests.surveys import factories

QUESTIONNAIRE = parse(factories.EVERY_TYPE)
WEEK = date(2018, 11, 26)
FULL: dict[str, Answer] = {
    "stopped": "yes", "why": "no", "help": ["advice", "other"],
    "treated": {"heard": "4", "told": None}, "first": ["foot", "cameras"], "age": "44",
    "when": "2018-07-07", "word": "Quick",
}  # fmt: skip
APART: dict[str, Answer] = {
    "stopped": "dont_know", "help": ["none"], "treated": None, "first": ["prefer_not"],
    "age": "prefer_not", "when": "dont_know", "word": None,
}  # fmt: skip


def row_of(sheet: dict[str, Answer]) -> dict[str, float]:
    """The single row of one sheet."""
    columns = answer_columns.columns_of_sheets(QUESTIONNAIRE, [(sheet, "code", WEEK)])
    return {name: column[0] for name, column in columns.columns.items()}


def places(name: str) -> dict[str, int]:
    return {c.value: place for place, c in enumerate(QUESTIONNAIRE.question(name).choices)}


def test_every_kind_of_answer_has_its_number() -> None:
    row = row_of(FULL)
    assert row["stopped"] == places("stopped")["yes"]
    assert row["help"] == ANSWERED
    assert (row["help.advice"], row["help.report"], row["help.other"]) == (1, 0, 1)
    assert row["treated.heard"] == places("treated")["4"]
    assert row["treated.told"] == SKIPPED
    assert (row["first.foot"], row["first.cameras"], row["first.training"]) == (1, 2, 0)
    assert row["age#"] == 44
    assert row["when#"] == date(2018, 7, 7).toordinal()
    assert row["word"] == ANSWERED  # that something was written, not what
    assert row["week#"] == WEEK.toordinal()


def test_not_asked_skipped_and_set_apart_are_three_things() -> None:
    row = row_of(APART)
    assert row["why"] == NOT_ASKED
    assert row["word"] == row["treated"] == row["treated.heard"] == SKIPPED
    assert row["help"] == places("help")["none"]
    assert row["first"] == places("first")["prefer_not"]
    assert np.isnan(row["age#"])
    assert np.isnan(row["when#"])


def test_one_tick_is_an_answer_and_not_one_set_apart() -> None:
    assert row_of({**FULL, "help": ["advice"], "first": ["foot"]})["help"] == ANSWERED
    assert row_of({**FULL, "first": ["foot"]})["first"] == ANSWERED


def test_packing_keeps_everything_and_adds_nothing() -> None:
    columns = answer_columns.columns_of_sheets(
        QUESTIONNAIRE, [(FULL, "code", WEEK), (APART, "opt_in", WEEK)]
    )
    content = answer_columns.pack(columns)
    assert content == answer_columns.pack(columns)  # no time in it
    again = answer_columns.unpack(content)
    assert again.n == 2
    for name, column in columns.columns.items():
        np.testing.assert_array_equal(again[name], column)
    assert b"Quick" not in content


def test_the_order_of_rows_is_that_of_the_answers() -> None:
    """The columns tell nothing of the order in which sheets are stored elsewhere."""
    sheets = [(FULL, "code", WEEK), (APART, "code", WEEK)] * 5
    forwards = answer_columns.pack(answer_columns.columns_of_sheets(QUESTIONNAIRE, sheets))
    assert forwards == answer_columns.pack(
        answer_columns.columns_of_sheets(QUESTIONNAIRE, reversed(sheets))
    )


@pytest.fixture
def survey(lead: User) -> Survey:
    open_survey = factories.open_survey(by=lead, notation=factories.EVERY_TYPE)
    factories.answered(open_survey, [FULL] * 60 + [APART] * 45)
    return Survey.objects.with_questionnaire().get(pk=open_survey.pk)


@pytest.mark.django_db
def test_a_batch_is_coded_as_it_is_opened(survey: Survey) -> None:
    assert StoredColumns.objects.get().n_sheets == 105
    columns = survey_columns(survey)
    assert (columns["stopped"] == places("stopped")["yes"]).sum() == 60
    assert survey_columns(survey, channel="opt_in").n == 0


@pytest.mark.django_db
def test_columns_that_no_longer_fit_are_not_used(survey: Survey) -> None:
    factories.let_sheets_change()
    removed = AnswerSheet.objects.filter(answers__stopped="yes").values_list("pk", flat=True)[:10]
    AnswerSheet.objects.filter(pk__in=list(removed)).delete()
    columns = survey_columns(survey)
    assert columns.n == 95
    assert (columns["stopped"] == places("stopped")["yes"]).sum() == 50
