"""Tests of which recommendations wait for whom, the most urgent first."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from findings.recommendations.actions.recommendations import report_progress
from findings.recommendations.actions.release import (
    issue_recommendation,
    withdraw_recommendation,
)
from findings.recommendations.models.recommendations import Recommendation, RecommendationStatus
from findings.recommendations.selectors.plan import plan
from findings.recommendations.selectors.work_items import (
    city_work_items,
    recommendation_work_items,
)
from tests.documents import factories as documents
from tests.findings import factories as make
from tests.module_rows import Making
from tests.people import usual_team

pytestmark = pytest.mark.django_db
LATE = timedelta(days=40)


@pytest.fixture(scope="module", autouse=True)
def every_state(making_rows: Making) -> dict[str, UUID]:
    """Write a recommendation for each state, some issued, due in 30 days or never; one is gone."""
    with making_rows():
        lead, consultant, _second = usual_team()
        return {name: row.pk for name, row in recommendations(lead, consultant)}


def recommendations(lead: User, consultant: User) -> Iterator[tuple[str, Recommendation]]:
    finding = make.released(by=consultant, signer=usual_team()[2], lead=lead)

    def issue(text: str, *, days: int | None = None, status: str = "") -> Recommendation:
        due_on = None if days is None else clock.today() + timedelta(days=days)
        values = replace(make.RECOMMENDATION, text=text, due_on=due_on)
        row = make.recommendation(by=consultant, finding=finding, values=values)
        issue_recommendation(recommendation=row, revision=row.revision, by=lead)
        row.refresh_from_db()
        if status:
            advance(row, status, consultant)
        return row

    yield "closed", issue("Closed.", days=30, status=RecommendationStatus.DECLINED)
    yield "begun", issue("Begun.", status=RecommendationStatus.IN_PROGRESS)
    draft = replace(make.RECOMMENDATION, text="Draft.")
    yield "draft", make.recommendation(by=consultant, finding=finding, values=draft)
    yield "later", issue("Unanswered, due later.", days=50)
    yield "unanswered", issue("Unanswered.", days=45)
    yield "reported", issue("Reported.", days=30, status=RecommendationStatus.REPORTED)
    yield "late", issue("Late.", days=30, status=RecommendationStatus.IN_PROGRESS)
    gone = issue("Withdrawn.", days=30)
    withdraw_recommendation(recommendation=gone, revision=gone.revision, reason="Twice.", by=lead)
    yield "gone", gone


def advance(row: Recommendation, status: str, by: User) -> None:
    paper = documents.document(by=by, disclosure_class="public")
    progress = replace(make.in_progress(), status=status, document=paper)
    report_progress(recommendation=row, revision=row.revision, progress=progress, by=by)


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (
            "lead",
            [
                ("Late.", "overdue"),
                ("Reported.", "reported implemented: review and verify"),
                ("Unanswered.", "waiting for a response"),
                ("Unanswered, due later.", "waiting for a response"),
                ("Draft.", "not issued yet"),
            ],
        ),
        (
            "consultant",  # who wrote and reported them
            [
                ("Late.", "overdue"),
                ("Unanswered.", "waiting for a response"),
                ("Unanswered, due later.", "waiting for a response"),
            ],
        ),
    ],
)
def test_the_team_sees_what_waits_and_not_what_is_under_way(
    person: str, expected: list[tuple[str, str]]
) -> None:
    lead, consultant, _second = usual_team()
    user = {"lead": lead, "consultant": consultant}[person]
    with clock.at(clock.now() + LATE):
        items = recommendation_work_items(user)
    assert [(item.text, item.why.partition(", ")[2]) for item in items] == expected
    for item in items:
        row = Recommendation.objects.get(text=item.text)
        assert item.why.startswith(f"{row.reference}, ")
        assert item.url == row.get_absolute_url()


def test_the_city_sees_what_waits_for_it(city_staff: User, board_member: User) -> None:
    with clock.at(clock.now() + LATE):
        items = city_work_items(city_staff)
        assert city_work_items(board_member) == []
    assert [(item.text, item.why.partition(", ")[2]) for item in items] == [
        ("Late.", "overdue"),
        ("Unanswered.", "waiting for the city’s response"),
        ("Unanswered, due later.", "waiting for the city’s response"),
    ]
    for item in items:
        reference = Recommendation.objects.get(text=item.text).reference
        assert item.why.startswith(f"{reference}, ")
        assert item.url == f"/progress/{reference}/"


def test_on_its_day_nothing_is_overdue(city_staff: User, every_state: dict[str, UUID]) -> None:
    due_on = Recommendation.objects.get(pk=every_state["late"]).due_on
    assert due_on is not None
    with clock.at(clock.now() + (due_on - clock.today())):
        assert "overdue" not in str(city_work_items(city_staff))
        assert "overdue" not in str(recommendation_work_items(usual_team()[0]))


def test_the_plan_holds_what_its_reader_may_see(city_staff: User, board_member: User) -> None:
    texts = {row.text for row in plan(city_staff).without_step}
    assert len(texts) == 6
    assert "Draft." not in texts
    assert plan(board_member).without_step == ()


def test_the_plan_lists_the_most_urgent_first_and_nothing_withdrawn() -> None:
    lead = usual_team()[0]
    with clock.at(clock.now() + LATE):
        shown = plan(lead)
    assert shown.n_recommendations == 7
    assert [row.text for row in shown.without_step] == [
        "Late.", "Reported.", "Unanswered, due later.", "Unanswered.", "Draft.", "Begun.",
        "Closed.",
    ]  # fmt: skip
