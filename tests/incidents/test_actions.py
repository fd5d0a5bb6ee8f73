"""Incidents and their parts are created once, changed with care, and never lose what was there."""

import threading
import uuid
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass
from clayton_review.audit.models import AuditEntry
from clayton_review.citable import records
from clayton_review.citable.records import Stale
from clayton_review.refusals import Refused
from incidents import actions
from incidents.models import (
    Change,
    Claim,
    ClaimStanding,
    EvidenceItem,
    EvidenceState,
    Incident,
    IncidentStatus,
    PersonInput,
    TimePrecision,
)
from incidents.selectors import citations_of, items_asked_for, parts_of
from tests.documents.factories import asked, document, stored_file
from tests.incidents import factories as make

pytestmark = pytest.mark.django_db


def test_the_same_form_sent_twice_opens_one_incident(consultant: User) -> None:
    record_id = uuid.uuid4()
    for _ in range(2):
        actions.open_incident(record_id=record_id, values=make.VALUES, by=consultant)
    assert Incident.objects.get().reference == "INC-0001"
    assert AuditEntry.objects.filter(verb="opened an incident").count() == 1


def test_an_amendment_keeps_the_former_words(consultant: User) -> None:
    incident = make.incident(by=consultant)
    values = replace(make.VALUES, title="The July 7 stop")
    amended = actions.amend_incident(incident=incident, revision=1, values=values, by=consultant)
    assert (amended.title, amended.revision) == ("The July 7 stop", 2)
    assert Change.objects.get().before == {"title": "The stop near IHOP"}


def test_an_amendment_that_changes_nothing_leaves_no_trace(consultant: User) -> None:
    incident = make.incident(by=consultant)
    same = actions.amend_incident(incident=incident, revision=1, values=make.VALUES, by=consultant)
    assert same.revision == 1
    assert not Change.objects.exists()


def test_the_second_of_two_writers_is_told(consultant: User, second_consultant: User) -> None:
    incident = make.incident(by=consultant)
    first, second = replace(make.VALUES, title="One"), replace(make.VALUES, title="Two")
    actions.amend_incident(incident=incident, revision=1, values=first, by=consultant)
    with pytest.raises(Stale):
        actions.amend_incident(incident=incident, revision=1, values=second, by=second_consultant)
    assert Incident.objects.get().title == "One"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"precision": TimePrecision.UNKNOWN}, "how exact"),
        ({"happened_from": None}, "Enter the time, or choose “Not known”"),
        ({"happened_until": make.AT - timedelta(hours=1)}, "before the beginning"),
        (
            {"happened_from": None, "precision": TimePrecision.UNKNOWN, "happened_until": make.AT},
            "no beginning",
        ),
        ({"disclosure_class": DisclosureClass.RESTRICTED}, "Only the lead"),
    ],
)
def test_values_that_cannot_be_are_refused(
    consultant: User, change: dict[str, object], words: str
) -> None:
    values = replace(make.VALUES, **change)  # type: ignore[arg-type]  # the cases above fit
    with pytest.raises(Refused, match=words):
        actions.open_incident(record_id=uuid.uuid4(), values=values, by=consultant)
    assert not Incident.objects.exists()


def test_a_review_goes_only_the_ways_of_the_mapping(consultant: User) -> None:
    incident = make.incident(by=consultant)
    with pytest.raises(Refused, match="to “closed”"):
        actions.move_incident(
            incident=incident, revision=1, to=IncidentStatus.CLOSED, reason="", by=consultant
        )
    moved = actions.move_incident(
        incident=incident,
        revision=1,
        to=IncidentStatus.UNDER_REVIEW,
        reason="Asked to",
        by=consultant,
    )
    assert moved.status == IncidentStatus.UNDER_REVIEW
    assert Change.objects.get().before == {"status": IncidentStatus.OPEN}


def test_a_closed_incident_takes_no_change_until_it_is_reopened(consultant: User) -> None:
    incident = make.incident(by=consultant)
    claim = make.claim(incident=incident, by=consultant)
    for to in (IncidentStatus.UNDER_REVIEW, IncidentStatus.CLOSED):
        incident = actions.move_incident(
            incident=incident, revision=incident.revision, to=to, reason="", by=consultant
        )
    with pytest.raises(Refused, match="is closed"):
        make.event(incident=incident, by=consultant)
    with pytest.raises(Refused, match="is closed"):
        make.assessed(claim=claim, by=consultant)
    with pytest.raises(Refused, match="is closed"):
        actions.withdraw_part(part=claim, revision=1, reason="Wrong", by=consultant)


def test_a_withdrawn_incident_takes_no_more_parts(consultant: User) -> None:
    incident = make.incident(by=consultant)
    withdrawn = actions.withdraw_incident(
        incident=incident, revision=1, reason="Entered twice", by=consultant
    )
    assert not Incident.objects.current().exists()
    with pytest.raises(Refused, match="withdrawn"):
        make.person(incident=withdrawn, by=consultant)


def test_claims_and_evidence_are_numbered_within_their_incident(consultant: User) -> None:
    incident, two = make.incident(by=consultant), make.incident(by=consultant)
    assert make.claim(incident=incident, by=consultant).reference == "INC-0001-C1"
    assert make.claim(incident=incident, by=consultant).reference == "INC-0001-C2"
    assert make.claim(incident=two, by=consultant).reference == "INC-0002-C1"
    assert make.evidence(incident=incident, by=consultant).reference == "INC-0001-E1"


def test_the_same_claim_form_sent_twice_files_one_claim(consultant: User) -> None:
    incident, record_id = make.incident(by=consultant), uuid.uuid4()
    values = make.claim_values(document=document(by=consultant), point="  Police   cars ")
    for _ in range(2):
        actions.file_claim(incident=incident, record_id=record_id, values=values, by=consultant)
    assert Claim.objects.get().point == "Police cars"


def test_a_claim_form_cannot_be_sent_to_another_incident(consultant: User) -> None:
    record_id, values = uuid.uuid4(), make.claim_values(document=document(by=consultant))
    incident, two = make.incident(by=consultant), make.incident(by=consultant)
    actions.file_claim(incident=incident, record_id=record_id, values=values, by=consultant)
    with pytest.raises(Refused, match="another incident"):
        actions.file_claim(incident=two, record_id=record_id, values=values, by=consultant)


def test_an_assessment_states_standard_reason_and_assessor(consultant: User) -> None:
    claim = make.claim(incident=make.incident(by=consultant), by=consultant)
    with pytest.raises(Refused, match="Enter the standard"):
        actions.assess_claim(
            claim=claim,
            revision=1,
            standing=ClaimStanding.DISPUTED,
            standard=" ",
            assessor_note="",
            reason="Read",
            by=consultant,
        )
    assessed = make.assessed(claim=claim, by=consultant)
    assert (assessed.assessed_by, assessed.assessed_on) == (consultant, clock.today())
    change = Change.objects.get()
    assert change.before["standing"] == ClaimStanding.SINGLE_SOURCE
    assert change.reason == "City report read"


def test_new_words_take_back_the_assessment_and_keep_it_in_history(consultant: User) -> None:
    claim = make.claim(
        incident=make.incident(by=consultant), by=consultant, standing=ClaimStanding.CORROBORATED
    )
    values = make.claim_values(document=claim.document, text="The officers did")
    amended = actions.amend_part(part=claim, revision=2, values=values, by=consultant)
    assert amended.standing == ClaimStanding.SINGLE_SOURCE
    assert amended.assessed_by is None
    before = Change.objects.first().before  # type: ignore[union-attr]
    assert (before["text"], before["standing"]) == ("They did", ClaimStanding.CORROBORATED)


def test_a_new_spelling_of_the_point_keeps_the_assessment(consultant: User) -> None:
    claim = make.claim(
        incident=make.incident(by=consultant), by=consultant, standing=ClaimStanding.CORROBORATED
    )
    values = make.claim_values(document=claim.document, point="Who proposed walking back")
    amended = actions.amend_part(part=claim, revision=2, values=values, by=consultant)
    assert amended.standing == ClaimStanding.CORROBORATED


def test_evidence_goes_only_the_ways_of_the_mapping_and_of_time(consultant: User) -> None:
    item = make.evidence(incident=make.incident(by=consultant), by=consultant)
    for on, words in ((date(2018, 10, 19), "or later"), (date(2200, 1, 1), "future")):
        with pytest.raises(Refused, match=words):
            actions.move_evidence(
                item=item, revision=1, to=EvidenceState.RECEIVED, on=on, reason="", by=consultant
            )
    on = date(2018, 11, 2)
    item = actions.move_evidence(
        item=item,
        revision=1,
        to=EvidenceState.DOES_NOT_EXIST,
        on=on,
        reason="No cameras then",
        by=consultant,
    )
    assert (item.state, item.state_on) == (EvidenceState.DOES_NOT_EXIST, on)
    with pytest.raises(Refused, match="cannot change from"):
        actions.move_evidence(
            item=item, revision=2, to=EvidenceState.REFUSED, on=on, reason="", by=consultant
        )


@pytest.mark.parametrize(
    ("days", "words"), [(-1, "or later"), (0, ""), (3, ""), (5, ""), (6, "future")]
)
def test_evidence_changes_on_a_day_between_its_last_and_today(
    consultant: User, days: int, words: str
) -> None:
    incident = make.incident(by=consultant)
    item, other = (make.evidence(incident=incident, by=consultant) for _ in range(2))
    today = item.state_on + timedelta(days=5)
    on = item.state_on + timedelta(days=days)
    noon = datetime.combine(today, time(12), clock.CLAYTON)
    with clock.at(noon), pytest.raises(Refused, match=words) if words else nullcontext():
        actions.move_evidence(
            item=item, revision=1, to=EvidenceState.REFUSED, on=on, reason=" No. ", by=consultant
        )
    stored = EvidenceItem.objects.get(pk=item.pk)
    changes = [(row.before, row.reason) for row in Change.objects.filter(item=item)]
    if words:
        assert (stored.state, stored.state_on, stored.revision) == (item.state, item.state_on, 1)
        assert changes == []
    else:
        assert (stored.state, stored.state_on, stored.revision) == (EvidenceState.REFUSED, on, 2)
        before = {"state": EvidenceState.REQUESTED, "state_on": item.state_on.isoformat()}
        assert changes == [(before, "No.")]
    other.refresh_from_db()
    assert (other.state, other.revision) == (EvidenceState.REQUESTED, 1)


def test_evidence_may_change_twice_on_one_day(consultant: User) -> None:
    incident = make.incident(by=consultant)
    item, other = (make.evidence(incident=incident, by=consultant) for _ in range(2))
    moved = actions.move_evidence(
        item=item, revision=1, to=EvidenceState.REFUSED, on=item.state_on, reason="", by=consultant
    )
    assert (moved.state, moved.state_on) == (EvidenceState.REFUSED, item.state_on)
    other.refresh_from_db()
    assert (other.state, other.revision) == (EvidenceState.REQUESTED, 1)


def test_a_file_belongs_only_to_received_evidence(consultant: User) -> None:
    item = make.evidence(incident=make.incident(by=consultant), by=consultant)
    values = make.evidence_values(file=stored_file(by=consultant))
    with pytest.raises(Refused, match="received"):
        actions.amend_part(part=item, revision=1, values=values, by=consultant)


def test_each_kind_of_part_is_shown_as_what_it_is(consultant: User) -> None:
    incident = make.incident(by=consultant)
    claim, withdrawn = (make.claim(incident=incident, by=consultant) for _ in range(2))
    event = make.event(incident=incident, by=consultant)
    person = make.person(incident=incident, by=consultant)
    item = make.evidence(incident=incident, by=consultant)
    actions.withdraw_part(part=withdrawn, revision=1, reason="Twice", by=consultant)
    make.event(incident=make.incident(by=consultant, title="Another"), by=consultant)
    parts = parts_of(incident, consultant)
    assert [shown for point in parts.points for shown in point.claims] == [claim]
    assert (parts.events, parts.people, parts.evidence) == ([event], [person], [item])
    assert parts.n_withdrawn == 1
    assert list(parts.disputed) == []


def test_what_rests_on_a_document_is_listed_for_those_who_may_open_it(
    consultant: User, lead: User
) -> None:
    source, incident = document(by=lead), make.incident(by=lead)
    claim, withdrawn = (
        make.claim(incident=incident, by=lead, document=source) for _ in range(2)
    )  # fmt: skip
    actions.withdraw_part(part=withdrawn, revision=1, reason="Twice", by=lead)
    make.claim(incident=incident, by=lead)  # on another document
    secret = make.incident(by=lead, disclosure_class=DisclosureClass.RESTRICTED)
    hidden = make.claim(incident=secret, by=lead, document=source)
    shown = [cited.url for cited in citations_of(source, consultant)]
    assert shown == [claim.get_absolute_url()]
    assert {cited.url for cited in citations_of(source, lead)} == {
        *shown,
        hidden.get_absolute_url(),
    }


def test_what_a_request_asked_for_is_listed_for_those_who_may_open_it(
    consultant: User, lead: User
) -> None:
    incident, request = make.incident(by=lead), asked(by=lead)
    item, withdrawn, _ = (
        make.evidence(incident=incident, by=lead, disclosure_class=level)
        for level in (DisclosureClass.TEAM, DisclosureClass.TEAM, DisclosureClass.RESTRICTED)
    )
    EvidenceItem.objects.update(request=request)
    actions.withdraw_part(part=withdrawn, revision=1, reason="Twice", by=lead)
    make.evidence(incident=incident, by=lead)  # asked for by nobody
    shown = [cited.url for cited in items_asked_for(request, consultant)]
    assert shown == [item.get_absolute_url()]
    assert len(items_asked_for(request, lead)) == 2


def test_people_are_amended_and_withdrawn_like_everything_else(consultant: User) -> None:
    person = make.person(incident=make.incident(by=consultant), by=consultant)
    values = PersonInput(role=person.role, label="Incoming first-years", n_people=10)
    person = actions.amend_part(part=person, revision=1, values=values, by=consultant)
    withdrawn = actions.withdraw_part(
        part=person, revision=2, reason="Entered twice", by=consultant
    )
    assert withdrawn.is_withdrawn
    assert [change.act for change in Change.objects.all()] == [
        "withdrew an involved person",
        "amended an involved person",
    ]


@pytest.mark.django_db(transaction=True)
def test_claims_filed_at_once_get_numbers_without_gap_or_double(consultant: User) -> None:
    incident, source = make.incident(by=consultant), document(by=consultant)

    def send(number: int) -> None:
        make.claim(incident=incident, by=consultant, document=source, text=f"Account {number}")
        connection.close()

    _at_once(send)
    numbers = Claim.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4]


@pytest.mark.django_db(transaction=True)
def test_of_writers_at_once_one_saves_and_the_others_are_told(consultant: User) -> None:
    incident, new_incident = make.incident(by=consultant), []

    def send(number: int) -> None:
        values = replace(make.VALUES, title=f"Title {number}")
        try:
            actions.amend_incident(incident=incident, revision=1, values=values, by=consultant)
        except Stale:
            new_incident.append(number)
        connection.close()

    _at_once(send)
    assert len(new_incident) == 3
    assert Incident.objects.get().revision == 2
    assert Change.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_of_the_row_several_writers_would_save(
    consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sabotage: read the row without locking it, and a text is lost without a word."""

    def unlocked(record: Incident, *, revision: int) -> Incident:
        return Incident.objects.get(pk=record.pk)

    monkeypatch.setattr(records, "locked", unlocked)
    incident = make.incident(by=consultant)
    for title in ("One", "Two"):
        values = replace(make.VALUES, title=title)
        actions.amend_incident(incident=incident, revision=1, values=values, by=consultant)
    assert Incident.objects.get().title == "Two"


def _at_once(send: Callable[[int], None]) -> None:
    threads = [threading.Thread(target=send, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
