"""The pages of incidents as consultants use them."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from clayton_review.accounts.models import User
from clayton_review.documents.records import DisclosureClass
from incidents import actions
from incidents.models import (
    Claim,
    EvidenceItem,
    EvidenceState,
    Incident,
    InvolvedPerson,
    Standing,
    Status,
    TimelineEvent,
)
from tests.documents.factories import PDF_BYTES, document
from tests.incidents import factories as make

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
CREATE = reverse("incidents:create")


def typed(**changes: object) -> dict[str, Any]:
    """What the form to open an incident sends."""
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
    """What the form to file a claim sends."""
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
    ({"happened_from": ""}, "how exactly"),
    ({"happened_until": "07/07/2018 11:00 PM"}, "before the beginning"),
    ({"precision": "eternity"}, "Choose one of the list"),
    ({"disclosure_class": "restricted"}, "Choose one of the list"),
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


def test_competing_accounts_stand_side_by_side(consultant: User, as_: As) -> None:
    incident = make.incident(by=consultant)
    make.claim(incident=incident, by=consultant, text="Told they had to", point="Who proposed it")
    make.claim(
        incident=incident, by=consultant, text="Students offered", point="who proposed it",
        standing=Standing.DISPUTED,
    )  # fmt: skip
    page = as_(consultant).get(incident.get_absolute_url()).content.decode()
    assert page.count(">Who proposed it</h3>") == 1
    assert "0 of 1 disputed point settled" in page
    for words in ("Told they had to", "Students offered", "Disputed", "D-0001", "p. 3"):
        assert words in page


def test_evidence_that_does_not_exist_is_shown_as_a_fact(consultant: User, as_: As) -> None:
    incident = make.incident(by=consultant)
    make.evidence(incident=incident, by=consultant, state=EvidenceState.DOES_NOT_EXIST)
    page = as_(consultant).get(incident.get_absolute_url()).content.decode()
    assert "Does not exist, October 20, 2018" in page


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
            assert answer.headers["Location"] == incident.get_absolute_url(), kind
        part = model.objects.get()
        assert client.get(f"{base}{part.pk}/edit/").status_code == 200
        assert client.post(f"{base}{part.pk}/edit/", {**sent, "revision": 1}).status_code == 302
        assert model.objects.get().revision == 1, "nothing changed, so nothing was written"
        reason = {"revision": 1, "reason": "Entered twice"}
        assert client.post(f"{base}{part.pk}/withdraw/", reason).status_code == 302
        assert not model.objects.current().exists()


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
    assert "Label: Students" in page
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
    assert (item.state, incident.status) == (EvidenceState.REFUSED, Status.UNDER_REVIEW)


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


def test_a_part_is_only_found_under_its_own_incident(consultant: User, as_: As) -> None:
    one, two = make.incident(by=consultant), make.incident(by=consultant)
    claim = make.claim(incident=one, by=consultant)
    url = reverse("incidents:claim_edit", args=[two.reference, claim.pk])
    assert as_(consultant).get(url).status_code == 404


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
    assert "No incident fits" in client.get("/incidents/?q=zzz").content.decode()


@pytest.mark.parametrize("url", [CREATE, reverse("documents:create")])
def test_a_new_record_stays_with_the_team_unless_told(consultant: User, as_: As, url: str) -> None:
    page = as_(consultant).get(url).content.decode()
    assert '<option value="team" selected>' in page


def test_a_refusal_stands_beside_its_field(consultant: User, as_: As) -> None:
    page = as_(consultant).post(CREATE, typed(precision="unknown")).content.decode()
    assert 'id="id_precision_error"' in page


def test_the_list_opens_with_what_needs_doing(consultant: User, as_: As) -> None:
    assert "No incident is on record yet" in as_(consultant).get("/incidents/").content.decode()
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


def test_a_closed_incident_shows_no_way_to_change_its_parts(consultant: User, as_: As) -> None:
    incident = make.incident(by=consultant)
    make.claim(incident=incident, by=consultant)
    for to in (Status.UNDER_REVIEW, Status.CLOSED):
        incident = actions.move_incident(
            incident=incident, revision=incident.revision, to=to, reason="", by=consultant
        )
    page = as_(consultant).get(incident.get_absolute_url()).content.decode()
    assert "/assess/" not in page
    assert "/move/" in page
