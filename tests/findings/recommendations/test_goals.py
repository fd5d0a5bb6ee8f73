"""Tests of goals, action steps and assigning recommendations."""

import uuid
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.refusals import Refused
from findings.recommendations.actions.goals import (
    create_action_step,
    create_goal,
    withdraw_plan_item,
)
from findings.recommendations.actions.recommendations import assign_recommendations, report_progress
from findings.recommendations.actions.release import release_changes, withdraw_recommendation
from findings.recommendations.inputs import (
    ActionStepInput,
    GoalInput,
    RecommendationAssignmentInput,
)
from findings.recommendations.models.goals import ActionStep, Goal
from findings.releases.models import PublishedItem
from tests.findings import factories as make
from tests.findings.pages import notices, page_text

SignIn = Callable[[User], Client]


def goal(by: User, title: str = "Every contact is explained") -> Goal:
    return create_goal(record_id=uuid.uuid4(), values=GoalInput(title), by=by)


def step(by: User, under: Goal, title: str = "Say why it begins") -> ActionStep:
    return create_action_step(record_id=uuid.uuid4(), values=ActionStepInput(under, title), by=by)


def test_numbers_are_given_in_order_and_never_again(consultant: User) -> None:
    first, second = goal(consultant), goal(consultant, "What happened can be shown")
    assert str(step(consultant, second)) == "2.1 Say why it begins"
    withdraw_plan_item(item=first, revision=1, reason="Merged", by=consultant)
    assert goal(consultant, "Third").number == 3
    with pytest.raises(Refused, match="withdrawn"):
        step(consultant, first)


def test_the_same_form_twice_sets_one_goal(consultant: User) -> None:
    key = uuid.uuid4()
    for _ in range(2):
        create_goal(record_id=key, values=GoalInput("One"), by=consultant)
    assert Goal.objects.get().number == 1


def test_what_carries_something_is_not_withdrawn(consultant: User) -> None:
    above = goal(consultant)
    below = step(consultant, above)
    advice = make.recommendation(by=consultant)
    assign_recommendations(
        recommendations=[advice],
        assignment=RecommendationAssignmentInput(step=below),
        by=consultant,
    )
    for part in (above, below):
        with pytest.raises(Refused, match="Move or withdraw those first"):
            withdraw_plan_item(item=part, revision=1, reason="Over", by=consultant)
    above.refresh_from_db()
    assert not above.is_withdrawn


def test_several_are_assigned_at_once_or_none(consultant: User, city_staff: User) -> None:
    below = step(consultant, goal(consultant))
    rows = [make.recommendation(by=consultant) for _ in range(3)]
    assignment = RecommendationAssignmentInput(
        step=below, owner="Chief’s office", contact=city_staff
    )
    changed = assign_recommendations(recommendations=rows, assignment=assignment, by=consultant)
    assert [row.step for row in changed] == [below] * 3
    assert rows[0].versions.count() == 2
    assert assign_recommendations(recommendations=rows, assignment=assignment, by=consultant) == []
    withdraw_recommendation(
        recommendation=changed[2], revision=changed[2].revision, reason="Twice", by=consultant
    )
    with pytest.raises(Refused, match="has been withdrawn"):
        assign_recommendations(
            recommendations=rows,
            assignment=RecommendationAssignmentInput(owner="Board"),
            by=consultant,
        )
    rows[0].refresh_from_db()
    assert rows[0].owner == "Chief’s office"
    for nothing in (RecommendationAssignmentInput(), RecommendationAssignmentInput(owner="")):
        with pytest.raises(Refused, match="Choose an action step"):
            assign_recommendations(recommendations=rows, assignment=nothing, by=consultant)


def test_assigning_does_not_make_a_writer(
    consultant: User, second_consultant: User, lead: User, city_staff: User
) -> None:
    advice = make.issued(by=consultant, signer=second_consultant, lead=lead)
    assign_recommendations(
        recommendations=[advice],
        assignment=RecommendationAssignmentInput(owner="Chief"),
        by=second_consultant,
    )
    advice.refresh_from_db()
    make.reported(recommendation=advice, by=city_staff)
    from_page = report_progress
    progress = make.verification(by=second_consultant)
    from_page(
        recommendation=advice, revision=advice.revision, progress=progress, by=second_consultant
    )
    advice.refresh_from_db()
    assert advice.status == "verified"


def test_a_change_after_the_issue_is_out_only_when_it_is_released(
    consultant: User, second_consultant: User, lead: User
) -> None:
    advice = make.issued(by=consultant, signer=second_consultant, lead=lead)
    with pytest.raises(Refused, match="Nothing has changed since"):
        release_changes(recommendation=advice, revision=advice.revision, by=lead)
    below = step(consultant, goal(consultant))
    assign_recommendations(
        recommendations=[advice],
        assignment=RecommendationAssignmentInput(step=below),
        by=consultant,
    )
    advice.refresh_from_db()
    latest = PublishedItem.objects.filter(recommendation=advice).order_by("-release__at")
    assert latest[0].content["action_step"] == ""
    with pytest.raises(Refused, match="lead"):
        release_changes(recommendation=advice, revision=advice.revision, by=consultant)
    release_changes(recommendation=advice, revision=advice.revision, by=lead)
    assert latest[0].content["action_step"] == "1.1 Say why it begins"


@pytest.mark.parametrize(
    ("model", "wrong", "constraint"),
    [
        (Goal, {"number": 1, "title": ""}, "goal_is_told"),
        (Goal, {"number": 0, "title": "x"}, "goal_is_told"),
        (ActionStep, {"number": 1, "title": ""}, "step_is_told"),
        (ActionStep, {"number": 1, "title": "Again"}, "step_number_is_given_once"),
    ],
)
def test_the_database_refuses_what_is_not_true(
    consultant: User, model: type[Goal | ActionStep], wrong: dict[str, object], constraint: str
) -> None:
    above = goal(consultant)
    Goal.objects.update(number=7)
    if constraint.endswith("once"):
        step(consultant, above)
    about = {"goal": above} if model is ActionStep else {}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.create(recorded_by=consultant, **about, **wrong)


def test_the_plan_says_how_many_recommendations_are_not_under_a_step(
    as_: SignIn, consultant: User
) -> None:
    loose, below = (make.recommendation(by=consultant) for _ in range(2))
    values = RecommendationAssignmentInput(step=step(consultant, goal(consultant)))
    for recommendation, words in (
        (below, "1 of 2 recommendations is not under a step yet."),
        (loose, "Every recommendation is under a step."),
    ):
        assign_recommendations(recommendations=[recommendation], assignment=values, by=consultant)
        assert words in page_text(as_(consultant), "goal_list")


def test_the_pages_of_the_plan(as_: SignIn, consultant: User) -> None:
    client, base = as_(consultant), "/team/goals/"
    assert "No goals yet" in client.get(base).content.decode()
    for _ in range(2):
        sent = {"record_id": "7c1f7a8e-0000-4000-8000-000000000001", "title": "<i>Heard</i>"}
        assert client.post(f"{base}new/", sent).status_code == 302
    above = Goal.objects.get()
    assert client.get("/team/steps/new/?goal=1").status_code == 200
    assert client.get("/team/steps/new/?goal=%C2%B2").status_code == 200
    added = {"record_id": uuid.uuid4(), "goal": above.pk, "title": "Answer"}
    assert client.post("/team/steps/new/", added).status_code == 302
    below = ActionStep.objects.get()
    advice = make.recommendation(by=consultant)
    assigned = {"recommendations": [advice.pk], "step": below.pk, "owner": "", "contact": ""}
    assert client.get("/team/recommendations/assign/").status_code == 200
    assert client.post("/team/recommendations/assign/", {}).status_code == 422
    assert client.post("/team/recommendations/assign/", assigned).status_code == 302
    page = client.get(base).content.decode()
    assert "&lt;i&gt;Heard&lt;/i&gt;" in page
    assert advice.reference in page
    for part, notice in (
        (f"{base}{above.pk}/", "Goal 1 was updated."),
        (f"/team/steps/{below.pk}/", "Action step 1.1 was updated."),
    ):
        assert client.get(f"{part}edit/").status_code == 200
        renamed = {"revision": 1, "title": "Reworded"}
        assert notices(client.post(f"{part}edit/", renamed))[-1] == notice
        assert client.post(f"{part}edit/", {**renamed, "title": "Stale"}).status_code == 422
        assert client.get(f"{part}withdraw/").status_code == 200
        withdrawal = {"revision": 2, "reason": "Over"}
        assert client.post(f"{part}withdraw/", withdrawal).status_code == 422
