"""The pages of incidents as consultants use them."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass
from incidents.models import (
    Claim,
    ClaimStanding,
    EvidenceState,
    Incident,
)
from incidents.selectors import incidents_for_list
from tests.documents.factories import document
from tests.incidents import factories as make

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
CREATE = reverse("incidents:create")


def typed(**changes: object) -> dict[str, Any]:
    """Return the posted values of the form that opens an incident."""
    return {
        "record_id": str(uuid.uuid4()),
        "title": "The stop near IHOP",
        "summary": "A group was stopped.",
        "place": "8049 Clayton Road",
        "agency": "Clayton Police Department",
        "happened_from": "07/08/2018 12:30 AM",
        "happened_until": "",
        "precision": "minute",
        "disclosure_class": "team",
        **changes,
    }


def typed_claim(source: object, **changes: object) -> dict[str, Any]:
    """Return the posted values of the form that files a claim."""
    return {
        "record_id": str(uuid.uuid4()),
        "point": "Who proposed it",
        "text": "Forcefully told they had to",
        "asserted_by": "University e-mail",
        "asserted_on": "",
        "document": source,
        "locator": "",
        **changes,
    }


def test_an_incident_is_opened_once_and_shown(consultant: User, as_: As) -> None:
    form = typed()
    for _ in range(2):
        answer = as_(consultant).post(CREATE, form, follow=True)
    page = answer.content.decode()
    for words in ("INC-0001", "July 8, 2018, 12:30 a.m.", "8049 Clayton Road", "A group was"):
        assert words in page
    assert Incident.objects.count() == 1


HOSTILE = [
    ({"title": ""}, "Fill this in"),
    ({"title": "x" * 161}, "Shorten this"),
    ({"summary": "x" * 1_000_000}, "Shorten this"),
    ({"place": "a\x00b"}, "null characters"),
    ({"happened_from": "02/30/2018 1:00 AM"}, "real date"),
    ({"happened_from": "01/01/0001 1:00 AM"}, "1900 to 2100"),
    ({"happened_from": "12/31/9999 11:59 PM"}, "1900 to 2100"),
    ({"happened_from": ""}, "Enter the time, or choose “Not known”"),
    ({"happened_until": "07/07/2018 11:00 PM"}, "before the beginning"),
    ({"precision": "eternity"}, "Choose one from the list"),
    ({"disclosure_class": "restricted"}, "Choose one from the list"),
    ({"record_id": ""}, "out of date"),
]


@pytest.mark.parametrize(("change", "words"), HOSTILE)
def test_wrong_input_gets_a_sentence_and_saves_nothing(
    consultant: User, as_: As, change: dict[str, object], words: str
) -> None:
    answer = as_(consultant).post(CREATE, typed(**change))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Incident.objects.exists()


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "'); DROP TABLE x; --", "🚓 \u202eevil", "تقرير"]
)
def test_strange_text_is_kept_as_text(consultant: User, as_: As, text: str) -> None:
    client = as_(consultant)
    client.post(CREATE, typed(title=text))
    source = document(by=consultant)
    client.post("/incidents/INC-0001/claims/new/", typed_claim(source.pk, text=text, point=text))
    assert (Incident.objects.get().title, Claim.objects.get().text) == (text, text)
    for url in ("/incidents/INC-0001/", Claim.objects.get().get_absolute_url()):
        page = client.get(url).content.decode()
        assert "<script>alert" not in page


def test_competing_claims_stand_side_by_side(consultant: User, as_: As) -> None:
    incident = make.incident(by=consultant)
    make.claim(incident=incident, by=consultant, text="Told they had to", point="Who proposed it")
    make.claim(
        incident=incident, by=consultant, text="Students offered", point="who proposed it",
        standing=ClaimStanding.DISPUTED,
    )  # fmt: skip
    page = as_(consultant).get(incident.get_absolute_url()).content.decode()
    assert page.count(">Who proposed it</h3>") == 1
    assert "1 disputed point: 1 open, 0 closed" in page
    for words in ("Told they had to", "Students offered", "Disputed", "D-0001", "p. 3"):
        assert words in page


def test_evidence_that_does_not_exist_is_shown_as_a_fact(consultant: User, as_: As) -> None:
    incident = make.incident(by=consultant)
    make.evidence(incident=incident, by=consultant, state=EvidenceState.DOES_NOT_EXIST)
    page = as_(consultant).get(incident.get_absolute_url()).content.decode()
    assert "Does not exist, October 20, 2018" in page


def test_withdrawing_an_incident_takes_it_off_the_list(consultant: User, as_: As) -> None:
    incident = make.incident(by=consultant)
    url = reverse("incidents:withdraw", args=[incident.reference])
    as_(consultant).post(url, {"revision": 1, "reason": "Entered twice"})
    assert "INC-0001" not in as_(consultant).get("/incidents/").content.decode()
    page = as_(consultant).get(incident.get_absolute_url()).content.decode()
    assert "Entered twice" in page
    assert "/edit/" not in page


def test_a_restricted_incident_does_not_exist_for_a_consultant(
    consultant: User, lead: User, as_: As
) -> None:
    incident = make.incident(by=lead, disclosure_class=DisclosureClass.RESTRICTED)
    claim = make.claim(incident=incident, by=lead)
    urls = [incident.get_absolute_url(), claim.get_absolute_url()]
    urls += [reverse(f"incidents:{name}", args=["INC-0001"]) for name in ("edit", "move")]
    for url in urls:
        assert as_(consultant).get(url).status_code == 404
        assert as_(lead).get(url).status_code == 200


@pytest.mark.parametrize("tail", ["INC-9999/", "'/", "INC-0001/claims/1/", "x" * 500 + "/"])
def test_unknown_records_are_not_found(consultant: User, as_: As, tail: str) -> None:
    assert as_(consultant).get(f"/incidents/{tail}").status_code == 404


@pytest.mark.parametrize("n_rows", [1, 50])
def test_the_pages_need_the_same_queries_for_one_row_and_many(
    consultant: User, as_: As, n_rows: int, django_assert_num_queries: Any
) -> None:
    source = document(by=consultant)
    incident = make.incident(by=consultant)
    for number in range(n_rows):
        make.incident(by=consultant, title=f"Stop {number}")
        claim = make.claim(
            incident=incident, by=consultant, document=source, point=f"Point {number % 9}"
        )
        make.assessed(claim=claim, by=consultant)
        make.event(incident=incident, by=consultant, text=f"Event {number}")
        make.person(incident=incident, by=consultant, label=f"Student {number}")
        make.evidence(incident=incident, by=consultant)
    client = as_(consultant)
    with django_assert_num_queries(5):
        client.get("/incidents/")
    with django_assert_num_queries(8):
        client.get(incident.get_absolute_url())


def test_the_list_is_searched_filtered_and_downloaded(consultant: User, as_: As) -> None:
    make.incident(by=consultant, title="The stop near IHOP")
    make.incident(by=consultant, title="=cmd()")
    client = as_(consultant)
    page = client.get("/incidents/?q=ihop&status=open").content.decode()
    assert "The stop near IHOP" in page
    assert "cmd()" not in page
    assert "'=cmd()" in client.get("/incidents/?format=csv").content.decode()
    assert "No matching incidents" in client.get("/incidents/?q=zzz").content.decode()


@pytest.mark.parametrize("url", [CREATE, reverse("documents:create")])
def test_a_new_record_stays_with_the_team_unless_told(consultant: User, as_: As, url: str) -> None:
    page = as_(consultant).get(url).content.decode()
    assert '<option value="team" selected>' in page


def test_a_refusal_stands_beside_its_field(consultant: User, as_: As) -> None:
    page = as_(consultant).post(CREATE, typed(precision="unknown")).content.decode()
    assert 'id="id_precision_error"' in page


def test_the_list_opens_with_what_needs_doing(consultant: User, as_: As) -> None:
    assert "No incidents yet" in as_(consultant).get("/incidents/").content.decode()
    incident = make.incident(by=consultant)
    for text in ("They did", "They did not"):
        make.claim(incident=incident, by=consultant, text=text)
    assert "1 disputed point to settle" in as_(consultant).get("/incidents/").content.decode()


def test_a_document_lists_what_cites_it(consultant: User, as_: As) -> None:
    incident, source = make.incident(by=consultant), document(by=consultant)
    make.claim(incident=incident, by=consultant, document=source, text="Six cars")
    page = as_(consultant).get(source.get_absolute_url()).content.decode()
    assert "Cited 1 time" in page
    assert "Six cars" in page


def test_only_the_team_comes_in(
    board_member: User, city_staff: User, liaison: User, as_: As, client: Client
) -> None:
    for user in (board_member, city_staff, liaison):
        assert as_(user).get("/incidents/").status_code == 403
        assert as_(user).post(CREATE, typed()).status_code == 403
    assert client.get("/incidents/").status_code == 302
    assert not Incident.objects.exists()


def test_the_list_counts_only_the_parts_that_a_person_may_open(
    consultant: User, lead: User
) -> None:
    incident, other = make.incident(by=consultant), make.incident(by=consultant)
    make.evidence(incident=incident, by=consultant)
    make.evidence(incident=incident, by=lead, disclosure_class=DisclosureClass.RESTRICTED)
    make.evidence(incident=other, by=consultant)
    counts = {
        person: {row.pk: vars(row)["n_evidence"] for row in incidents_for_list(person)}
        for person in (consultant, lead)
    }
    assert counts[consultant] == {incident.pk: 1, other.pk: 1}
    assert counts[lead] == {incident.pk: 2, other.pk: 1}
