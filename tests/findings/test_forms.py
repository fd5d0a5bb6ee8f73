"""Tests of forms that more than one feature uses: saving over another text, grave acts."""

import uuid
from collections.abc import Callable
from dataclasses import asdict, replace

from django.test import Client
from django.urls import reverse

from clayton_review.accounts.models import User
from findings.conclusions.actions.findings import edit_finding
from findings.conclusions.models.findings import Finding
from findings.conclusions.selectors.versions import version_history
from findings.recommendations.models.recommendations import Recommendation
from tests.findings import factories as make
from tests.findings.pages import page_text

SignIn = Callable[[User], Client]
FINDING_FORM = {name: value for name, value in asdict(make.FINDING).items() if value is not None}


def over(client: Client, name: str, record: Finding | Recommendation, **sent: object) -> str:
    """Save a form opened at the first revision, and once more over what is stored."""
    url = reverse(f"findings:{name}_edit", args=[record.reference])
    refused = client.post(url, {"revision": 1, "why": "", **sent})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert 'name="is_over" value="on"' in page
    record.refresh_from_db()
    again = {"revision": record.revision, "why": "", "is_over": "on", **sent}
    assert client.post(url, again).status_code == 302
    return page


def test_a_save_over_another_is_a_version_of_its_own(as_: SignIn, consultant: User) -> None:
    """It is one even when both texts were typed within half an hour by one person."""
    finding = make.finding(by=consultant)
    values = replace(make.FINDING, effect="Their words.")
    edit_finding(finding=finding, revision=1, values=values, by=consultant)
    over(as_(consultant), "finding", finding, **{**finding.text(), "effect": "My words."})
    versions = version_history(finding, consultant)
    assert len(versions) == 3
    assert versions[0].why.startswith("Saved over")
    changes = as_(consultant).get(f"/findings/{finding.reference}/changes/").content.decode()
    assert "Their words" in changes


def test_sabotage_without_a_reason_the_words_between_would_vanish(consultant: User) -> None:
    finding = make.finding(by=consultant)
    for n, words in enumerate(("Their words.", "My words."), 1):
        values = replace(make.FINDING, effect=words)
        edit_finding(finding=finding, revision=n, values=values, by=consultant)
    assert len(version_history(finding, consultant)) == 2


def test_what_cannot_be_undone_looks_so(as_: SignIn, consultant: User) -> None:
    finding = make.finding(by=consultant)
    grave = page_text(as_(consultant), "finding_withdraw", finding.reference)
    plain = page_text(as_(consultant), "finding_edit", finding.reference)
    assert 'class="notice attention"' in grave
    assert 'class="button danger"' in grave
    assert "button danger" not in plain


def test_the_problem_stands_above_what_is_stored_and_what_was_typed(
    as_: SignIn, consultant: User
) -> None:
    finding = make.finding(by=consultant)
    values = replace(make.FINDING, effect="Their words.")
    edit_finding(finding=finding, revision=1, values=values, by=consultant)
    sent = {**finding.text(), "effect": "My words."}
    page = over(as_(consultant), "finding", finding, **sent)
    problem = "Your text is in the form below, and what is stored now is above it."
    places = [page.index(words) for words in (problem, "What is stored now", "My words.")]
    assert places == sorted(places)


def test_a_form_sent_twice_leads_to_what_it_was_saved_as(as_: SignIn, consultant: User) -> None:
    client, record_id = as_(consultant), str(uuid.uuid4())
    values = {**FINDING_FORM, "record_id": record_id}
    url = reverse("findings:finding_create")
    assert client.post(url, values).status_code == 302
    again = client.post(url, {**values, "effect": "Other words."})
    page = again.content.decode()
    finding = Finding.objects.get()
    assert again.status_code == 422
    assert "Your new words are still below." in page
    assert f'<a href="{finding.get_absolute_url()}">Open {finding}</a>' in page
    assert "Other words." in page
    assert finding.effect == make.FINDING.effect
