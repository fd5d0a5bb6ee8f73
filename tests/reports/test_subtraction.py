"""Two issues of one survey cannot be subtracted: a few people between them stop the second."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.figures import Column, Figure, Table
from clayton_review.reports import checks, snapshot
from clayton_review.reports.checks import check
from clayton_review.reports.models import Report
from surveys.analysis.actions.columns import store_columns
from surveys.answers.models import AnswerSheet
from surveys.fielding.actions.status import close_survey
from surveys.survey.models import Survey
from tests.reports.factories import a_draft, issued
from tests.surveys import factories

NOVEMBER = datetime(2018, 11, 20, 15, tzinfo=UTC)


@pytest.fixture
def survey(lead: User) -> Survey:
    with clock.at(NOVEMBER):
        open_survey = factories.open_survey(by=lead)
        sheet: dict[str, Any] = {"feel_safe": "4", "stopped": "no", "story": None}
        factories.answered(open_survey, [sheet] * 60 + [{**sheet, "feel_safe": "2"}] * 60)
        open_survey = close_survey(survey=open_survey, by=lead)
        factories.published(open_survey, by=lead)
    return Survey.objects.with_questionnaire().get()


@pytest.fixture
def approvers(consultant: User, second_consultant: User) -> tuple[User, User]:
    return consultant, second_consultant


def subtractions(report: Report) -> list[str]:
    return [
        problem.sentence
        for problem in check(report, snapshot.read(report.snapshot))
        if "Anyone who subtracts" in problem.sentence
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("n_removed", "stops"), [(0, False), (2, True), (4, True), (5, False)])
def test_few_people_between_two_issues_stop_the_second(
    survey: Survey, lead: User, approvers: tuple[User, User], n_removed: int, stops: bool
) -> None:  # fmt: skip
    issued(by=lead, approvers=approvers, month=date(2018, 11, 1))
    safe = AnswerSheet.objects.filter(answers__feel_safe="4").values_list("pk", flat=True)
    factories.let_sheets_change()
    AnswerSheet.objects.filter(pk__in=list(safe[:n_removed])).delete()
    store_columns(survey=survey)
    draft = a_draft()
    sentences = subtractions(draft)
    assert bool(sentences) == stops
    if stops:
        people = f"{n_removed} people"
        assert any(
            "residents-2018.feel_safe" in sentence and people in sentence for sentence in sentences
        )
        checks = check(draft, snapshot.read(draft.snapshot))
        assert all(problem.is_blocking for problem in checks if problem.sentence in sentences)


def figure(*rows: tuple[str | None, ...], kind: str = "people") -> Figure:
    columns = (Column("Answer"), Column("Answers", kind))
    return Figure("x", "t", "s", "", "", "", Table(columns, rows), "")


@pytest.mark.parametrize(
    ("old", "new", "few"),
    [
        (figure(("Yes", "20")), figure(("Yes", "23")), 3),
        (figure(("Yes", "20")), figure(("Yes", "16")), 4),
        (figure(("Yes", "20")), figure(("Yes", "25")), 0),
        (figure(("Yes", "20")), figure(("Yes", "20")), 0),
        (figure(("Yes", None)), figure(("Yes", "20")), 0),
        (figure(("No", "20")), figure(("Yes", "21")), 0),
        (figure(("Yes", "20"), kind="count"), figure(("Yes", "21"), kind="count"), 0),
    ],
)
def test_counts_of_people_are_compared_row_by_row(old: Figure, new: Figure, few: int) -> None:
    assert checks._few_between(old, new) == few
