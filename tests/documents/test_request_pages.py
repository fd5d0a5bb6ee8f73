"""The pages of requests, deliveries and received files, as team and addressee see them."""

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.documents import actions
from clayton_review.documents.models import Document, DocumentRequest, Intake, UploadLink
from tests.documents.factories import asked, finished_intake, pdf_of, upload_link
from tests.incidents import factories as encounters

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
FORM = {
    "title": "Complaint log",
    "wording": "The log of complaints 2013 to 2018.",
    "office": "Police Department",
    "contact_email": "records@example.org",
    "asked_on": "01/07/2019",
    "due_on": "01/21/2019",
}


@pytest.fixture(autouse=True)
def _in_the_study() -> Iterator[None]:
    with clock.at(datetime(2019, 1, 10, 15, tzinfo=UTC)):
        yield


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_request_is_asked_changed_and_withdrawn(consultant: User, as_: As) -> None:
    client, record_id = as_(consultant), str(uuid.uuid4())
    for _ in range(2):
        answer = client.post("/requests/new/", {**FORM, "record_id": record_id})
        assert answer["Location"] == "/requests/RQ-0001/"
    client.post("/requests/RQ-0001/edit/", {**FORM, "title": "Complaints", "revision": "1"})
    stale = client.post("/requests/RQ-0001/edit/", {**FORM, "title": "Mine", "revision": "1"})
    assert stale.status_code == 422
    assert "Complaints" in stale.content.decode()
    late = {"revision": "1", "to": "received", "on": "01/10/2019"}
    page = client.post("/requests/RQ-0001/status/", late).content.decode()
    assert "<dt>Title</dt>\n      <dd>Complaints</dd>" in page
    assert "<dt>Status</dt>" in page
    late = {"revision": "1", "reason": "On the web"}
    page = client.post("/requests/RQ-0001/withdraw/", late).content.decode()
    assert "<dt>Title</dt>" in page
    assert "Read them before you withdraw it." in page
    assert "<dt>Why are you withdrawing it?</dt>" not in page
    client.post("/requests/RQ-0001/withdraw/", {"revision": "2", "reason": "On the web"})

    assert "Withdrawn" in text_of(client, "/requests/RQ-0001/")
    assert DocumentRequest.objects.get().title == "Complaints"


@pytest.mark.parametrize(
    ("contact", "notice"),
    [
        ("records@example.org", "RQ-0001 is on its way to records@example.org."),
        ("", "RQ-0001 was recorded. The portal e-mails no one about it."),
    ],
)
def test_the_notice_says_to_whom_a_request_was_sent(
    contact: str, notice: str, consultant: User, as_: As
) -> None:
    sent = {**FORM, "contact_email": contact, "record_id": str(uuid.uuid4())}
    if not contact:
        sent["is_sent_by_us"] = "on"
    answer = as_(consultant).post("/requests/new/", sent, follow=True)

    assert notice in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x\x00y"},
        {"wording": "x" * 1_000_000},
        {"due_on": "02/30/2019"},
        {"due_on": "01/01/2019"},
        {"addressee": str(uuid.uuid4())},
        {"contact_email": "nobody"},
    ],
)
def test_hostile_input_gets_a_sentence(wrong: dict[str, str], consultant: User, as_: As) -> None:
    sent = {**FORM, "record_id": str(uuid.uuid4()), **wrong}
    answer = as_(consultant).post("/requests/new/", sent)

    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert not DocumentRequest.objects.exists()


def test_odd_but_honest_words_are_kept_and_escaped(consultant: User, as_: As) -> None:
    odd = "<script>alert(1)</script> 🚓 \u202etxt"
    asked(by=consultant, title=odd, wording=odd)

    for url in ("/requests/", "/requests/RQ-0001/"):
        assert "<script>alert" not in text_of(as_(consultant), url)


@pytest.mark.parametrize("n_rows", [1, 30])
def test_the_list_needs_the_same_queries_for_any_number_of_rows(
    n_rows: int,
    consultant: User,
    as_: As,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(n_rows):
        asked(by=consultant, title=f"Request {number}")
    client = as_(consultant)
    with django_assert_num_queries(5):
        client.get("/requests/")


@pytest.mark.parametrize("n_files", [1, 40])
def test_a_delivery_and_the_search_need_the_same_queries_for_any_number_of_files(
    n_files: int,
    consultant: User,
    as_: As,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    finished_intake({f"{n}.txt": f"stop {n}".encode() for n in range(n_files)}, by=consultant)
    client = as_(consultant)
    with django_assert_num_queries(5):
        client.get("/intakes/IN-0001/")
    with django_assert_num_queries(6):
        assert "<mark>stop</mark>" in text_of(client, "/received/?q=stop")


def test_the_addressee_sees_what_is_addressed_to_them_and_nothing_else(
    consultant: User, city_staff: User, liaison: User, as_: As
) -> None:
    theirs = asked(by=consultant, addressee=liaison, title="Radio recordings")
    other = asked(by=consultant, addressee=city_staff, title="Minutes")
    actions.add_entry(
        request=theirs, form_id=uuid.uuid4(), kind="note", text="They stall",
        is_shared=False, by=consultant,
    )  # fmt: skip
    intake = finished_intake({"a.txt": b"a"}, by=consultant, request=theirs)
    client = as_(liaison)

    listed = text_of(client, "/requests/to-you/")
    assert "Radio recordings" in listed
    assert "Minutes" not in listed
    assert "They stall" not in text_of(client, f"/requests/to-you/{theirs.reference}/")
    assert client.get(f"/requests/to-you/{other.reference}/").status_code == 404
    for url in (
        "/requests/",
        f"/requests/{theirs.reference}/",
        f"/requests/{theirs.reference}/status/",
        "/received/",
        "/received/CLY-000001/file/",
        f"/intakes/{intake.reference}/",
        "/interviews/",
        "/incidents/",
    ):
        assert client.get(url).status_code == 403, url


def test_the_addressee_answers_and_the_team_decides(
    consultant: User, liaison: User, as_: As
) -> None:
    request = asked(by=consultant, addressee=liaison)
    page = f"/requests/to-you/{request.reference}/"
    empty = as_(liaison).post(page, {"kind": "refused", "text": "No", "record_id": uuid.uuid4()})
    assert empty.status_code == 422
    sent = {"kind": "does_not_exist", "text": "Not kept.", "record_id": uuid.uuid4()}
    assert as_(liaison).post(page, sent).status_code == 302
    assert "reviewing your answer" in text_of(as_(liaison), page)

    listed = text_of(as_(consultant), "/requests/")
    assert "1 answer to review" in listed
    answer = request.answers.get()
    decide = f"/requests/{request.reference}/answers/{answer.pk}/"
    text_of(as_(consultant), decide)
    as_(consultant).post(decide, {"decision": "accept", "note": ""})
    request.refresh_from_db()
    assert request.status == "does_not_exist"


def test_files_of_the_addressee_are_taken_in(consultant: User, liaison: User, as_: As) -> None:
    request = asked(by=consultant, addressee=liaison)
    sent = {
        "record_id": str(uuid.uuid4()),
        "chosen": [SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("b.txt", b"b")],
        "folder": [SimpleUploadedFile("c.txt", b"c")],
        "paths": "records/2018/c.txt",
    }
    url = f"/requests/to-you/{request.reference}/files/"
    assert as_(liaison).post(url, sent).status_code == 302
    intake = Intake.objects.get()
    actions.take_in(intake_id=intake.pk)

    assert [row.path for row in intake.files.all()] == ["a.txt", "b.txt", "records/2018/c.txt"]
    assert as_(liaison).post(url, {"record_id": str(uuid.uuid4())}).status_code == 422


def test_a_received_file_reaches_the_library_in_two_steps(consultant: User, as_: As) -> None:
    request = asked(by=consultant)
    finished_intake(
        {"orders/GO_1-05.pdf": pdf_of("Field contacts")}, by=consultant, request=request
    )
    client = as_(consultant)
    page = text_of(client, "/received/CLY-000001/library/")
    assert 'value="GO 1-05"' in page
    sent = {
        "record_id": str(uuid.uuid4()), "title": "GO 1-05", "source": request.office,
        "kind": "policy", "disclosure_class": "team",
    }  # fmt: skip
    answer = client.post("/received/CLY-000001/library/", sent)
    again = client.post("/received/CLY-000001/library/", sent)

    filed = Document.objects.get()
    assert answer["Location"] == again["Location"] == filed.get_absolute_url()
    assert filed.file is not None
    assert filed.reference in text_of(client, "/received/CLY-000001/")
    undo = client.post("/intakes/IN-0001/undo/", {"reason": "Wrong"})
    assert "Withdraw that document first" in undo.content.decode()


def test_receipts_are_shown_printed_downloaded_and_mailed(consultant: User, as_: As) -> None:
    finished_intake({"a.txt": b"a", "tool.exe": b"MZ"}, by=consultant)
    client = as_(consultant)
    for url in ("/intakes/IN-0001/", "/intakes/IN-0001/receipt/"):
        assert "CLY-000001" in text_of(client, url)
    listed = text_of(client, "/intakes/IN-0001/receipt/?format=csv")
    assert "Not accepted: It is a program" in listed
    assert client.post("/intakes/IN-0001/mail/", {"to": "a@example.org"}).status_code == 302
    assert "The receipt was sent to a@example.org" in text_of(client, "/intakes/IN-0001/")


def test_evidence_shows_the_status_of_its_request(consultant: User, as_: As) -> None:
    incident = encounters.incident(by=consultant)
    request = asked(by=consultant)
    item = encounters.evidence(incident=incident, by=consultant)
    type(item).objects.filter(pk=item.pk).update(request=request)

    assert "RQ-0001" in text_of(as_(consultant), incident.get_absolute_url())
    assert item.reference in text_of(as_(consultant), "/requests/RQ-0001/")
    actions.move_request(
        request=request,
        revision=1,
        to="received",
        on=clock.today(),
        grounds="By letter.",
        by=consultant,
    )
    shown = text_of(as_(consultant), incident.get_absolute_url())
    assert "received, January 10, 2019" in shown


def test_a_link_is_shown_once_and_revoked(consultant: User, as_: As) -> None:
    asked(by=consultant)
    client = as_(consultant)
    sent = {
        "record_id": str(uuid.uuid4()), "expires_on": "01/20/2019", "max_files": "10",
        "max_megabytes": "5", "send_to": "",
    }  # fmt: skip
    response = client.post("/requests/RQ-0001/link/", sent)
    link = UploadLink.objects.get()
    assert "/upload/" in response.content.decode()
    assert "/upload/" not in text_of(client, "/requests/RQ-0001/")
    assert client.post("/requests/RQ-0001/link/", sent).status_code == 422

    client.post(f"/requests/RQ-0001/link/{link.pk}/revoke/")
    link.refresh_from_db()
    assert link.ending == "revoked"
    _, path = upload_link(request=link.request, by=consultant)
    assert Client().get(path).status_code == 200


LINK = {"max_files": "10", "max_megabytes": "5", "send_to": ""}


@pytest.mark.parametrize("day", ["01/10/2019", "03/11/2019"])
def test_a_link_works_through_today_or_the_sixtieth_day(
    day: str, consultant: User, as_: As
) -> None:
    asked(by=consultant)
    form = {**LINK, "record_id": str(uuid.uuid4()), "expires_on": day}

    assert as_(consultant).post("/requests/RQ-0001/link/", form).status_code == 200
    expires_at = clock.local(UploadLink.objects.get().expires_at)
    assert expires_at.strftime("%m/%d/%Y %H:%M:%S") == f"{day} 23:59:59"


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("01/09/2019", "This day has passed. Choose a later date."),
        ("03/12/2019", "A link can last at most 60 days. Choose an earlier date."),
    ],
)
def test_the_last_day_of_a_link_is_refused_beside_its_field(
    day: str, why: str, consultant: User, as_: As
) -> None:
    asked(by=consultant)
    form = {**LINK, "record_id": str(uuid.uuid4()), "expires_on": day}
    response = as_(consultant).post("/requests/RQ-0001/link/", form)

    assert response.status_code == 422
    assert response.context["form"].errors == {"expires_on": [why]}
    assert "At most 60 days from today." in response.content.decode()
    assert not UploadLink.objects.exists()


@pytest.mark.parametrize("url", ["/requests/", "/intakes/", "/received/"])
def test_empty_lists_say_what_to_do(url: str, consultant: User, as_: As) -> None:
    client = as_(consultant)
    assert 'class="empty"' in text_of(client, url)
    assert client.get(f"{url}?format=csv").status_code == 200
    assert 'class="empty"' in text_of(client, f"{url}?q=%22%2B%28%26%7C%21nothing")


def test_the_day_of_a_request_is_told_once(consultant: User, liaison: User, as_: As) -> None:
    today, due_on = datetime(2019, 2, 1, 15, tzinfo=UTC), date(2019, 2, 9)
    with clock.at(today):
        request = asked(by=consultant, addressee=liaison, asked_on=today.date(), due_on=due_on)
        page = " ".join(text_of(as_(consultant), f"/requests/{request.reference}/").split())
    assert f"Asked of {request.office} today, February 1, 2019." in page
    assert "asked today" not in page

    with clock.at(today + timedelta(days=2)):
        page = " ".join(text_of(as_(consultant), f"/requests/{request.reference}/").split())
    assert f"Asked of {request.office} on February 1, 2019; open for 2 days." in page
