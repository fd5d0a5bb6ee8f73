"""Tests of what the page of a recommendation says has changed since its release."""

from collections.abc import Callable

import pytest
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.web.formatting import day
from findings.conclusions.actions.findings import return_finding
from findings.interviews.actions.withdrawal import withdraw_interview
from findings.recommendations.actions.release import issue_recommendation, release_changes
from findings.recommendations.models.recommendations import Recommendation
from findings.recommendations.selectors.unreleased_changes import (
    UnreleasedChanges,
    unreleased_changes,
)
from findings.releases.models import PublishedItem
from tests.findings import factories as make
from tests.findings.pages import page_text

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def issued(consultant: User, second_consultant: User, lead: User) -> Recommendation:
    """Issue a recommendation on a quote whose interview is then withdrawn."""
    quote = make.excerpt(by=consultant)
    finding = make.released(by=consultant, signer=second_consultant, lead=lead, quote=quote)
    row = make.recommendation(by=consultant, finding=finding)
    issue_recommendation(recommendation=row, revision=row.revision, by=lead)
    row.refresh_from_db()
    assert unreleased_changes(row) == UnreleasedChanges()
    interview = make.heard(quote)
    withdraw_interview(
        interview=interview, revision=interview.revision, reason="They asked us to.", by=consultant
    )
    return row


def test_the_page_says_what_changed_and_what_a_release_cuts(
    as_: SignIn, issued: Recommendation, lead: User
) -> None:
    reference = issued.findings.get().reference
    page = page_text(as_(lead), "recommendation_detail", issued.reference)
    assert f"Its finding {reference} is waiting for a signature" in page
    assert (
        "If the change is released, public pages no longer show that this recommendation is "
        f"based on {reference}. Issued reports keep what they printed."
    ) in page
    release_changes(recommendation=issued, revision=issued.revision, by=lead)
    latest = PublishedItem.objects.filter(recommendation=issued).latest("release__at")
    assert latest.content["findings"] == []
    page = page_text(as_(lead), "recommendation_detail", issued.reference)
    assert "This has changed since it was released" not in page


def test_a_finding_that_was_returned_is_a_draft_again(
    issued: Recommendation, second_consultant: User
) -> None:
    finding = issued.findings.get()
    return_finding(
        finding=finding, revision=finding.revision, reason="Look again.", by=second_consultant
    )
    sentences = unreleased_changes(issued).sentences
    assert sentences == (f"Its finding {finding.reference} is a draft again",)


def test_a_new_due_date_is_named_with_the_released_one(issued: Recommendation) -> None:
    issued.due_on = clock.today()
    changes = unreleased_changes(issued)
    assert changes.sentences[-1] == f"Due date: {day(clock.today())} (released: none)"


def test_a_recommendation_that_was_not_issued_has_nothing_to_release(consultant: User) -> None:
    assert not unreleased_changes(make.recommendation(by=consultant))
