"""Refusals of the database, visibility by role, and wording of times and claims."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, models, transaction

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass
from incidents.models import (
    Change,
    Claim,
    ClaimStanding,
    EvidenceItem,
    EvidenceState,
    Incident,
    InvolvedPerson,
    TimelineEvent,
    TimePrecision,
)
from incidents.models.times import time_text
from tests.database_roles import as_superuser
from tests.documents.factories import document, stored_file
from tests.incidents import factories as make

pytestmark = pytest.mark.django_db

UNTRUE: list[tuple[type[models.Model], dict[str, object]]] = [
    (Incident, {"status": "lost"}),
    (Incident, {"disclosure_class": "secret"}),
    (Incident, {"precision": "eternity"}),
    (Incident, {"precision": TimePrecision.UNKNOWN}),
    (Incident, {"happened_from": None}),
    (Incident, {"happened_until": make.AT - timedelta(seconds=1)}),
    (Incident, {"withdrawn_on": date(2019, 1, 1)}),
    (TimelineEvent, {"at": None}),
    (TimelineEvent, {"locator": "p. 3"}),
    (InvolvedPerson, {"role": "celebrity"}),
    (InvolvedPerson, {"n_people": 0}),
    (Claim, {"standing": "true"}),
    (Claim, {"standing": ClaimStanding.DISPROVED}),
    (Claim, {"assessed_on": date(2019, 1, 1)}),
    (Claim, {"standard": "More likely than not"}),
    (EvidenceItem, {"kind": "rumor"}),
    (EvidenceItem, {"state": "lost"}),
    (EvidenceItem, {"disclosure_class": "secret"}),
]


@pytest.mark.parametrize(("model", "change"), UNTRUE)
def test_the_database_refuses_what_cannot_be_true(
    consultant: User, model: type[models.Model], change: dict[str, object]
) -> None:
    _one_of_each(consultant)
    with pytest.raises(IntegrityError), transaction.atomic():
        model._default_manager.update(**change)


def test_without_its_constraint_an_impossible_claim_would_be_kept(consultant: User) -> None:
    """The sabotage: drop the constraint, and the same update goes through."""
    _one_of_each(consultant)
    with as_superuser() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE incidents_claim DROP CONSTRAINT claim_assessment_is_complete")
    assert Claim.objects.update(standing=ClaimStanding.DISPROVED) == 1


def test_a_file_stays_with_received_evidence(consultant: User) -> None:
    item = make.evidence(incident=make.incident(by=consultant), by=consultant)
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceItem.objects.filter(pk=item.pk).update(file=stored_file(by=consultant))


def test_numbers_are_unique_within_an_incident(consultant: User) -> None:
    incident = make.incident(by=consultant)
    for text in ("They did", "They did not"):
        make.claim(incident=incident, by=consultant, text=text)
        make.evidence(incident=incident, by=consultant, description=text)
    for model in (Claim, EvidenceItem):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(number=1)


def test_history_cannot_be_rewritten(consultant: User) -> None:
    claim = make.claim(incident=make.incident(by=consultant), by=consultant)
    make.assessed(claim=claim, by=consultant)
    for act in (lambda: Change.objects.update(reason=""), Change.objects.all().delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()


def test_a_change_belongs_to_one_part_at_most(consultant: User) -> None:
    incident = make.incident(by=consultant)
    claim = make.claim(incident=incident, by=consultant)
    item = make.evidence(incident=incident, by=consultant)
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.create(
            incident=incident, claim=claim, item=item, act="amended", by=consultant
        )


def test_only_the_team_sees_incidents_and_only_the_lead_restricted_ones(
    consultant: User, lead: User, board_member: User, liaison: User
) -> None:
    make.incident(by=lead, disclosure_class=DisclosureClass.PUBLIC)
    make.incident(by=lead, disclosure_class=DisclosureClass.RESTRICTED)
    seen = [
        Incident.objects.visible_to(user).count()
        for user in (lead, consultant, board_member, liaison)
    ]
    assert seen == [2, 1, 0, 0]


def test_a_claim_from_a_restricted_source_is_the_leads_only(consultant: User, lead: User) -> None:
    incident = make.incident(by=lead)
    source = document(by=lead, disclosure_class=DisclosureClass.RESTRICTED)
    make.claim(incident=incident, by=lead, document=source)
    make.evidence(incident=incident, by=lead, disclosure_class=DisclosureClass.RESTRICTED)
    for model in (Claim, EvidenceItem):
        assert model.objects.visible_to(lead).exists()
        assert not model.objects.visible_to(consultant).exists()


@pytest.mark.parametrize(
    ("precision", "words"),
    [
        (TimePrecision.SECOND, "July 8, 2018, 12:30:00 a.m."),
        (TimePrecision.MINUTE, "July 8, 2018, 12:30 a.m."),
        (TimePrecision.HOUR, "July 8, 2018, about 12 a.m."),
        (TimePrecision.DAY, "July 8, 2018"),
        (TimePrecision.UNKNOWN, "time not known"),
    ],
)
def test_a_time_is_told_no_finer_than_it_is_known(precision: str, words: str) -> None:
    assert time_text(datetime(2018, 7, 8, 5, 30, tzinfo=UTC), precision) == words


@pytest.mark.parametrize(
    ("offset", "words"),
    [
        (None, ""),
        (0, "Its clock is correct."),
        (1, "Its clock runs 1 second ahead."),
        (-3_600, "Its clock runs 3,600 seconds behind."),
    ],
)
def test_a_clock_offset_is_told_in_words(offset: int | None, words: str) -> None:
    assert EvidenceItem(clock_offset_seconds=offset).clock_words == words


def test_a_claim_is_cited_with_its_source_and_standing(consultant: User) -> None:
    claim = make.claim(incident=make.incident(by=consultant), by=consultant)
    assert str(claim) == "Who proposed it: They did"
    assert claim.source == "Mayor of Clayton, D-0001, p. 3"


def _one_of_each(by: User) -> None:
    incident = make.incident(by=by)
    make.claim(incident=incident, by=by)
    make.event(incident=incident, by=by)
    make.person(incident=incident, by=by)
    item = make.evidence(incident=incident, by=by)
    assert item.state == EvidenceState.REQUESTED
