"""Taking a delivery in, file by file: control numbers without gaps, whatever is interrupted."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from itertools import islice
from uuid import UUID, uuid5

from django.core.files.storage import default_storage
from django.db import transaction
from django.template.loader import render_to_string

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.audit.models import ReferenceCounter
from clayton_review.documents.actions.answering import answer_request
from clayton_review.documents.actions.delivery_files import (
    DeliveredFile,
    delivered_files,
    stored_files,
)
from clayton_review.documents.actions.texts import READ_TEXTS
from clayton_review.documents.models import AnswerKind, FileOutcome, Intake, IntakeFile, IntakeState
from clayton_review.documents.policies import check_undo
from clayton_review.documents.received_files import ReceivedFiles
from clayton_review.documents.selectors.receipts import receipt_csv, refused_files
from clayton_review.jobs.actions import request_run
from clayton_review.letters.actions import write_letter
from clayton_review.letters.content import LetterContent
from clayton_review.refusals import Refused
from clayton_review.web.formatting import count_phrase

BATCH = 20
CONTROL = "CLY"


class LeaseLost(Exception):
    """Another worker took over in the middle; it goes on, this one stops."""


def take_in(*, intake_id: UUID) -> int:
    """Take in the files not taken in yet; return how many this run dealt with.

    Safe to run again at any moment: files have their place in the delivery, and a batch is
    recorded in one transaction together with its control numbers.
    """
    intake = Intake.objects.get(pk=intake_id)
    if not intake.is_running:
        return 0
    n_before = intake.files.count()
    with ExitStack() as open_files:
        reader = open_files.enter_context(ReceivedFiles())
        planned = delivered_files(intake, open_files, reader)
        _begin(intake_id, len(planned))
        try:
            for batch in _batches(planned[n_before:]):
                _record_batch(intake_id, [file.looked_at(reader) for file in batch])
            _finish(intake_id, len(planned))
        except LeaseLost:
            return 0
    return len(planned) - n_before


def undo_intake(*, intake: Intake, reason: str, by: User) -> Intake:
    """Take back a whole delivery if nothing cites its files; control numbers stay used.

    Raises `Refused` without a reason, while files are being processed, and for a file that is
    cited.
    """
    if not reason.strip():
        raise Refused("Say why you are undoing this delivery.", field="reason")
    with transaction.atomic():
        row = Intake.objects.select_for_update().get(pk=intake.pk)
        check_undo(row)
        row.state, row.undone_reason = IntakeState.UNDONE, reason.strip()
        row.undone_at, row.undone_by = clock.now(), by
        row.save()
        record(by=by, verb="undid an intake", obj=row, reason=row.undone_reason)
    return row


def send_receipt(*, intake: Intake, to: str, by: User) -> Intake:
    """Mail the receipt list to the sender.

    Raises `Refused` while files of the delivery are still being processed.
    """
    with transaction.atomic():
        row = Intake.objects.select_for_update().get(pk=intake.pk)
        if row.is_running:
            raise Refused("The files are still being processed. Send the receipt afterward.")
        row.receipt_sent_to, row.receipt_sent_at = to, clock.now()
        row.save(update_fields=["receipt_sent_to", "receipt_sent_at"])
        words = {"intake": row, "by": by, "refused": refused_files(row)}
        write_letter(
            to=to,
            subject=f"Receipt {row.reference} from the Clayton Review",
            content=LetterContent(
                render_to_string("documents/mail_receipt.txt", words),
                csv_files={f"receipt-{row.reference}.csv": receipt_csv(row)},
            ),
        )
        record(by=by, verb="sent a receipt", obj=row)
    return row


def _begin(intake_id: UUID, n_planned: int) -> None:
    running = [IntakeState.WAITING, IntakeState.WORKING]
    Intake.objects.filter(pk=intake_id, state__in=running).update(
        state=IntakeState.WORKING, n_planned=n_planned
    )


def _batches(planned: Iterable[DeliveredFile]) -> Iterator[list[DeliveredFile]]:
    rest = iter(planned)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _record_batch(intake_id: UUID, batch: list[DeliveredFile]) -> None:
    """Record a batch in one transaction. Raises `LeaseLost` if another run did it before."""
    with transaction.atomic():
        intake = Intake.objects.select_for_update().get(pk=intake_id)
        if intake.state != IntakeState.WORKING or intake.files.count() != batch[0].position:
            raise LeaseLost
        stored = stored_files(intake, batch)
        ReferenceCounter.objects.bulk_create(
            [ReferenceCounter(prefix=CONTROL)], ignore_conflicts=True
        )
        counter = ReferenceCounter.objects.select_for_update().get(prefix=CONTROL)
        first = counter.last_number + 1
        first_copies = _first_copies(batch)
        for file in batch:
            row = IntakeFile(
                intake=intake,
                position=file.position,
                path=file.path,
                n_bytes=file.n_bytes,
                sha256=file.sha256,
                kind=file.kind_words,
                outcome=FileOutcome.REFUSED,
                reason=file.refusal[:300],
            )
            if file.is_taken:
                counter.last_number += 1
                row.number, row.file = counter.last_number, stored[file.sha256]
                row.duplicate_of = first_copies.get(file.sha256)
                row.outcome = FileOutcome.DUPLICATE if row.duplicate_of else FileOutcome.KEPT
            row.save()
            if file.is_taken:
                first_copies.setdefault(file.sha256, row)
        counter.save()
        record(
            by=None, verb="took in files", obj=intake, first=first, last=counter.last_number,
            n_refused=sum(not file.is_taken for file in batch),
        )  # fmt: skip


def _first_copies(batch: list[DeliveredFile]) -> dict[str, IntakeFile]:
    """Return, by hash, the file that first brought each content; undone deliveries do not count."""
    hashes = {file.sha256 for file in batch if file.is_taken}
    rows = IntakeFile.objects.received().filter(outcome=FileOutcome.KEPT, sha256__in=hashes)
    return {row.sha256: row for row in rows}


def _finish(intake_id: UUID, n_planned: int) -> None:
    """Mark the delivery as done, record it as an answer, and have its text read."""
    with transaction.atomic():
        intake = Intake.objects.select_for_update().get(pk=intake_id)
        if intake.state != IntakeState.WORKING or intake.files.count() != n_planned:
            raise LeaseLost
        intake.state, intake.finished_at = IntakeState.DONE, clock.now()
        intake.save()
        n_taken = intake.files.filter(number__isnull=False).count()
        paths = list(intake.uploads.values_list("path", flat=True))
        intake.uploads.all().delete()
        transaction.on_commit(partial(_forget, paths), robust=True)
        request_run(READ_TEXTS, str(intake.pk))
        if intake.request and n_taken and _is_answer(intake):
            answer_request(
                request=intake.request,
                record_id=uuid5(intake.pk, "answer"),
                kind=AnswerKind.FILES,
                text=f"{count_phrase(n_taken, 'file', 'files')} in {intake.reference}",
                by=intake.by,
                said_by="" if intake.by else intake.author,
            )
        record(by=None, verb="finished an intake", obj=intake, n_taken=n_taken)


def _forget(paths: list[str]) -> None:
    """Delete the uploads in the form they came; their files are stored under their hashes."""
    for path in paths:
        default_storage.delete(path)


def _is_answer(intake: Intake) -> bool:
    """True if the addressee sent it, so that the team must decide on it."""
    request = intake.request
    if request is None or request.is_withdrawn:
        return False
    return intake.link_id is not None or intake.by_id == request.addressee_id
