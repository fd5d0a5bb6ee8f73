"""Refusals of claims, events and evidence."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass
from incidents import actions
from incidents.models import (
    Claim,
    EventInput,
    EvidenceItem,
    EvidenceState,
    Incident,
    IncidentStatus,
    TimelineEvent,
    TimePrecision,
)
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


def amend_the_incident(incident: Incident, by: User) -> None:
    actions.amend_incident(incident=incident, revision=incident.revision, values=make.VALUES, by=by)


def add_an_event(incident: Incident, by: User) -> None:
    make.event(incident=incident, by=by)


def amend_an_event(incident: Incident, by: User) -> None:
    values = EventInput(text="They part", at=make.AT, precision=TimePrecision.MINUTE)
    actions.amend_part(part=TimelineEvent.objects.get(), revision=1, values=values, by=by)


def withdraw_an_event(incident: Incident, by: User) -> None:
    actions.withdraw_part(
        part=TimelineEvent.objects.get(), revision=1, reason="Written twice.", by=by
    )


def assess_a_claim(incident: Incident, by: User) -> None:
    make.assessed(claim=Claim.objects.get(), by=by)


def move_evidence(incident: Incident, by: User) -> None:
    actions.move_evidence(
        item=EvidenceItem.objects.get(), revision=1, to=EvidenceState.RECEIVED,
        on=date(2018, 10, 21), reason="By courier.", by=by,
    )  # fmt: skip


CHANGING = [
    amend_the_incident, add_an_event, amend_an_event, withdraw_an_event, assess_a_claim,
    move_evidence,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGING, ids=[change.__name__ for change in CHANGING])
def test_nothing_of_a_closed_incident_changes(
    change: Callable[[Incident, User], None], consultant: User
) -> None:
    incident = make.incident(by=consultant)
    event = make.event(incident=incident, by=consultant)
    claim = make.claim(incident=incident, by=consultant)
    item = make.evidence(incident=incident, by=consultant)
    for to in (IncidentStatus.UNDER_REVIEW, IncidentStatus.CLOSED):
        incident = actions.move_incident(
            incident=incident, revision=incident.revision, to=to, reason="", by=consultant
        )
    sentence = f"{incident.reference} is closed. To change it, set it back to under review."
    with refused(sentence, incident, event, claim, item):
        change(incident, consultant)
    assert TimelineEvent.objects.count() == 1


def test_nobody_files_evidence_that_they_could_not_open(consultant: User) -> None:
    incident = make.incident(by=consultant)
    sentence = (
        "Only the lead consultant can file a record as “restricted to the lead”. "
        "Choose another class."
    )
    with refused(sentence, incident):
        make.evidence(incident=incident, by=consultant, disclosure_class=DisclosureClass.RESTRICTED)
    assert not EvidenceItem.objects.exists()
