"""Tests of the changes of an incident that a person may see, and of its values at a moment."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass
from incidents import actions
from incidents.models import Change, Claim, ClaimStanding, EvidenceState, Incident
from incidents.selectors import changes_seen, n_open_points, parts_of, wind_back
from tests.documents.factories import document
from tests.incidents import factories as make

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[object]]
DISPUTED, SETTLED = ClaimStanding.DISPUTED, ClaimStanding.CORROBORATED


def assessed_at(hours: int, claim: Claim, standing: str, by: User) -> None:
    claim.refresh_from_db()
    with clock.at(clock.now() + timedelta(hours=hours)):
        make.assessed(claim=claim, standing=standing, by=by)


def test_changes_are_those_of_the_incident_newest_first_and_so_many(
    consultant: User, django_assert_num_queries: Queries
) -> None:
    incident, other = make.incident(by=consultant), make.incident(by=consultant)
    claim = make.claim(incident=incident, by=consultant)
    item = make.evidence(incident=incident, by=consultant)
    make.claim(incident=other, by=consultant, standing=DISPUTED)
    assessed_at(1, claim, DISPUTED, consultant)
    with clock.at(clock.now() + timedelta(hours=2)):
        actions.move_evidence(
            item=item, revision=1, to=EvidenceState.REFUSED, on=clock.today(), reason="",
            by=consultant,
        )  # fmt: skip
    assessed_at(3, claim, SETTLED, consultant)
    changes = changes_seen(incident, consultant)
    parts = [change.claim or change.item for change in changes]
    assert parts == [claim, item, claim]
    assert [change.before.get("standing") for change in changes] == [
        DISPUTED, None, ClaimStanding.SINGLE_SOURCE,
    ]  # fmt: skip
    with django_assert_num_queries(0):
        assert {part.incident for part in parts if part} == {incident}
        assert [change.incident for change in changes] == [incident] * 3
        assert [str(change.by) for change in changes] == [str(consultant)] * 3
    assert changes_seen(incident, consultant, limit=2) == changes[:2]


def test_changes_of_hidden_parts_are_hidden(consultant: User, lead: User) -> None:
    incident = make.incident(by=lead)
    secret = document(by=lead, disclosure_class=DisclosureClass.RESTRICTED)
    hidden = make.claim(incident=incident, by=lead, document=secret)
    shown = make.claim(incident=incident, by=lead, text="Another")
    assessed_at(1, hidden, DISPUTED, lead)
    assessed_at(2, shown, DISPUTED, lead)
    assert [change.claim for change in changes_seen(incident, lead)] == [shown, hidden]
    assert [change.claim for change in changes_seen(incident, consultant)] == [shown]
    assert [len(parts_of(incident, user).points[0].claims) for user in (lead, consultant)] == [2, 1]


def test_values_are_wound_back_to_a_moment(consultant: User) -> None:
    incident, other = make.incident(by=consultant), make.incident(by=consultant)
    claims = [make.claim(incident=row, by=consultant) for row in (incident, other)]
    start = clock.now()
    assessed_at(1, claims[0], DISPUTED, consultant)
    assessed_at(2, claims[0], SETTLED, consultant)
    assessed_at(3, claims[1], DISPUTED, consultant)
    with clock.at(start + timedelta(hours=4)):
        actions.move_incident(
            incident=incident, revision=1, to="under_review", reason="Go.", by=consultant
        )

    def at(hours: float) -> list[str]:
        rows = list(Claim.objects.order_by("incident__reference"))
        cases = list(Incident.objects.order_by("reference"))
        moment = start + timedelta(hours=hours)
        wind_back(rows, "claim", moment)
        wind_back(cases, "incident", moment)
        return [*(row.standing for row in rows), *(case.status for case in cases)]

    single, review = ClaimStanding.SINGLE_SOURCE, incident.status
    assert at(0.5) == [single, single, review, review]
    assert at(1.5) == [DISPUTED, single, review, review]
    assert at(2.5) == [SETTLED, single, review, review]
    assert at(3.5) == [SETTLED, DISPUTED, review, review]
    assert at(9) == [SETTLED, DISPUTED, "under_review", review]
    assert Change.objects.count() == 4


@pytest.mark.parametrize(
    ("standings", "n_open"),
    [
        ([None], 0),
        ([None, None], 1),
        ([SETTLED, SETTLED], 0),
        ([SETTLED, None], 1),
        ([DISPUTED, DISPUTED], 1),
        ([SETTLED, ClaimStanding.DISPROVED], 0),
        ([ClaimStanding.UNDETERMINED, ClaimStanding.UNDETERMINED], 0),
    ],
)
def test_a_point_is_open_while_claims_about_it_are_disputed(
    consultant: User, standings: list[str | None], n_open: int
) -> None:
    incident, other = make.incident(by=consultant), make.incident(by=consultant)
    for standing in standings:
        make.claim(incident=incident, by=consultant, standing=standing, text=str(uuid.uuid4()))
    make.claim(incident=other, by=consultant)  # the same point of another incident
    assert n_open_points(consultant) == n_open
