"""Tests of the pages that review, sign and release a finding."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from clayton_review import clock
from clayton_review.accounts.models import User
from findings.conclusions.actions.comments import add_comment
from findings.conclusions.actions.release import release_finding
from findings.conclusions.forms.review import SignForm
from findings.conclusions.inputs import CommentInput
from findings.conclusions.models.findings import Finding, FindingState
from findings.conclusions.selectors.finding_page import finding_page
from tests.findings import factories as make
from tests.findings.pages import page_text

SignIn = Callable[[User], Client]


@pytest.fixture
def waiting(consultant: User) -> Finding:
    return make.submitted(by=consultant)


def sign(client: Client, finding: Finding, **sent: object) -> int:
    url = reverse("findings:finding_sign", args=[finding.reference])
    return client.post(url, {"revision": finding.revision, **sent}).status_code


def test_only_who_says_to_have_read_the_evidence_signs(
    as_: SignIn, waiting: Finding, second_consultant: User
) -> None:
    client = as_(second_consultant)
    shown = page_text(client, "finding_detail", waiting.reference)
    assert shown.index('id="stands"') < shown.index("Sign this finding")
    assert sign(client, waiting) == 422
    waiting.refresh_from_db()
    assert waiting.state == FindingState.IN_REVIEW
    assert sign(client, waiting, has_read="on") == 302
    waiting.refresh_from_db()
    assert waiting.state == FindingState.APPROVED


def test_sabotage_without_the_tick_one_press_would_sign(
    as_: SignIn, waiting: Finding, second_consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SignForm.base_fields["has_read"], "required", False)
    assert sign(as_(second_consultant), waiting) == 302


def test_a_draft_is_sent_to_review_once_it_is_complete(as_: SignIn, consultant: User) -> None:
    draft = make.finding(by=consultant)
    shown = page_text(as_(consultant), "finding_detail", draft.reference)
    assert "Before you can send it for review, add: evidence for the finding." in shown
    assert "Send for review" not in shown
    make.link(finding=draft, by=consultant)
    assert "Send for review" in page_text(as_(consultant), "finding_detail", draft.reference)
    assert "(required before review)" in page_text(as_(consultant), "finding_create")


def test_a_finding_with_open_comments_waits_for_them(
    as_: SignIn, waiting: Finding, consultant: User, second_consultant: User
) -> None:
    client = as_(second_consultant)
    assert "needs a signature" in page_text(client, "finding_list")
    values = CommentInput("How do we know?")
    add_comment(record_id=uuid.uuid4(), subject=waiting, values=values, by=consultant)
    listed = page_text(client, "finding_list")
    assert "waiting for 1 comment to be resolved" in listed
    assert "In review, waiting for 1 comment" in listed
    assert "needs a signature" not in listed


def test_the_button_that_releases_is_for_a_lead_and_a_signed_finding(
    consultant: User, second_consultant: User, lead: User
) -> None:
    approved = make.approved(by=consultant, signer=second_consultant)
    draft = make.finding(by=consultant)
    assert finding_page(approved, lead).may_release
    assert not finding_page(approved, consultant).may_release
    assert not finding_page(draft, lead).may_release


def test_a_released_finding_tells_the_day_of_its_release(
    as_: SignIn, consultant: User, second_consultant: User, lead: User
) -> None:
    with clock.at(clock.now() - timedelta(days=40)):
        approved_finding = make.approved(by=consultant, signer=second_consultant)
    with clock.at(clock.now() - timedelta(days=10)):
        release_finding(finding=approved_finding, revision=approved_finding.revision, by=lead)
    out = clock.local(clock.now() - timedelta(days=10))
    shown = page_text(as_(consultant), "finding_detail", approved_finding.reference)
    assert f"released {out:%B} {out.day}, {out.year}" in shown
    assert f'href="/found/{approved_finding.reference}/"' in shown
