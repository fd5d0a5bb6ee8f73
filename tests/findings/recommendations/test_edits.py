"""Tests of what an edit, a report and a release store, and that they leave others alone."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.refusals import Refused
from findings.conclusions.models.findings import Finding
from findings.recommendations.actions.recommendations import edit_recommendation, report_progress
from findings.recommendations.actions.release import release_changes, withdraw_recommendation
from findings.recommendations.inputs import RecommendationInput
from findings.recommendations.models.recommendations import Recommendation, RecommendationStatus
from findings.releases.models import PublishedItem
from tests.documents import factories as documents
from tests.findings import factories as make

OTHER_WORDS = {"text": "Write two rules.", "priority": "low"}


@pytest.fixture
def issued(consultant: User, second_consultant: User, lead: User) -> Recommendation:
    return make.issued(by=consultant, signer=second_consultant, lead=lead)


@pytest.fixture
def unchanged(consultant: User) -> Callable[[], bool]:
    """Return a question whether another recommendation is as it was."""
    other = make.recommendation(by=consultant)
    before = stored(other)
    return lambda: stored(other) == before


def stored(row: Recommendation) -> list[object]:
    values = Recommendation.objects.filter(pk=row.pk).values().get()
    return [values, row.versions.count(), row.changes.count(), set(row.findings.all())]


def edit(row: Recommendation, by: User, findings: list[Finding], **changes: str) -> Recommendation:
    values = {name: getattr(row, name) for name in vars(make.RECOMMENDATION)}
    return edit_recommendation(
        recommendation=row, revision=row.revision, findings=findings, by=by, why=" Clearer. ",
        values=RecommendationInput(**(values | changes)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "is_moved", "named"),
    [
        ({}, False, []),
        ({}, True, ["findings"]),
        (OTHER_WORDS, False, ["priority", "text"]),
        (OTHER_WORDS, True, ["findings", "priority", "text"]),
    ],
)
def test_an_edit_stores_what_changed_as_one_revision(
    consultant: User,
    unchanged: Callable[[], bool],
    changes: dict[str, str],
    is_moved: bool,
    named: list[str],
) -> None:
    first, second = (make.finding(by=consultant) for _ in range(2))
    row = make.recommendation(by=consultant, finding=first)
    findings = [second] if is_moved else [first]
    edit(row, consultant, findings, **changes)
    kept = Recommendation.objects.get(pk=row.pk)
    assert {name: getattr(kept, name) for name in changes} == changes
    assert (kept.revision, list(kept.findings.all())) == (2 if named else 1, findings)
    acts = AuditEntry.objects.filter(verb="edited a recommendation")
    assert [json.loads(act.payload)["changed"] for act in acts] == ([named] if named else [])
    whys = kept.versions.order_by("revision").values_list("why", flat=True)
    assert list(whys) == ["", *(["Clearer."] if named else [])]
    assert unchanged()


def test_released_changes_are_published_as_a_new_revision(
    consultant: User, lead: User, issued: Recommendation, unchanged: Callable[[], bool]
) -> None:
    edit(issued, consultant, list(issued.findings.all()), priority="low")
    issued.refresh_from_db()
    with pytest.raises(Refused, match="lead"):
        release_changes(recommendation=issued, revision=issued.revision, by=consultant)
    release_changes(recommendation=issued, revision=issued.revision, by=lead)
    kept = Recommendation.objects.get(pk=issued.pk)
    assert kept.revision == issued.revision + 1
    first, second = PublishedItem.objects.filter(recommendation=kept).order_by("release__at")
    words = [item.content["priority_words"] for item in (first, second)]
    assert (words, second.is_retraction) == (["Medium", "Low"], False)
    with pytest.raises(Refused, match="Nothing has changed"):
        release_changes(recommendation=kept, revision=kept.revision, by=lead)
    assert unchanged()


@pytest.mark.parametrize("is_issued", [True, False])
def test_a_withdrawal_is_published_where_the_recommendation_was(
    consultant: User, lead: User, issued: Recommendation, is_issued: bool
) -> None:
    row = issued if is_issued else make.recommendation(by=consultant)
    n_before = PublishedItem.objects.count()
    withdraw_recommendation(
        recommendation=row, revision=row.revision, reason="Written twice.", by=lead
    )
    kept = Recommendation.objects.get(pk=row.pk)
    assert (kept.withdrawn_on, kept.withdrawn_by) == (clock.today(), lead)
    assert (kept.withdrawn_reason, kept.revision) == ("Written twice.", row.revision + 1)
    assert PublishedItem.objects.count() == n_before + is_issued
    latest = PublishedItem.objects.order_by("release__at", "id").last()
    assert latest is not None
    assert latest.is_retraction == is_issued


def test_a_report_stores_status_stage_and_note(
    consultant: User, issued: Recommendation, unchanged: Callable[[], bool]
) -> None:
    paper = documents.document(by=consultant)
    values: dict[str, Any] = {
        "status": RecommendationStatus.IN_PROGRESS, "stage": "training", "document": paper,
    }  # fmt: skip
    progress = replace(make.in_progress(note=" Begun. "), **values)
    with clock.at(clock.now() + timedelta(hours=1)):
        report_progress(
            recommendation=issued, revision=issued.revision, progress=progress, by=consultant
        )
    kept = Recommendation.objects.get(pk=issued.pk)
    assert (kept.status, kept.stage, kept.revision) == (
        RecommendationStatus.IN_PROGRESS, "training", issued.revision + 1,
    )  # fmt: skip
    change = kept.changes.get()
    assert {name: getattr(change, name) for name in values} == values
    assert (change.note, change.is_note_public, change.by) == ("Begun.", False, consultant)
    assert unchanged()
