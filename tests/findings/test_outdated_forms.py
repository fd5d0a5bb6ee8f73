"""Tests of forms whose record someone else changed after the page was opened."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clayton_review.accounts.models import User
from clayton_review.citable.editing import RevisionForm, attempt
from findings.conclusions.actions.findings import edit_finding
from findings.conclusions.models.findings import Finding, FindingState
from findings.fieldwork.actions.slots import book_slot
from tests.findings import factories as make
from tests.findings import field_factories as field

SignIn = Callable[[User], Client]
NOTHING_DONE = "changed this record a moment ago, so nothing was done"
COMPARE = "what is stored now is above it"


def values_of_page(answer: Any) -> dict[str, Any]:
    """Return what the page of a refused form sends when its button is pressed again."""
    form = answer.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value}


def test_a_finding_changed_meanwhile_is_read_again_and_then_signed(
    as_: SignIn, consultant: User, second_consultant: User
) -> None:
    finding = make.submitted(by=consultant)
    url, client = reverse("findings:finding_sign", args=[finding.reference]), as_(second_consultant)
    changed = edit_finding(
        finding=finding,
        revision=finding.revision,
        values=replace(make.FINDING, cause="Another cause."),
        by=consultant,
    )
    refused = client.post(url, {"revision": finding.revision, "has_read": "on"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert NOTHING_DONE in page
    assert COMPARE not in page
    assert "Another cause." in page
    again = values_of_page(refused)
    assert again == {"revision": str(changed.revision)}  # the box is to be checked again
    assert client.post(url, {**again, "has_read": "on"}).status_code == 302
    assert Finding.objects.get().state == FindingState.APPROVED


def test_an_appointment_that_someone_else_booked_is_not_offered_to_be_replaced(
    as_: SignIn, consultant: User, second_consultant: User
) -> None:
    slot, other = field.slot(by=consultant), field.recruit(by=consultant)
    url = reverse("findings:slot_book", args=[slot.pk])
    sent = {"revision": slot.revision, "participant": str(other.pk)}
    book_slot(slot=slot, revision=1, participant=field.recruit(by=consultant), by=second_consultant)
    client = as_(consultant)
    refused = client.post(url, sent)
    page = refused.content.decode()
    assert NOTHING_DONE in page
    assert COMPARE not in page
    assert "replaces them" not in page
    again = client.post(url, {**sent, **values_of_page(refused)}).content.decode()
    assert "This appointment is already “booked”." in again


def test_a_status_that_someone_else_reached_first_is_not_called_unlisted(
    as_: SignIn, consultant: User, second_consultant: User, lead: User
) -> None:
    advice = make.issued(by=consultant, signer=second_consultant, lead=lead)
    url = reverse("findings:recommendation_progress", args=[advice.reference])
    sent = {
        "revision": advice.revision,
        "status": "no_response",
        "stage": advice.stage,
        "note": "No answer came.",
    }
    make.reported(recommendation=advice, by=consultant)
    refused = as_(second_consultant).post(url, sent)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Choose one from the list" not in page
    assert "Someone else changed this record" in page
    assert "What is stored now" in page
    assert "No answer came." in page


def test_a_form_with_a_revision_names_its_record() -> None:
    with pytest.raises(TypeError, match="needs the record"):
        attempt(RevisionForm({"revision": "1"}), lambda: None)
