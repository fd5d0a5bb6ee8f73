"""A recording is searched, linked, shown to those who may open it, signed, released and printed."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from clayton_review import clock, figures
from clayton_review.accounts.models import User
from clayton_review.figures import Audience, Scope
from findings.conclusions.actions.evidence import link_evidence
from findings.conclusions.actions.findings import sign_finding, submit_finding
from findings.conclusions.actions.release import release_finding
from findings.conclusions.inputs import EvidenceSource
from findings.conclusions.models.evidence import EvidenceLink
from findings.conclusions.models.findings import Finding
from incidents.models import EvidenceItem
from tests.findings import factories as make
from tests.incidents import factories as encounters

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(consultant: User) -> EvidenceItem:
    """A recording of an incident."""
    incident = encounters.incident(by=consultant)
    return encounters.evidence(incident=incident, by=consultant, description="Lantern video")


@pytest.fixture
def finding(item: EvidenceItem, consultant: User) -> Finding:
    """A draft with a document for it and the recording against it."""
    row = make.finding(by=consultant)
    make.link(finding=row, by=consultant)
    source = EvidenceSource(item=item)
    make.link(finding=row, by=consultant, source=source, stance="contradicting")
    row.refresh_from_db()
    return row


def test_it_is_found_by_its_words_and_linked(
    item: EvidenceItem, consultant: User, as_: Callable[[User], Client]
) -> None:
    row = make.finding(by=consultant)
    address, client = f"/findings/{row.reference}/evidence/item/", as_(consultant)
    assert "Lantern video" in client.get(f"{address}?q=lantern").content.decode()
    assert "Lantern video" not in client.get(f"{address}?q=memo").content.decode()
    sent = {"record_id": uuid4(), "source": item.pk, "stance": "supporting", "note": ""}
    assert client.post(address, sent).status_code == 302
    link = EvidenceLink.objects.get()
    assert (link.kind, link.signed_data()["of"]) == ("item", str(item.pk))
    page = client.get(row.get_absolute_url()).content.decode()
    assert "INC-0001: Lantern video" in page


def test_who_may_not_open_it_does_not_see_it(lead: User, consultant: User) -> None:
    incident = encounters.incident(by=lead)
    closed = encounters.evidence(incident=incident, by=lead, disclosure_class="restricted")
    link = link_evidence(
        record_id=uuid4(), finding=make.finding(by=lead), by=lead, note="", stance="context",
        source=EvidenceSource(item=closed),
    )  # fmt: skip
    assert list(EvidenceLink.objects.visible_to(lead)) == [link]
    assert not EvidenceLink.objects.visible_to(consultant).exists()


def test_it_is_released_by_its_source_and_printed_without_words(
    finding: Finding, consultant: User, second_consultant: User, lead: User
) -> None:
    submit_finding(finding=finding, revision=finding.revision, by=consultant)
    finding.refresh_from_db()
    sign_finding(finding=finding, revision=finding.revision, by=second_consultant)
    finding.refresh_from_db()
    release_finding(finding=finding, revision=finding.revision, by=lead)
    page = Client().get(f"/found/{finding.reference}/").content.decode()
    assert "recordings and objects" in page
    assert "Lantern" not in page
    figure = figures.compute("findings.evidence", Scope(clock.now(), Audience.PUBLIC))
    assert "A recording or object on the record of the incident" in figure.table.rows[0]
