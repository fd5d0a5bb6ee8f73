"""Refusals of requests, answers, deliveries and files."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.documents import actions, archives
from clayton_review.documents.actions.filing import file_received
from clayton_review.documents.actions.intake import LeaseLost, _finish
from clayton_review.documents.models import (
    AnswerKind,
    DecisionInput,
    Document,
    DocumentRequest,
    Entry,
    Intake,
    IntakeState,
    RequestStatus,
    StoredFile,
)
from clayton_review.refusals import Refused
from tests.documents.factories import (
    PDF_BYTES,
    REQUEST,
    VALUES,
    WHEN,
    asked,
    finished_intake,
    sent,
    stored_file,
    upload_link,
)
from tests.refusing import refused

pytestmark = pytest.mark.django_db
TODAY = date(2019, 1, 10)


@pytest.fixture(autouse=True)
def _in_the_study() -> Iterator[None]:
    with clock.at(datetime(2019, 1, 10, 15, tzinfo=UTC)):
        yield


def test_a_form_answers_one_request_only(consultant: User, city_staff: User) -> None:
    first, other = asked(by=consultant), asked(by=consultant)
    form = uuid.uuid4()

    def answer(request: DocumentRequest) -> None:
        actions.answer_request(
            request=request, record_id=form, kind=AnswerKind.QUESTION, text="Which calls?",
            by=city_staff,
        )  # fmt: skip

    answer(first)
    with refused("This form was already sent for another request. Start a new one.", other):
        answer(other)
    assert not other.answers.exists()


def test_a_file_of_an_undone_delivery_is_not_filed(consultant: User) -> None:
    intake = finished_intake({"a.pdf": PDF_BYTES}, by=consultant)
    actions.undo_intake(intake=intake, reason="Sent twice.", by=consultant)
    received = intake.files.get()
    with refused("This file was not accepted, or its delivery was undone.", received):
        file_received(received=received, record_id=uuid.uuid4(), values=VALUES, by=consultant)
    assert not Document.objects.exists()


def test_a_delivery_is_undone_with_a_reason_only(consultant: User) -> None:
    intake = finished_intake({"a.pdf": PDF_BYTES}, by=consultant)
    with refused("Say why you are undoing this delivery.", intake):
        actions.undo_intake(intake=intake, reason=" ", by=consultant)


@pytest.fixture
def waiting(consultant: User) -> Intake:
    """A delivery whose files nobody has looked at yet."""
    files = sent({"a.pdf": PDF_BYTES})
    return actions.receive(record_id=uuid.uuid4(), sent=files, request=None, by=consultant)


def test_no_receipt_is_sent_before_the_files_are_processed(
    waiting: Intake, consultant: User
) -> None:
    with refused("The files are still being processed. Send the receipt afterward.", waiting):
        actions.send_receipt(intake=waiting, to="records@clayton.example.org", by=consultant)


def test_a_delivery_is_not_finished_with_a_file_missing(waiting: Intake) -> None:
    Intake.objects.filter(pk=waiting.pk).update(state=IntakeState.WORKING)
    with pytest.raises(LeaseLost):
        _finish(waiting.pk, 1)
    waiting.refresh_from_db()
    assert waiting.state == IntakeState.WORKING


def test_a_form_brings_files_to_one_page_only(
    waiting: Intake, consultant: User, second_consultant: User
) -> None:
    sentence = "This form was already sent from another page. Reload this page and try again."
    with refused(sentence, waiting):
        actions.receive(
            record_id=waiting.pk, sent=sent({"b.pdf": PDF_BYTES}), request=None,
            by=second_consultant,
        )  # fmt: skip


def test_a_file_of_an_unknown_kind_is_not_stored(consultant: User) -> None:
    with pytest.raises(Refused) as refusal:
        stored_file(by=consultant, content=b"MZ\x90\x00", name="setup.exe")
    assert str(refusal.value)
    assert not StoredFile.objects.exists()


def test_a_request_is_not_asked_after_its_answer(consultant: User) -> None:
    row = asked(by=consultant, asked_on=WHEN)
    row = actions.move_request(
        request=row, revision=1, to=RequestStatus.RECEIVED, on=date(2019, 1, 8),
        grounds="By letter.", by=consultant,
    )  # fmt: skip
    changes: dict[str, Any] = {"asked_on": date(2019, 1, 9)}
    with refused("It was answered before that date.", row):
        actions.edit_request(
            request=row, revision=row.revision, values=replace(REQUEST, **changes), by=consultant
        )


def test_a_request_is_withdrawn_with_a_reason_only(consultant: User) -> None:
    row = asked(by=consultant)
    with refused("Say why you are withdrawing this request.", row):
        actions.withdraw_request(request=row, revision=1, reason=" ", by=consultant)


@pytest.mark.parametrize(("kind", "text"), [("note", " "), ("status", "Received.")])
def test_a_note_has_words_and_a_kind_that_people_write(
    kind: str, text: str, consultant: User
) -> None:
    row = asked(by=consultant)
    with refused("Write what was said.", row):
        actions.add_entry(
            request=row, form_id=uuid.uuid4(), kind=kind, text=text, is_shared=False,
            by=consultant,
        )  # fmt: skip
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("on", [WHEN - timedelta(days=1), TODAY + timedelta(days=1)])
def test_an_answer_lies_between_the_request_and_today(on: date, consultant: User) -> None:
    row = asked(by=consultant)
    with refused("Enter a date between the request date and today.", row):
        actions.move_request(
            request=row, revision=1, to=RequestStatus.RECEIVED, on=on, grounds="By letter.",
            by=consultant,
        )  # fmt: skip


def test_an_answer_is_decided_once_with_words_and_by_someone_else(
    consultant: User, second_consultant: User
) -> None:
    row = asked(by=consultant)
    answer = actions.answer_request(
        request=row, record_id=uuid.uuid4(), kind=AnswerKind.QUESTION, text="Which calls?",
        by=second_consultant,
    )  # fmt: skip

    def decide(by: User, note: str, *, is_accepted: bool = True) -> None:
        decision = DecisionInput(is_accepted=is_accepted, note=note)
        actions.decide_answer(answer=answer, decision=decision, by=by)

    with refused("You cannot accept your own answer. Someone else must decide.", answer):
        decide(second_consultant, "All calls.")
    for is_accepted in (True, False):
        with refused("Say what is missing, or answer the question.", answer):
            decide(consultant, " ", is_accepted=is_accepted)
    decide(consultant, "All calls.")
    with refused("Someone has already decided on this answer.", answer):
        decide(consultant, "No calls.", is_accepted=False)


def test_a_withdrawn_request_takes_no_answer_and_no_link(consultant: User) -> None:
    row = asked(by=consultant)
    row = actions.withdraw_request(request=row, revision=1, reason="Not needed.", by=consultant)
    with refused("This request was withdrawn and needs no answer.", row):
        actions.answer_request(
            request=row, record_id=uuid.uuid4(), kind=AnswerKind.QUESTION, text="Which?",
            by=consultant,
        )  # fmt: skip
    with refused("This request was withdrawn. Nothing needs to be sent for it.", row):
        upload_link(request=row, by=consultant)


@pytest.mark.parametrize(
    ("n_files", "n_bytes", "sentence"),
    [
        (1, 10**8, "This link accepts 1 more file."),
        (9, 100, "This link accepts 0 MB more. Send less at a time, or call us."),
    ],
)
def test_a_link_takes_no_more_than_it_allows(
    n_files: int, n_bytes: int, sentence: str, consultant: User
) -> None:
    link, _ = upload_link(
        request=asked(by=consultant), by=consultant, n_files=n_files, n_bytes=n_bytes
    )
    files = sent({"a.pdf": PDF_BYTES, "b.pdf": PDF_BYTES})
    with refused(sentence, link):
        actions.receive(record_id=uuid.uuid4(), sent=files, request=link.request, link=link)
    assert not Intake.objects.exists()


def test_a_delivery_has_files_but_not_too_many_and_not_too_large(
    consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def receive(*names: str) -> None:
        files = sent(dict.fromkeys(names, PDF_BYTES))
        actions.receive(record_id=uuid.uuid4(), sent=files, request=None, by=consultant)

    with refused("Choose at least one file."):
        receive()
    monkeypatch.setattr(archives, "MOST_FILES", 1)
    with refused("You can send at most 1 files at a time."):
        receive("a.pdf", "b.pdf")
    monkeypatch.setattr(archives, "MOST_BYTES", 10)
    with refused("You can send at most 0 MB at a time. Send the rest separately."):
        receive("a.pdf")
    assert not Intake.objects.exists()


def test_a_file_larger_than_the_library_takes_is_not_stored(
    consultant: User, settings: Any
) -> None:
    settings.STORED_FILE_MAX_BYTES = 10
    with refused("The file is larger than 0 MB. Send a smaller one."):
        stored_file(by=consultant)
    assert not StoredFile.objects.exists()


def test_an_edited_request_still_has_possible_dates_and_reaches_someone(consultant: User) -> None:
    row = asked(by=consultant)
    for sentence, changes in (
        ("The due date is before the request date.", {"due_on": WHEN - timedelta(days=1)}),
        (
            "Choose a person, or enter the office’s e-mail address. If you send the request "
            "yourself, check the box for that.",
            {"contact_email": ""},
        ),
    ):
        values = replace(REQUEST, **changes)
        with refused(sentence, row):
            actions.edit_request(request=row, revision=1, values=values, by=consultant)


def test_a_request_keeps_its_status_where_no_step_leads(consultant: User) -> None:
    row = asked(by=consultant)
    with refused("Say what arrived and how, or upload the files first.", row):
        actions.move_request(
            request=row, revision=1, to=RequestStatus.RECEIVED, on=TODAY, by=consultant
        )
    with refused("This request is already “asked”.", row):
        actions.move_request(
            request=row, revision=1, to=RequestStatus.ASKED, on=TODAY, by=consultant
        )
