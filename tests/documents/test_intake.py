"""Taking deliveries in: numbers without gaps, copies, refusals, interruptions, undoing."""

import io
import stat
import uuid
import zipfile
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.storage import default_storage

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.documents import actions, archives
from clayton_review.documents.actions import intake as taking
from clayton_review.documents.actions.delivery_files import delivered_files
from clayton_review.documents.models import (
    DocumentInput,
    DocumentKind,
    Intake,
    IntakeFile,
    IntakeState,
    RawUpload,
)
from clayton_review.documents.received_files import ReceivedFiles
from clayton_review.documents.selectors.receipts import receipt, receipt_csv, tally
from clayton_review.refusals import Refused
from tests.documents.factories import (
    PNG_BYTES,
    asked,
    finished_intake,
    pdf_of,
    sent,
    upload_link,
    zipped,
)
from tests.letters.outgoing import sent_letters

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_the_study")]


def controls(intake: Intake) -> list[str]:
    return [row.control for row in intake.files.all()]


def test_each_file_gets_a_number_in_the_order_of_the_archive(consultant: User) -> None:
    packed = zipped({f"2018/{n:02}.txt": f"Log {n}".encode() for n in (3, 1, 2)})
    intake = finished_intake({"delivery.zip": packed}, by=consultant)

    rows = [(row.control, row.path, row.kind) for row in intake.files.all()]
    assert rows == [
        ("CLY-000001", "2018/03.txt", "plain text"),
        ("CLY-000002", "2018/01.txt", "plain text"),
        ("CLY-000003", "2018/02.txt", "plain text"),
    ]
    assert intake.state == IntakeState.DONE
    assert not RawUpload.objects.exists()


def test_numbers_run_on_over_deliveries_and_skip_what_is_refused(consultant: User) -> None:
    first = finished_intake({"a.txt": b"one", "b.exe": b"MZ90", "c.txt": b"three"}, by=consultant)
    second = finished_intake({"d.txt": b"four"}, by=consultant)

    assert controls(first) == ["CLY-000001", "", "CLY-000002"]
    assert controls(second) == ["CLY-000003"]


def test_copies_point_to_the_first_file_of_that_content(consultant: User) -> None:
    first = finished_intake({"a.txt": b"same", "copy of a.txt": b"same"}, by=consultant)
    second = finished_intake({"again.txt": b"same"}, by=consultant)

    remarks = [line.remark for line in [*receipt(first), *receipt(second)]]
    assert remarks == ["", "Same content as CLY-000001", "Same content as CLY-000001"]
    assert tally(first).n_duplicates == 1


def hostile_archive() -> bytes:
    """Everything an archive must not do, and one good file at its end."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../etc/passwd.txt", "x")
        archive.writestr("/absolute.txt", "x")
        archive.writestr("C:\\windows\\a.txt", "x")
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("bomb.txt", b"0" * 20_000_000)
        archive.writestr("inner.zip", zipped({"a.txt": b"a"}))
        archive.writestr("tool.exe", b"MZ" + bytes(50))
        archive.writestr("hidden program.pdf", b"MZ" + bytes(50))
        archive.writestr("misnamed.pdf", PNG_BYTES)
        archive.writestr("empty.txt", b"")
        archive.writestr("__MACOSX/._a.txt", b"x")
        archive.writestr("page.html", "<html><script>alert(1)</script></html>")
        archive.writestr("good/\u202efdp.txt", b"good")
    return packed.getvalue()


REASONS = [
    "points outside the archive", "points outside the archive", "points outside the archive",
    "It is a shortcut", "compressed more than 200 to 1", "archive inside the delivery",
    "do not accept programs", "do not accept programs", "PNG image", "empty",
    "computer that made the archive", "do not accept this type",
]  # fmt: skip


def test_what_must_not_be_taken_is_listed_and_stops_nothing(consultant: User) -> None:
    intake = finished_intake({"d.zip": hostile_archive()}, by=consultant)
    rows = list(intake.files.all())

    assert len(rows) == len(REASONS) + 1
    for row, reason in zip(rows, REASONS, strict=False):
        assert row.control == ""
        assert reason in row.reason, row.path
    assert (rows[-1].control, rows[-1].path) == ("CLY-000001", "good/fdp.txt")


def test_an_encrypted_file_is_refused(consultant: User) -> None:
    packed = bytearray(zipped({"a.txt": b"secret", "b.txt": b"open"}))
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        packed[packed.index(mark) + offset] |= 1
    intake = finished_intake({"d.zip": bytes(packed)}, by=consultant)

    assert [row.reason for row in intake.files.all()] == [
        "It is encrypted. Send it without a password.",
        "",
    ]


@pytest.mark.parametrize("packed", [b"PK\x03\x04 cut off", zipped({"a.txt": b"x" * 99})[:-30]])
def test_a_damaged_archive_is_one_refused_line(packed: bytes, consultant: User) -> None:
    intake = finished_intake({"d.zip": packed, "a.txt": b"fine"}, by=consultant)

    assert ["damaged" in row.reason for row in intake.files.all()] == [True, False]


def test_a_size_that_the_archive_lies_about_is_found(consultant: User) -> None:
    packed = bytearray(zipped({"a.txt": b"x" * 1000}))
    place = packed.index(b"PK\x01\x02") + 24
    packed[place : place + 4] = (10).to_bytes(4, "little")
    intake = finished_intake({"d.zip": bytes(packed)}, by=consultant)

    assert intake.files.get().outcome == "refused"


def test_a_run_that_died_is_continued_without_loss_or_doubling(
    consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {f"{n:02}.txt": f"file {n}".encode() for n in range(45)}
    intake = actions.receive(
        record_id=uuid.uuid4(), sent=sent({"d.zip": zipped(files)}), request=None, by=consultant
    )
    record = taking._record_batch
    calls: list[int] = []

    def die(*args: Any) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("killed")
        record(*args)

    monkeypatch.setattr(taking, "_record_batch", die)
    with pytest.raises(RuntimeError):
        actions.take_in(intake_id=intake.pk)
    assert intake.files.count() == 20
    monkeypatch.setattr(taking, "_record_batch", record)

    assert actions.take_in(intake_id=intake.pk) == 25
    assert actions.take_in(intake_id=intake.pk) == 0
    rows = list(intake.files.values_list("number", "path"))
    assert rows == [(n + 1, f"{n:02}.txt") for n in range(45)]


def test_a_batch_that_somebody_else_recorded_is_left_alone(consultant: User) -> None:
    intake = actions.receive(
        record_id=uuid.uuid4(), sent=sent({"a.txt": b"a"}), request=None, by=consultant
    )
    Intake.objects.filter(pk=intake.pk).update(state=IntakeState.WORKING)
    with ExitStack() as open_files, ReceivedFiles() as reader:
        batch = [file.looked_at(reader) for file in delivered_files(intake, open_files, reader)]
    taking._record_batch(intake.pk, batch)

    with pytest.raises(taking.LeaseLost):
        taking._record_batch(intake.pk, batch)
    assert intake.files.count() == 1


def test_a_worker_that_comes_late_does_not_begin_what_is_done(consultant: User) -> None:
    intake = finished_intake({"a.txt": b"a"}, by=consultant)
    taking._begin(intake.pk, 7)
    intake.refresh_from_db()
    assert (intake.state, intake.n_planned) == (IntakeState.DONE, 1)


def test_one_delivery_begins_at_a_time(consultant: User) -> None:
    begun, waiting = (
        actions.receive(
            record_id=uuid.uuid4(), sent=sent({"a.txt": b"a"}), request=None, by=consultant
        )
        for _ in range(2)
    )
    taking._begin(begun.pk, 7)
    begun.refresh_from_db()
    waiting.refresh_from_db()
    assert (begun.state, begun.n_planned) == (IntakeState.WORKING, 7)
    assert waiting.state == IntakeState.WAITING


def test_the_same_form_sent_twice_is_one_delivery(consultant: User) -> None:
    record_id = uuid.uuid4()
    deliveries = [
        actions.receive(
            record_id=record_id, sent=sent({"a.txt": b"a"}), request=None, by=consultant
        )
        for _ in range(2)
    ]

    assert deliveries[0].pk == deliveries[1].pk
    assert RawUpload.objects.count() == 1


def test_a_refused_delivery_leaves_no_bytes_behind(
    consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_FILES", 1)
    files = sent({"a.txt": b"a", "b.txt": b"b"})
    with pytest.raises(Refused, match="at most 1 files"):
        actions.receive(record_id=uuid.uuid4(), sent=files, request=None, by=consultant)

    assert not Intake.objects.exists()
    assert not default_storage.exists("intake")


def test_a_scan_without_text_is_flagged(consultant: User) -> None:
    intake = finished_intake(
        {"letter.pdf": pdf_of("Use of force"), "scan.pdf": pdf_of("")}, by=consultant
    )

    assert [line.remark for line in receipt(intake)] == ["", "No readable text"]


def test_an_undone_delivery_withdraws_only_what_was_taken(consultant: User) -> None:
    files = {"a.txt": b"a", "b.exe": b"MZ90", "c.txt": b"a"}
    intake = finished_intake(files, by=consultant)
    lines = receipt(actions.undo_intake(intake=intake, reason="Wrong folder", by=consultant))

    assert [line.remark.partition(":")[0] for line in lines] == [
        "Withdrawn", "Not accepted", "Withdrawn; Same content as CLY-000001",
    ]  # fmt: skip
    assert [line.is_taken for line in lines] == [True, False, True]
    assert [bool(line.url) for line in lines] == [True, False, True]
    assert [bool(line.reason) for line in lines] == [False, True, False]


def test_undoing_withdraws_all_files_and_keeps_their_numbers(consultant: User) -> None:
    intake = finished_intake({"a.txt": b"a"}, by=consultant)
    undone = actions.undo_intake(intake=intake, reason="Wrong folder", by=consultant)
    later = finished_intake({"b.txt": b"a"}, by=consultant)

    assert [line.remark for line in receipt(undone)] == ["Withdrawn"]
    assert list(IntakeFile.objects.received()) == list(later.files.all())
    assert [line.remark for line in receipt(later)] == [""]
    assert controls(later) == ["CLY-000002"]
    with pytest.raises(Refused, match="only after all its files"):
        actions.undo_intake(intake=undone, reason="Again", by=consultant)


def test_a_delivery_with_a_cited_file_is_not_undone(consultant: User) -> None:
    intake = finished_intake({"order.txt": b"a"}, by=consultant)
    values = DocumentInput(title="Order", source="Police", kind=DocumentKind.POLICY)
    row = intake.files.get()
    filed = actions.file_received(
        received=row, record_id=uuid.uuid4(), values=values, by=consultant
    )

    with pytest.raises(Refused, match=f"CLY-000001 is in the library as {filed.reference}"):
        actions.undo_intake(intake=intake, reason="Wrong", by=consultant)
    with pytest.raises(Refused, match="already"):
        actions.file_received(received=row, record_id=uuid.uuid4(), values=values, by=consultant)
    actions.withdraw_document(document=filed, revision=1, reason="Wrong", by=consultant)
    assert actions.undo_intake(intake=intake, reason="Wrong", by=consultant).is_undone


def test_a_delivery_whose_copies_came_later_is_not_undone_first(consultant: User) -> None:
    first = finished_intake({"a.txt": b"a"}, by=consultant)
    second = finished_intake({"b.txt": b"a"}, by=consultant)
    with pytest.raises(Refused, match="A later delivery"):
        actions.undo_intake(intake=first, reason="Wrong", by=consultant)
    actions.undo_intake(intake=second, reason="Wrong", by=consultant)
    assert actions.undo_intake(intake=first, reason="Wrong", by=consultant).is_undone


def test_the_receipt_can_be_mailed_with_its_list(consultant: User) -> None:
    intake = finished_intake({"=cmd.txt": b"a"}, by=consultant, request=asked(by=consultant))
    actions.send_receipt(intake=intake, to="records@clayton.example.org", by=consultant)

    letter = sent_letters()[0]
    assert letter.to == ["records@clayton.example.org"]
    name, content, _ = letter.attachments[0]
    assert name == f"receipt-{intake.reference}.csv"
    assert content == receipt_csv(intake)
    assert "'=cmd.txt" in str(content)


def test_what_was_taken_in_stands_in_the_audit_record(consultant: User) -> None:
    finished_intake({"a.txt": b"a"}, by=consultant)

    verbs = list(AuditEntry.objects.values_list("verb", flat=True))
    assert verbs == ["sent files", "took in files", "finished an intake", "read the text of files"]


def test_an_addressee_sees_only_what_they_sent_for_a_request_of_theirs(
    consultant: User, liaison: User, city_staff: User
) -> None:
    to_liaison, to_city = (
        asked(by=consultant, addressee=person) for person in (liaison, city_staff)
    )
    own = finished_intake({"a.txt": b"a"}, by=liaison, request=to_liaison)
    finished_intake({"b.txt": b"b"}, by=consultant, request=to_liaison)
    finished_intake({"c.txt": b"c"}, by=city_staff, request=to_city)
    finished_intake({"d.txt": b"d"}, by=liaison, request=to_city)
    assert list(Intake.objects.visible_to(liaison)) == [own]
    assert Intake.objects.visible_to(consultant).count() == 4


def test_uploads_go_once_their_files_are_stored(
    consultant: User, django_capture_on_commit_callbacks: Any
) -> None:
    first, other = (
        actions.receive(
            record_id=uuid.uuid4(), sent=sent({name: name.encode()}), request=None, by=consultant
        )
        for name in ("a.txt", "b.txt")
    )
    (path,) = first.uploads.values_list("path", flat=True)
    (other_path,) = other.uploads.values_list("path", flat=True)
    with django_capture_on_commit_callbacks(execute=True):
        actions.take_in(intake_id=first.pk)
    assert not default_storage.exists(path)
    assert default_storage.exists(other_path)
    assert [upload.intake for upload in RawUpload.objects.all()] == [other]


def test_what_became_of_a_delivery_is_stored_with_its_time(consultant: User, lead: User) -> None:
    intake, other = (
        finished_intake({"a.txt": name.encode(), "b.exe": b"MZ90"}, by=consultant)
        for name in ("first", "second")
    )
    now = clock.now()
    assert (intake.state, intake.n_planned, intake.finished_at) == (IntakeState.DONE, 2, now)
    with clock.at(datetime(2019, 1, 11, 15, tzinfo=UTC)):
        actions.send_receipt(intake=intake, to="records@clayton.example.org", by=consultant)
        actions.undo_intake(intake=intake, reason=" Wrong case ", by=lead)
        later = clock.now()
    intake.refresh_from_db()
    assert (intake.receipt_sent_to, intake.receipt_sent_at) == (
        "records@clayton.example.org", later,
    )  # fmt: skip
    assert (intake.state, intake.undone_reason) == (IntakeState.UNDONE, "Wrong case")
    assert (intake.undone_at, intake.undone_by, intake.finished_at) == (later, lead, now)
    other.refresh_from_db()
    assert (other.state, other.receipt_sent_to, other.undone_at) == (IntakeState.DONE, "", None)


@pytest.mark.parametrize(
    ("sender", "is_withdrawn", "n_answers"),
    [
        ("addressee", False, 1),
        ("addressee", True, 0),
        ("team", False, 0),
        ("link", False, 1),
        ("link", True, 0),
    ],
)
def test_files_answer_a_request_that_stands_if_its_addressee_sent_them(
    consultant: User, liaison: User, sender: str, is_withdrawn: bool, n_answers: int
) -> None:
    request = asked(by=consultant, addressee=liaison)
    link = upload_link(request=request, by=consultant)[0] if sender == "link" else None
    intake = actions.receive(
        record_id=uuid.uuid4(),
        sent=sent({"a.txt": b"a"}),
        request=request,
        by={"addressee": liaison, "team": consultant}.get(sender),
        link=link,
        sender="Records unit" if link else "",
    )
    if is_withdrawn:
        actions.withdraw_request(request=request, revision=1, reason="Moot", by=consultant)
    actions.take_in(intake_id=intake.pk)
    intake.refresh_from_db()
    assert intake.state == IntakeState.DONE
    assert request.answers.count() == n_answers
