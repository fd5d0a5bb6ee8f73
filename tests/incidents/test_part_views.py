"""The pages of claims, events, people and evidence as consultants use them."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass
from incidents import actions
from incidents.models import (
    Claim,
    EvidenceItem,
    EvidenceState,
    Incident,
    IncidentStatus,
    InvolvedPerson,
    TimelineEvent,
)
from tests.documents.factories import PDF_BYTES, document
from tests.incidents import factories as make
from tests.incidents.test_views import typed_claim

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


def test_each_kind_of_part_is_added_amended_and_withdrawn(consultant: User, as_: As) -> None:
    client, source = as_(consultant), document(by=consultant)
    incident = make.incident(by=consultant)
    kinds: list[tuple[str, str, type[Any], dict[str, Any]]] = [
        ("claim", "claims", Claim, typed_claim(source.pk)),
        ("event", "events", TimelineEvent, {
            "text": "Met", "at": "07/08/2018 12:48:05 AM", "precision": "second",
            "clock_source": "Dash camera", "document": source.pk, "locator": "p. 1",
        }),
        ("person", "people", InvolvedPerson, {
            "role": "person_stopped", "label": "Students", "n_people": "10", "note": "",
        }),
        ("evidence", "evidence", EvidenceItem, {
            "kind": "body_camera", "description": "Video", "holder": "Police",
            "state": "does_not_exist", "state_on": "10/20/2018", "disclosure_class": "team",
            "clock_offset_seconds": "-12",
        }),
    ]  # fmt: skip
    for kind, folder, model, sent in kinds:
        base = f"/incidents/INC-0001/{folder}/"
        sent["record_id"] = str(uuid.uuid4())
        assert client.get(f"{base}new/").status_code == 200
        for _ in range(2):
            answer = client.post(f"{base}new/", sent)
            assert answer.headers["Location"].startswith(incident.get_absolute_url()), kind
        part = model.objects.get()
        assert client.get(f"{base}{part.pk}/edit/").status_code == 200
        assert client.post(f"{base}{part.pk}/edit/", {**sent, "revision": 1}).status_code == 302
        assert model.objects.get().revision == 1, "nothing changed, so nothing was written"
        reason = {"revision": 1, "reason": "Entered twice"}
        assert client.post(f"{base}{part.pk}/withdraw/", reason).status_code == 302
        assert not model.objects.current().exists()


def test_the_same_form_sent_again_leads_to_what_it_made(consultant: User, as_: As) -> None:
    incident, source = make.incident(by=consultant), document(by=consultant)
    url = reverse("incidents:claim_create", args=[incident.reference])
    sent = {**typed_claim(source.pk), "record_id": uuid.uuid4()}
    assert as_(consultant).post(url, sent).status_code == 302
    claim = Claim.objects.get()
    again = as_(consultant).post(url, sent, follow=True)
    assert again.redirect_chain == [(claim.get_absolute_url(), 302)]
    assert "already on record as" in again.content.decode()
    assert Claim.objects.count() == 1


def test_two_writers_see_both_texts(consultant: User, second_consultant: User, as_: As) -> None:
    incident = make.incident(by=consultant)
    claim = make.claim(incident=incident, by=consultant)
    url = reverse("incidents:claim_edit", args=[incident.reference, claim.pk])
    sent = typed_claim(claim.document.pk, revision=1)
    as_(second_consultant).post(url, {**sent, "text": "Their words"})
    answer = as_(consultant).post(url, {**sent, "text": "My words"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Their words" in page
    assert "My words" in page
    as_(consultant).post(url, {**sent, "text": "My words", "revision": 2})
    assert Claim.objects.get().text == "My words"
    history = as_(consultant).get(claim.get_absolute_url()).content.decode()
    assert "Their words" in history


def test_the_history_of_every_part_stands_on_the_page(consultant: User, as_: As) -> None:
    incident = make.incident(by=consultant)
    person = make.person(incident=incident, by=consultant, label="Students")
    url = reverse("incidents:person_edit", args=[incident.reference, person.pk])
    sent = {"revision": 1, "role": "witness", "label": "Passers-by", "n_people": "2", "note": ""}
    assert as_(consultant).post(url, sent).status_code == 302
    page = as_(consultant).get(incident.get_absolute_url()).content.decode()
    assert "Pseudonym: Students" in page
    assert "Role: Person stopped" in page


def test_a_claim_is_assessed_with_standard_and_reason(consultant: User, as_: As) -> None:
    claim = make.claim(incident=make.incident(by=consultant), by=consultant)
    url = reverse("incidents:claim_assess", args=[claim.incident.reference, claim.pk])
    sent = {"revision": 1, "standing": "disproved", "standard": "Dispatch log", "reason": "Read"}
    assert as_(consultant).post(url, {**sent, "reason": ""}).status_code == 422
    page = as_(consultant).post(url, sent, follow=True).content.decode()
    assert "Disproved by record" in page
    assert "Carla Consultant" in page
    assert "Single source" in page, "the former standing, in words"


def test_evidence_state_and_review_move_by_their_forms(consultant: User, as_: As) -> None:
    incident = make.incident(by=consultant)
    item = make.evidence(incident=incident, by=consultant)
    url = reverse("incidents:evidence_state", args=[incident.reference, item.pk])
    sent = {"revision": 1, "state": "refused", "state_on": "10/25/2018", "reason": "610.100"}
    assert as_(consultant).post(url, {**sent, "state_on": "01/01/2100"}).status_code == 422
    assert as_(consultant).post(url, sent).status_code == 302
    move = reverse("incidents:move", args=[incident.reference])
    steps = {"revision": 1, "status": "closed", "reason": "Done"}
    assert as_(consultant).post(move, steps).status_code == 422
    assert as_(consultant).post(move, {**steps, "status": "under_review"}).status_code == 302
    item.refresh_from_db()
    incident.refresh_from_db()
    assert (item.state, incident.status) == (EvidenceState.REFUSED, IncidentStatus.UNDER_REVIEW)


def test_received_evidence_keeps_its_file(consultant: User, as_: As) -> None:
    incident = make.incident(by=consultant)
    item = make.evidence(incident=incident, by=consultant, state=EvidenceState.RECEIVED)
    sent = {
        "revision": 1, "kind": "report", "description": "City report", "holder": "City",
        "disclosure_class": "team", "upload": SimpleUploadedFile("report.pdf", PDF_BYTES),
    }  # fmt: skip
    url = reverse("incidents:evidence_edit", args=[incident.reference, item.pk])
    assert as_(consultant).post(url, sent).status_code == 302
    answer = as_(consultant).get(
        reverse("incidents:evidence_file", args=[incident.reference, item.pk])
    )
    assert answer.content == PDF_BYTES
    assert "INC-0001-E1.pdf" in answer.headers["Content-Disposition"]


def test_a_part_is_only_found_under_its_own_incident(consultant: User, as_: As) -> None:
    incident, two = make.incident(by=consultant), make.incident(by=consultant)
    claim = make.claim(incident=incident, by=consultant)
    url = reverse("incidents:claim_edit", args=[two.reference, claim.pk])
    assert as_(consultant).get(url).status_code == 404


def test_a_closed_incident_shows_no_way_to_change_its_parts(consultant: User, as_: As) -> None:
    incident = make.incident(by=consultant)
    make.claim(incident=incident, by=consultant)
    for to in (IncidentStatus.UNDER_REVIEW, IncidentStatus.CLOSED):
        incident = actions.move_incident(
            incident=incident, revision=incident.revision, to=to, reason="", by=consultant
        )
    page = as_(consultant).get(incident.get_absolute_url()).content.decode()
    assert "/assess/" not in page
    assert "/move/" in page


def test_the_history_tells_former_times_as_the_form_names_them(consultant: User, as_: As) -> None:
    incident = make.incident(by=consultant)
    event = make.event(incident=incident, by=consultant)
    url = reverse("incidents:event_edit", args=[incident.reference, event.pk])
    sent = {
        "revision": 1, "text": event.text, "at": "07/08/2018 12:48:05 AM", "precision": "second",
        "clock_source": event.clock_source, "locator": "",
    }  # fmt: skip
    assert as_(consultant).post(url, sent).status_code == 302
    event.refresh_from_db()
    actions.withdraw_part(part=event, revision=event.revision, reason="Twice.", by=consultant)
    values = replace(make.VALUES, happened_from=make.AT + timedelta(seconds=5))
    amended = actions.amend_incident(incident=incident, revision=1, values=values, by=consultant)
    actions.amend_incident(incident=amended, revision=2, values=make.VALUES, by=consultant)
    page = as_(consultant).get(incident.get_absolute_url()).content.decode()
    assert "Time: July 8, 2018, 12:30 a.m." in page
    assert "Began: July 8, 2018, 12:30:05 a.m." in page
    assert "Withdrawn on" not in page


def test_a_claim_of_a_closed_incident_has_no_buttons(consultant: User, as_: As) -> None:
    claim = make.claim(incident=make.incident(by=consultant), by=consultant)
    url = reverse("incidents:claim_assess", args=[claim.incident.reference, claim.pk])
    assert url in as_(consultant).get(claim.get_absolute_url()).content.decode()
    Incident.objects.update(status=IncidentStatus.CLOSED)
    assert url not in as_(consultant).get(claim.get_absolute_url()).content.decode()


def test_the_list_counts_the_parts_that_the_reader_may_open(
    consultant: User, lead: User, as_: As
) -> None:
    incident = make.incident(by=consultant)
    make.claim(incident=incident, by=consultant)
    make.claim(
        incident=incident, by=lead,
        document=document(by=lead, disclosure_class=DisclosureClass.RESTRICTED),
    )  # fmt: skip
    for user, n_claims in ((consultant, 1), (lead, 2)):
        row = as_(user).get("/incidents/").context["listing"].rows[0]
        assert (row.n_claims, row.n_evidence) == (n_claims, 0)


@pytest.mark.parametrize("change", ["at", "precision"])
def test_a_former_time_is_told_no_finer_than_it_was_known(
    consultant: User, as_: As, change: str
) -> None:
    rough = replace(make.VALUES, precision="day")
    incident = make.incident(by=consultant)
    amended = actions.amend_incident(incident=incident, revision=1, values=rough, by=consultant)
    later = rough.happened_from + timedelta(days=1) if rough.happened_from else None
    exact = replace(rough, happened_from=later, precision="day" if change == "at" else "minute")
    moved = actions.amend_incident(incident=amended, revision=2, values=exact, by=consultant)
    if change == "at":  # the precision of today is not the one of that time
        exact = replace(exact, precision="minute")
        actions.amend_incident(incident=moved, revision=3, values=exact, by=consultant)
    page = as_(consultant).get(incident.get_absolute_url()).content.decode()
    assert "Began: July 8, 2018;" in page
    assert "Began: July 8, 2018, 12:30" not in page
    assert "How exact the time is: Only the day" in page


def test_what_changed_meanwhile_is_shown_before_it_is_withdrawn(consultant: User, as_: As) -> None:
    incident = make.incident(by=consultant)
    event = make.event(incident=incident, by=consultant)
    Incident.objects.update(revision=2, title="The other title")
    TimelineEvent.objects.update(revision=2, text="Another text")
    late = {"revision": 1, "reason": "Twice."}
    url = reverse("incidents:withdraw", args=[incident.reference])
    assert "<dd>The other title</dd>" in as_(consultant).post(url, late).content.decode()
    url = reverse("incidents:event_withdraw", args=[incident.reference, event.pk])
    assert "<dd>Another text</dd>" in as_(consultant).post(url, late).content.decode()
