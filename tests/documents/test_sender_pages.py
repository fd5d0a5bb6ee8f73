"""Tests of what a sender is told: why a file was not accepted, and words that were not sent."""

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.documents import actions
from clayton_review.documents.models import Answer, DecisionInput, DocumentRequest, Intake
from clayton_review.refusals import Refused
from tests.documents.factories import REQUEST, asked, finished_intake, pdf_of, sent
from tests.letters.outgoing import sent_letters

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
WORDS = "We looked in the attic."
DAYS = ["January 14", "January 13", "January 12"]


@pytest.fixture(autouse=True)
def _in_the_study() -> Iterator[None]:
    with clock.at(datetime(2019, 1, 10, 15, tzinfo=UTC)):
        yield


def delivery(files: dict[str, bytes], *, by: User) -> tuple[Intake, str]:
    """Return a delivery of the addressee, taken in, and the address of their page."""
    request = asked(by=by, addressee=by)
    intake = actions.receive(record_id=uuid.uuid4(), sent=sent(files), request=request, by=by)
    actions.take_in(intake_id=intake.pk)
    intake.refresh_from_db()
    return intake, f"/requests/to-you/{request.reference}/"


def test_a_sender_reads_why_a_file_was_not_accepted(liaison: User, as_: As) -> None:
    files = {"letter.pdf": pdf_of("Dispatch"), "virus.exe": b"MZ\x00\x01"}
    _, url = delivery(files, by=liaison)
    page = as_(liaison).get(url).content.decode()
    assert "1 file received, 1 not accepted" in page
    assert "We could not accept this file. If you can fix what is wrong, send it again." in page
    assert "virus.exe: " in page


def test_nothing_is_called_received_when_no_file_was_kept(
    consultant: User, liaison: User, as_: As
) -> None:
    intake, url = delivery({"virus.exe": b"MZ\x00\x01"}, by=liaison)
    page = as_(liaison).get(url).content.decode()
    assert "0 files received, 1 not accepted" in page
    team = as_(consultant).get(f"/requests/{intake.request}/".split(" ")[0] + "/").content.decode()
    assert f"{intake.reference}, received" not in team
    assert f"{intake.reference}, 0 files received, 1 not accepted" in " ".join(team.split())
    assert intake.state_words == "Checked"


def test_deliveries_of_a_request_stand_the_newest_first(
    consultant: User, liaison: User, as_: As
) -> None:
    request = asked(by=consultant, addressee=liaison)
    for day in (14, 12, 13):
        with clock.at(datetime(2019, 1, day, 15, tzinfo=UTC)):
            actions.receive(
                record_id=uuid.uuid4(), sent=sent({"a.txt": b"%d" % day}), request=request,
                by=liaison,
            )  # fmt: skip
    for user, url in ((liaison, "to-you/"), (consultant, "")):
        page = as_(user).get(f"/requests/{url}{request.reference}/").content.decode()
        assert sorted(DAYS, key=page.index) == DAYS


def test_the_receipt_names_what_was_not_accepted(consultant: User, liaison: User) -> None:
    intake, _ = delivery({"virus.exe": b"MZ\x00\x01"}, by=liaison)
    actions.send_receipt(intake=intake, to="a@example.org", by=consultant)
    reason = intake.files.get().reason
    assert f"virus.exe: {reason}" in sent_letters()[0].body


def test_a_written_answer_stays_when_files_are_sent_beside_it(liaison: User, as_: As) -> None:
    request = asked(by=liaison, addressee=liaison)
    url, client = f"/requests/to-you/{request.reference}/", as_(liaison)
    typed: dict[str, Any] = {
        "record_id": str(uuid.uuid4()),
        "kind": "does_not_exist",
        "text": WORDS,
    }
    refused = client.post(f"{url}files/", typed)
    assert refused.status_code == 422
    assert "Choose at least one file." in refused.content.decode()
    assert WORDS in refused.content.decode()
    typed = {**typed, "chosen": [SimpleUploadedFile("a.txt", b"a")]}
    for _ in range(2):  # the script that sends files opens the next page twice
        assert WORDS in client.post(f"{url}files/", typed, follow=True).content.decode()
    assert not Answer.objects.exists()
    answer = {"record_id": str(uuid.uuid4()), "kind": "does_not_exist", "text": WORDS}
    client.post(url, answer)
    assert "answer_text" in (page := client.get(url).content.decode())
    assert f">\n{WORDS}</textarea>" not in page


def test_an_answer_to_a_request_withdrawn_meanwhile_is_shown(liaison: User, as_: As) -> None:
    request = asked(by=liaison, addressee=liaison)
    actions.withdraw_request(request=request, revision=1, reason="On the web", by=liaison)
    typed = {"record_id": str(uuid.uuid4()), "kind": "does_not_exist", "text": WORDS}
    for page in ("", "files/"):
        answer = as_(liaison).post(f"/requests/to-you/{request.reference}/{page}", typed)
        assert WORDS in answer.content.decode()


def test_files_beside_a_written_answer_are_said_not_to_be_sent(liaison: User, as_: As) -> None:
    request = asked(by=liaison, addressee=liaison)
    typed = {
        "record_id": str(uuid.uuid4()),
        "kind": "question",
        "text": "Which year?",
        "chosen": [SimpleUploadedFile("a.txt", b"a")],
    }
    url = f"/requests/to-you/{request.reference}/"
    page = as_(liaison).post(url, typed, follow=True).content.decode()
    assert "The files you chose were not sent." in page
    assert not Intake.objects.exists()


def test_a_note_on_an_answer_that_someone_else_decided_is_shown(
    consultant: User, second_consultant: User, liaison: User, as_: As
) -> None:
    request = asked(by=consultant, addressee=liaison)
    answer = actions.answer_request(
        request=request, record_id=uuid.uuid4(), kind="question", text="Which?", by=liaison
    )
    actions.decide_answer(
        answer=answer, decision=DecisionInput(is_accepted=True, note="2018."), by=consultant
    )
    url = f"/requests/{request.reference}/answers/{answer.pk}/"
    page = as_(second_consultant).post(url, {"note": "Both years."}).content.decode()
    assert "What you wrote was not sent" in page
    assert "Both years." in page


def test_the_status_is_chosen_and_says_what_arrived(consultant: User, as_: As) -> None:
    request = asked(by=consultant)
    url, client = f"/requests/{request.reference}/status/", as_(consultant)
    assert '<option value="" selected>Choose</option>' in client.get(url).content.decode()
    typed = {"revision": "1", "on": "01/10/2019"}
    assert "Choose one." in client.post(url, {**typed, "to": ""}).content.decode()
    page = client.post(url, {**typed, "to": "received"}).content.decode()
    assert "Say what arrived and how, or upload the files first." in page
    assert client.post(url, {**typed, "to": "received", "grounds": "By letter."}).status_code == 302
    assert DocumentRequest.objects.get().status == "received"


def test_a_file_on_record_says_what_arrived(consultant: User) -> None:
    request = asked(by=consultant)
    finished_intake({"letter.pdf": pdf_of("Dispatch")}, by=consultant, request=request)
    moved = actions.move_request(
        request=request, revision=1, to="received", on=clock.today(), by=consultant
    )
    assert moved.status == "received"


def test_a_request_goes_to_someone_or_is_sent_by_the_team(consultant: User) -> None:
    with pytest.raises(Refused, match="Choose a person, or enter"):
        asked(by=consultant, contact_email="")
    values = {name: getattr(REQUEST, name) for name in ("title", "wording")}
    assert not DocumentRequest.objects.filter(**values).exists()
    request = asked(by=consultant)
    with pytest.raises(Refused, match="Choose a person, or enter"):
        actions.edit_request(
            request=request,
            revision=1,
            values=type(REQUEST)(**{**vars(REQUEST), "contact_email": ""}),
            by=consultant,
        )
