"""A hidden object answers like a missing one, to a role that opens such pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass
from incidents.models.part import PartQuerySet
from tests.documents import factories as library
from tests.findings import factories as studies
from tests.incidents import factories as encounters
from tests.reports.factories import a_draft

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
RESTRICTED = DisclosureClass.RESTRICTED


def statuses(client: Client, base: str, *endings: str) -> set[int]:
    """List the answers of the addresses below this one."""
    return {client.get(f"{base}{ending}").status_code for ending in endings}


def test_a_restricted_document(lead: User, consultant: User, as_: As, client: Client) -> None:
    file = library.stored_file(by=lead)
    document = library.document(by=lead, disclosure_class=RESTRICTED, file=file)
    base = f"/library/{document.reference}/"
    endings = ("", "edit/", "withdraw/", "file/")
    assert statuses(as_(consultant), base, *endings) == {404}
    assert statuses(as_(lead), base, *endings) == {200}
    assert client.get(f"/library/public/{document.reference}/").status_code == 404


def test_a_restricted_incident(lead: User, consultant: User, as_: As) -> None:
    incident = encounters.incident(by=lead, disclosure_class=RESTRICTED)
    base, endings = f"/incidents/{incident.reference}/", ("", "edit/", "withdraw/", "claims/new/")
    assert statuses(as_(consultant), base, *endings) == {404}
    assert statuses(as_(lead), base, *endings) == {200}
    assert as_(consultant).get(f"/api/v1/incidents/{incident.reference}/").status_code == 404
    seen = as_(consultant).get("/incidents/?format=csv").content.decode()
    assert incident.reference not in seen


@pytest.fixture
def parts(lead: User) -> list[tuple[str, tuple[str, ...]]]:
    """A claim that rests on a restricted document and restricted evidence, of an open incident."""
    source = library.document(by=lead, disclosure_class=RESTRICTED)
    incident = encounters.incident(by=lead)
    claim = encounters.claim(incident=incident, by=lead, document=source)
    item = encounters.evidence(incident=incident, by=lead, disclosure_class=RESTRICTED)
    base = f"/incidents/{incident.reference}"
    return [
        (f"{base}/claims/{claim.pk}/", ("", "edit/", "assess/", "withdraw/")),
        (f"{base}/evidence/{item.pk}/", ("edit/", "state/", "withdraw/")),
    ]


def test_restricted_parts_of_an_incident(
    parts: list[tuple[str, tuple[str, ...]]], lead: User, consultant: User, as_: As
) -> None:
    for base, endings in parts:
        assert statuses(as_(consultant), base, *endings) == {404}
        assert statuses(as_(lead), base, *endings) == {200}


def test_sabotage_parts_that_forget_who_asks(
    parts: list[tuple[str, tuple[str, ...]]],
    consultant: User,
    as_: As,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(PartQuerySet, "visible_to", lambda self, _user: self)
    for base, endings in parts:
        assert statuses(as_(consultant), base, *endings) == {200}


def test_a_draft_report(lead: User, board_member: User, as_: As, client: Client) -> None:
    number = a_draft().number
    pages = (f"/reports/{number}/", f"/reports/{number}.pdf", f"/api/v1/reports/{number}/",
             f"/reports/{number}/figures/engagement.budget/")  # fmt: skip
    for visitor in (client, as_(board_member)):
        assert {visitor.get(page).status_code for page in pages} == {404}


def test_a_recommendation_the_city_has_not_been_given(
    consultant: User, city_staff: User, as_: As
) -> None:
    recommendation = studies.recommendation(by=consultant)
    assert as_(city_staff).get(f"/progress/{recommendation.reference}/").status_code == 404
    assert (
        recommendation.reference
        not in as_(city_staff).get("/progress/?format=csv").content.decode()
    )
