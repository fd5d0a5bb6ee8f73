"""The figures of the incidents: empty, by hand, as of a day, and by audience."""

from datetime import timedelta

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass
from clayton_review.figures import Audience, Figure, Scope, State, compute
from incidents import actions
from incidents.models import ClaimStanding, EvidenceState, Incident, IncidentStatus
from tests.documents.factories import document
from tests.incidents import factories as make

pytestmark = pytest.mark.django_db


def figure(name: str, audience: Audience = Audience.TEAM) -> Figure:
    return compute(name, Scope(clock.now(), audience))


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("incidents.reviewed", "No incidents are on record yet"),
        ("incidents.claims", "No claims are on record yet"),
        ("incidents.evidence", "No evidence is on record yet"),
    ],
)
def test_with_nothing_on_record_the_figure_says_so(name: str, title: str) -> None:
    computed_figure = figure(name)
    assert computed_figure.title == title
    assert (computed_figure.value, computed_figure.chart, computed_figure.state) == (
        "0",
        None,
        State.NONE,
    )


def _july(lead: User, disclosure_class: str = DisclosureClass.TEAM) -> Incident:
    """Three disputed points: one settled, one undetermined, one open; two others undisputed."""
    incident = make.incident(by=lead, disclosure_class=disclosure_class)
    source = document(by=lead)
    for point, standing in (
        ("Cars", ClaimStanding.CORROBORATED), ("cars ", ClaimStanding.DISPROVED),
        ("Time", ClaimStanding.UNDETERMINED), ("Time", ClaimStanding.UNDETERMINED),
        ("Who proposed it", ClaimStanding.DISPUTED), ("Who proposed it", None),
        ("The bill", None),
        ("Receipts", ClaimStanding.CORROBORATED), ("Receipts", ClaimStanding.CORROBORATED),
    ):  # fmt: skip
        make.claim(incident=incident, by=lead, point=point, document=source, standing=standing)
    return incident


def test_points_are_counted_as_by_hand(lead: User) -> None:
    _july(lead)
    computed_figure = figure("incidents.reviewed")
    assert computed_figure.title == ("The stop near IHOP has 3 disputed points: 1 open, 2 closed")
    assert computed_figure.table.rows == (("The stop near IHOP", "Open", "3", "2", "1"),)
    assert (computed_figure.value, computed_figure.state, computed_figure.state_words) == (
        "1", State.ON_TRACK, "1 open",
    )  # fmt: skip


def test_claims_are_counted_by_standing(lead: User) -> None:
    _july(lead)
    computed_figure = figure("incidents.claims")
    assert [row[1] for row in computed_figure.table.rows] == ["2", "3", "1", "1", "2"]
    assert computed_figure.title == "3 of 9 claims still have only one source or are disputed"


def test_one_of_a_kind_is_counted_in_the_singular(lead: User) -> None:
    make.evidence(incident=make.incident(by=lead), by=lead, state=EvidenceState.RECEIVED)
    assert figure("incidents.evidence").denominator == "all 1 current evidence item"


def test_evidence_that_does_not_exist_is_told_in_the_title(lead: User) -> None:
    incident = make.incident(by=lead)
    make.evidence(incident=incident, by=lead, state=EvidenceState.DOES_NOT_EXIST)
    make.evidence(incident=incident, by=lead, state=EvidenceState.RECEIVED)
    computed_figure = figure("incidents.evidence")
    assert computed_figure.title == "1 of 2 evidence items received; 1 does not exist"
    assert computed_figure.denominator == "all 2 current evidence items"


def test_a_single_item_is_counted_in_the_singular(lead: User) -> None:
    make.evidence(incident=make.incident(by=lead), by=lead)
    assert figure("incidents.evidence").denominator == "all 1 current evidence item"


def test_a_team_incident_is_counted_but_not_named_for_others(lead: User) -> None:
    _july(lead)
    computed_figure = figure("incidents.reviewed", Audience.BOARD)
    assert computed_figure.title == "3 disputed points: 1 open, 2 closed"
    details = "1 open, 2 closed (1 settled by records, 1 that no record can settle)"
    assert details in computed_figure.sentence
    assert computed_figure.table.rows == (("1 other incident", "", "3", "2", "1"),)


def test_a_restricted_incident_is_not_even_counted_for_others(lead: User) -> None:
    incident = _july(lead, DisclosureClass.RESTRICTED)
    make.evidence(incident=incident, by=lead)
    for name in ("incidents.reviewed", "incidents.claims", "incidents.evidence"):
        assert figure(name, Audience.PUBLIC).value == "0"
        assert figure(name, Audience.BOARD).value == "0"
    assert figure("incidents.claims").value == "9"
    assert "IHOP" not in figure("incidents.reviewed").title


def test_a_figure_of_an_earlier_day_shows_how_things_stood_then(lead: User) -> None:
    start = clock.now() - timedelta(days=30)
    with clock.at(start):
        incident = make.incident(by=lead)
        claim = make.claim(incident=incident, by=lead)
        item = make.evidence(incident=incident, by=lead)
    with clock.at(start + timedelta(days=10)):
        make.assessed(claim=claim, standing=ClaimStanding.DISPROVED, by=lead)
        actions.move_incident(
            incident=incident, revision=1, to=IncidentStatus.UNDER_REVIEW, reason="", by=lead
        )
        actions.move_evidence(
            item=item, revision=1, to=EvidenceState.REFUSED, on=clock.today(), reason="", by=lead
        )
    then = Scope(start + timedelta(days=5), Audience.TEAM)
    assert compute("incidents.reviewed", then).value == "0"
    assert compute("incidents.claims", then).table.rows[0] == ("Single source", "1")
    assert compute("incidents.evidence", then).table.rows[0] == ("Requested", "1")
    before = Scope(start - timedelta(days=1), Audience.TEAM)
    assert compute("incidents.reviewed", before).title == "No incidents are on record yet"
    assert "One incident on record, open" in compute("incidents.reviewed", then).sentence
    assert "under review or closed" in figure("incidents.reviewed").sentence
    assert figure("incidents.claims").table.rows[3] == ("Disproved by record", "1")


def test_a_withdrawn_incident_leaves_the_figures(lead: User) -> None:
    incident = _july(lead)
    actions.withdraw_incident(incident=incident, revision=1, reason="Entered twice", by=lead)
    assert figure("incidents.reviewed").value == figure("incidents.claims").value == "0"
