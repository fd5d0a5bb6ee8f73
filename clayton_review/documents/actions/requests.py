"""Asking for documents, and keeping what was said about it: every step is a line of history."""

from datetime import date
from functools import partial
from uuid import UUID

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import next_reference, record
from clayton_review.citable import records
from clayton_review.documents.models import (
    ANSWERED,
    CAME,
    NOTABLE,
    REQUEST_LABELS,
    DocumentRequest,
    Entry,
    EntryKind,
    RequestInput,
    RequestStatus,
)
from clayton_review.documents.policies import (
    check_can_be_sent,
    check_request,
    check_says_what_came,
    check_status,
)
from clayton_review.jobs.actions import request_run
from clayton_review.letters.actions import take_back
from clayton_review.refusals import Refused
from clayton_review.web.formatting import lower_first

REMIND = "documents.remind"


def ask(
    *, record_id: UUID, values: RequestInput, by: User, is_sent_by_us: bool = False
) -> DocumentRequest:
    """Create a request under the next reference; the worker tells the addressee.

    One that has no addressee and no e-mail address must be sent by letter or in person, and
    `is_sent_by_us` says so. Raises `Refused` for dates that contradict each other, and for a
    request that would reach no one.
    """
    check_request(values)
    check_can_be_sent(values, is_sent_by_us=is_sent_by_us)
    with transaction.atomic():
        request, is_new = records.create_once(
            DocumentRequest,
            record_id=record_id,
            values=values,
            reference=partial(next_reference, "RQ"),
            recorded_by=by,
        )
        if is_new:
            write_entry(request, EntryKind.ASKED, values.wording, by=by, is_shared=True)
            request_run(REMIND, clock.today().isoformat())
            sent = {} if request.recipient else {"sent": "by the team itself"}
            record(by=by, verb="asked for documents", obj=request, due_on=values.due_on, **sent)
    return request


def edit_request(
    *, request: DocumentRequest, revision: int, values: RequestInput, by: User
) -> DocumentRequest:
    """Change a request; its addressee sees in the history what was changed.

    Raises `Stale` on a stale revision, and `Refused` for dates that contradict each
    other.
    """
    check_request(values)
    with transaction.atomic():
        row = records.locked(request, revision=revision)
        check_can_be_sent(values, is_sent_by_us=not row.recipient)
        if row.answered_on and values.asked_on > row.answered_on:
            raise Refused("It was answered before that date.", field="asked_on")
        former = records.revise(row, values)
        if former:
            changed = sorted(former)
            labels = ", ".join(lower_first(REQUEST_LABELS[name]) for name in changed)
            text = f"Changed: {labels}."
            write_entry(row, EntryKind.CHANGE, text, by=by, is_shared=True)
            record(by=by, verb="changed a request", obj=row, changed=changed, due_on=row.due_on)
    return row


def withdraw_request(
    *, request: DocumentRequest, revision: int, reason: str, by: User
) -> DocumentRequest:
    """Withdraw an open request; one that was answered stays on record.

    Its upload links end, and a letter with one that has not gone out is not sent. Raises `Stale` on
    a stale revision, and `Refused` without a reason and after an answer.
    """
    with transaction.atomic():
        row = records.locked(request, revision=revision)
        if not row.is_open:
            raise Refused("It has been answered, and the answer stays on record.")
        row.status = RequestStatus.WITHDRAWN
        row.withdrawn_on, row.withdrawn_by, row.withdrawn_reason = clock.today(), by, reason.strip()
        if not row.withdrawn_reason:
            raise Refused("Say why you are withdrawing this request.", field="reason")
        row.revision += 1
        row.save()
        take_back(link.letter_about for link in row.links.all())
        write_entry(row, EntryKind.STATUS, f"Withdrawn: {reason}", by=by, is_shared=True)
        record(by=by, verb=RequestStatus.WITHDRAWN.audit_verb, obj=row, reason=row.withdrawn_reason)
    return row


def move_request(
    *,
    request: DocumentRequest,
    revision: int,
    to: str,
    on: date,
    by: User,
    grounds: str = "",
    citation: str = "",
    stated_by: str = "",
) -> DocumentRequest:
    """Note what came of a request, with the words of `grounds`.

    Raises `Refused` for a step that is not possible, for a statement that is missing, and for
    "received" without a note and without a file.
    """
    with transaction.atomic():
        row = records.locked(request, revision=revision)
        check_says_what_came(row, to, grounds)
        set_status(row, to, on=on, grounds=grounds, citation=citation, stated_by=stated_by, by=by)
        record(by=by, verb=RequestStatus(row.status).audit_verb, obj=row, on=on)
    return row


def add_entry(
    *, request: DocumentRequest, form_id: UUID, kind: str, text: str, is_shared: bool, by: User
) -> Entry:
    """Keep a note, a call or a letter with the request; the same form sent twice makes one.

    Raises `Refused` without words.
    """
    if kind not in NOTABLE or not text.strip():
        raise Refused("Write what was said.", field="text")
    with transaction.atomic():
        row = DocumentRequest.objects.select_for_update().get(pk=request.pk)
        entry, is_new = Entry.objects.get_or_create(
            form_id=form_id,
            defaults={
                "request": row,
                "kind": kind,
                "text": text.strip(),
                "status": row.status,
                "is_shared": is_shared,
                "by": by,
            },
        )
        if is_new:
            record(by=by, verb=EntryKind(kind).audit_verb, obj=row, is_shared=is_shared)
    return entry


def set_status(
    row: DocumentRequest,
    to: str,
    *,
    on: date,
    by: User,
    grounds: str = "",
    citation: str = "",
    stated_by: str = "",
) -> None:
    """Set the status of a locked request and add the history entry; the caller audits.

    Raises `Refused` for a step that is not possible, and for a statement that is missing.
    """
    check_status(row, to, on=on, grounds=grounds, citation=citation, stated_by=stated_by)
    row.status = RequestStatus(to)
    row.answered_on = on if to in ANSWERED else None
    row.grounds, row.citation = grounds.strip(), citation.strip()
    row.stated_by = stated_by.strip()
    row.revision += 1
    row.save()
    who = f", {'from' if to in CAME else 'says'} {stated_by.strip()}" if stated_by.strip() else ""
    text = sentences(f"{row.get_status_display()}{who}", grounds, citation)
    write_entry(row, EntryKind.STATUS, text, by=by, is_shared=True)


def sentences(*parts: str) -> str:
    """Join the parts; each ends with its own mark or with a period."""
    stripped = (part.strip() for part in parts)
    return " ".join(part if part[-1] in ".?!" else f"{part}." for part in stripped if part)


def write_entry(
    row: DocumentRequest,
    kind: EntryKind,
    text: str,
    *,
    by: User | None,
    said_by: str = "",
    is_shared: bool = False,
) -> Entry:
    """Add a line to the history, with the status that holds after it."""
    return Entry.objects.create(
        request=row,
        kind=kind,
        text=text,
        status=row.status,
        is_shared=is_shared,
        by=by,
        said_by=said_by,
    )
