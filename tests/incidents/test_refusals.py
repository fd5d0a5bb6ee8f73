"""Refusals of claims, events and evidence."""

import uuid
from dataclasses import replace
from datetime import date

import pytest

from clayton_review.accounts.models import User
from incidents import actions
from incidents.models import EventInput, EvidenceItem, EvidenceState, TimePrecision
from tests.documents.factories import stored_file
from tests.incidents import factories as make
from tests.refusing import refused

pytestmark = pytest.mark.django_db


def test_a_claim_gets_a_status_of_the_list(consultant: User) -> None:
    claim = make.claim(incident=make.incident(by=consultant), by=consultant)
    with refused("Choose the status of the claim.", claim):
        make.assessed(claim=claim, standing="perhaps", by=consultant)


def test_only_evidence_that_was_received_has_a_file(consultant: User) -> None:
    incident, file = make.incident(by=consultant), stored_file(by=consultant)
    with refused("You can attach a file only to evidence that was received.", incident):
        actions.register_evidence(
            incident=incident, record_id=uuid.uuid4(), values=make.evidence_values(file=file),
            state=EvidenceState.REQUESTED, state_on=date(2018, 10, 20), by=consultant,
        )  # fmt: skip
    assert not EvidenceItem.objects.exists()


def test_evidence_with_a_file_stays_received(consultant: User) -> None:
    item = actions.register_evidence(
        incident=make.incident(by=consultant), record_id=uuid.uuid4(),
        values=make.evidence_values(file=stored_file(by=consultant)),
        state=EvidenceState.RECEIVED, state_on=date(2018, 10, 20), by=consultant,
    )  # fmt: skip
    with refused("The file of this item is in the library, so it stays received.", item):
        actions.move_evidence(
            item=item, revision=1, to=EvidenceState.REQUESTED, on=date(2018, 10, 21),
            reason="Asked again.", by=consultant,
        )  # fmt: skip


def test_an_event_names_no_place_in_a_document_without_the_document(consultant: User) -> None:
    event = make.event(incident=make.incident(by=consultant), by=consultant)
    values = EventInput(text=event.text, at=make.AT, precision=TimePrecision.MINUTE)
    with refused("You entered a place in a document. Choose the document too.", event):
        actions.amend_part(
            part=event, revision=1, values=replace(values, locator="p. 3"), by=consultant
        )


def test_an_incident_that_ended_also_began(consultant: User) -> None:
    row = make.incident(by=consultant)
    values = replace(
        make.VALUES, happened_from=None, happened_until=make.AT, precision=TimePrecision.UNKNOWN
    )
    with refused("You entered an end but no beginning. Enter when it began.", row):
        actions.amend_incident(incident=row, revision=1, values=values, by=consultant)


def test_evidence_has_no_status_before_the_one_on_record(consultant: User) -> None:
    item = make.evidence(incident=make.incident(by=consultant), by=consultant)
    sentence = "Enter October 20, 2018 or later. The present status has been on record since then."
    with refused(sentence, item):
        actions.move_evidence(
            item=item, revision=1, to=EvidenceState.REFUSED, on=date(2018, 10, 19),
            reason="By letter.", by=consultant,
        )  # fmt: skip


def test_evidence_keeps_its_status_where_no_step_leads(consultant: User) -> None:
    item = make.evidence(incident=make.incident(by=consultant), by=consultant)
    with refused("This evidence is already “requested”.", item):
        actions.move_evidence(
            item=item, revision=1, to=EvidenceState.REQUESTED, on=date(2018, 10, 21),
            reason="Again.", by=consultant,
        )  # fmt: skip
