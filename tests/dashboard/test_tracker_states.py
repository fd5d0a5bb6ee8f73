"""The tracker of recommendations in every state: narrowed, counted, in the order of the plan."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.dashboard.selectors.released_findings import released_findings
from clayton_review.dashboard.selectors.tracker import (
    TrackedRecommendation,
    published_recommendation,
    tracker,
)
from findings.conclusions.models.findings import Finding, Pillar
from findings.recommendations.actions.recommendations import report_progress
from findings.recommendations.actions.release import issue_recommendation
from findings.recommendations.inputs import RecommendationInput
from findings.recommendations.models.recommendations import Recommendation
from tests.engagement import factories as engagement
from tests.findings import factories as studies
from tests.module_rows import Making
from tests.people import usual_person, usual_team
from tests.reports.factories import issued

pytestmark = pytest.mark.django_db
DECEMBER = datetime(2018, 12, 3, 16, tzinfo=UTC)
PAST, DAY_OF_REPORT, LATER = date(2018, 12, 20), date(2019, 1, 1), date(2019, 6, 30)
OVERDUE, REPORTED, VERIFIED, DUE, NEW = (f"R-000{n}" for n in range(1, 6))


@pytest.fixture(scope="module", autouse=True)
def recommendations(making_rows: Making) -> None:
    """One overdue, one reported, one verified, one due on the day of the report, one newer."""
    with making_rows():
        lead, consultant, second_consultant = usual_team()
        release = partial(studies.released, by=consultant, signer=second_consultant, lead=lead)
        with clock.at(DECEMBER):
            policy = release()
            wellness = release(values=replace(studies.FINDING, pillar=Pillar.WELLNESS))
            _issue_four(consultant, second_consultant, lead, policy, wellness)
            for month in (1, 2, 3):
                engagement.meeting(
                    by=lead, held_on=date(2019, month, 22), packet_due_on=date(2019, month, 18)
                )
        issued(by=lead, approvers=(consultant, second_consultant))
        with clock.at(datetime(2019, 1, 5, 16, tzinfo=UTC)):
            _issue(consultant, lead, policy, replace(studies.RECOMMENDATION, due_on=LATER))


def _issue_four(
    consultant: User, second_consultant: User, lead: User, policy: Finding, wellness: Finding
) -> None:
    steps, values = studies.plan(by=consultant, n_steps=11), studies.RECOMMENDATION
    issue = partial(_issue, consultant, lead)
    issue(policy, replace(values, due_on=PAST, step=steps[10]))
    reported = issue(policy, replace(values, due_on=PAST, step=steps[1]))
    verified = issue(wellness, replace(values, due_on=PAST, step=steps[1]))
    issue(wellness, replace(values, due_on=DAY_OF_REPORT))
    for row in (reported, verified):
        studies.reported(recommendation=row, by=usual_person(Role.CITY, "Cy City"))
    progress = studies.verification(by=second_consultant)
    report_progress(
        recommendation=verified, revision=verified.revision, progress=progress, by=second_consultant
    )


def _issue(by: User, lead: User, finding: Finding, values: RecommendationInput) -> Recommendation:
    row = studies.recommendation(by=by, finding=finding, values=values)
    issue_recommendation(recommendation=row, revision=row.revision, by=lead)
    row.refresh_from_db()
    return row


def by_reference() -> dict[str, TrackedRecommendation]:
    return {item.reference: item for item in tracker().items}


@pytest.mark.parametrize(
    ("status", "pillar", "shown"),
    [
        ("", "", [REPORTED, VERIFIED, OVERDUE, DUE, NEW]),
        ("overdue", "", [OVERDUE]),
        ("open", "", [REPORTED, OVERDUE, DUE, NEW]),
        ("reported", "", [REPORTED]),
        ("verified", "", [VERIFIED]),
        ("no_response", "", [OVERDUE, DUE, NEW]),
        ("nonsense", "", []),
        ("", "policy", [REPORTED, OVERDUE, NEW]),
        ("", "wellness", [VERIFIED, DUE]),
        ("", "trust", []),
        ("", "nonsense", [REPORTED, VERIFIED, OVERDUE, DUE, NEW]),
        ("overdue", "policy", [OVERDUE]),
        ("overdue", "wellness", []),
    ],
)
def test_the_tracker_is_narrowed_in_the_order_of_the_plan(
    status: str, pillar: str, shown: list[str]
) -> None:
    tracked = tracker(status=status, pillar=pillar)
    assert [item.reference for item in tracked.items] == shown
    assert tracked.n_shown == len(shown)
    counts = (tracked.n_all, tracked.n_verified, tracked.n_reported, tracked.n_overdue)
    assert counts == (4, 1, 1, 1)
    assert (tracked.n_new, tracked.n_listed) == (1, 5)


def test_steps_stand_under_their_goal() -> None:
    groups = [
        (group.goal, group.action_step, group.opens_goal, [item.reference for item in group.items])
        for group in tracker().groups
    ]
    goal = "1. Every contact is explained"
    assert groups == [
        (goal, "1.2 Step 1", True, [REPORTED, VERIFIED]),
        (goal, "1.11 Step 10", False, [OVERDUE]),
        ("", "", True, [DUE, NEW]),
    ]


def test_each_recommendation_stands_as_the_report_tells_it() -> None:
    states = {
        reference: (
            item.is_overdue,
            item.is_closed,
            item.is_new,
            item.reported_on,
            item.verified_on,
        )
        for reference, item in by_reference().items()
    }
    day = DECEMBER.date()
    assert states == {
        OVERDUE: (True, False, False, None, None),
        REPORTED: (False, False, False, day, None),
        VERIFIED: (False, True, False, day, day),
        DUE: (False, False, False, None, None),
        NEW: (False, False, True, None, None),
    }


def test_each_recommendation_has_the_steps_and_findings_of_its_own() -> None:
    items = by_reference()
    steps = {name: [step.status for step in item.steps] for name, item in items.items()}
    assert steps[OVERDUE] == steps[DUE]
    assert len(steps[REPORTED]) == len(steps[OVERDUE]) + 1
    assert len(steps[VERIFIED]) == len(steps[OVERDUE]) + 2
    assert steps[NEW] == []
    behind = {name: [finding.pillar for finding in item.findings] for name, item in items.items()}
    assert behind == {
        OVERDUE: ["policy"],
        REPORTED: ["policy"],
        VERIFIED: ["wellness"],
        DUE: ["wellness"],
        NEW: ["policy"],
    }


@pytest.mark.parametrize(
    ("day", "next_on"),
    [
        (date(2019, 1, 10), date(2019, 2, 18)),
        (date(2019, 2, 18), date(2019, 2, 18)),
        (date(2019, 2, 19), None),
    ],
)
def test_the_next_report_is_that_of_the_month_after(day: date, next_on: date | None) -> None:
    with clock.at(datetime(day.year, day.month, day.day, 16, tzinfo=UTC)):
        assert tracker().next_on == next_on
        shown = published_recommendation(REPORTED)
    assert shown is not None
    assert (shown.item.reference, shown.number, shown.next_on) == (REPORTED, "2018-12", next_on)


def test_each_finding_names_the_recommendations_on_it() -> None:
    named = {
        finding.pillar: [link.reference for link in finding.recommendations]
        for finding in released_findings()
    }
    assert named == {"policy": [OVERDUE, REPORTED, NEW], "wellness": [VERIFIED, DUE]}


def test_what_is_not_out_has_no_page() -> None:
    assert published_recommendation("R-0006") is None
