"""The two hands of an answer: the addressee gives it, the team accepts it or sends it back."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.documents.actions.links import revoke_link
from clayton_review.documents.actions.requests import sentences, set_status, write_entry
from clayton_review.documents.models import (
    Answer,
    AnswerState,
    DecisionInput,
    DocumentRequest,
    EntryKind,
    RequestStatus,
)
from clayton_review.documents.policies import check_answer, check_decision, check_new_due_date
from clayton_review.refusals import Refused
from clayton_review.web.formatting import day


def answer_request(
    *,
    request: DocumentRequest,
    record_id: UUID,
    kind: str,
    text: str,
    by: User | None,
    said_by: str = "",
    citation: str = "",
) -> Answer:
    """Record the addressee's answer; the request stays as it is until the team has decided.

    `by` is None for somebody who came by an upload link; `said_by` then says who they are.

    Raises `Refused` for an answer that lacks its words or law, for a withdrawn request, and for
    a form that was sent for another request.
    """
    with transaction.atomic():
        row = DocumentRequest.objects.select_for_update().get(pk=request.pk)
        check_answer(row, kind, text=text, citation=citation)
        answer, is_new = Answer.objects.get_or_create(
            id=record_id,
            defaults={
                "request": row,
                "kind": kind,
                "text": text.strip(),
                "citation": citation.strip(),
                "by": by,
                "said_by": said_by,
            },
        )
        if answer.request_id != row.pk:
            raise Refused("This form was already sent for another request. Start a new one.")
        if is_new:
            words = sentences(answer.answer_kind.entry_label, text, citation)
            write_entry(row, EntryKind.ANSWER, words, by=by, said_by=said_by, is_shared=True)
            record(by=by or said_by, verb=answer.answer_kind.audit_verb, obj=row)
    return answer


def decide_answer(*, answer: Answer, decision: DecisionInput, by: User) -> Answer:
    """Accept an answer, which moves the request, or send it back with a reason.

    A question is answered by the note, and may move the due date. Upload links are closed, if the
    decision says so, once everything is here. Raises `Refused` when it was decided already or
    nothing is said.
    """
    with transaction.atomic():
        request = DocumentRequest.objects.select_for_update().get(pk=answer.request_id)
        row = Answer.objects.select_for_update().get(pk=answer.pk)
        check_decision(row, by)
        note, kind = decision.note.strip(), row.answer_kind
        if not note and (not decision.is_accepted or kind.is_answered_in_words):
            raise Refused("Say what is missing, or answer the question.", field="note")
        row.state = AnswerState.ACCEPTED if decision.is_accepted else AnswerState.SENT_BACK
        row.decided_at, row.decided_by, row.decision = clock.now(), by, note
        row.save()
        if decision.is_accepted:
            _move(request, row, kind.status_when_accepted(is_partial=decision.is_partial), by)
        if note:
            entry = row.entry_when_accepted if decision.is_accepted else EntryKind.SENT_BACK
            write_entry(request, entry, note, by=by, is_shared=True)
        moved: dict[str, Any] = {}
        if decision.due_on is not None and kind.is_answered_in_words:
            moved = _give_time(request, decision.due_on, by)
        if decision.closes_links and request.status == RequestStatus.RECEIVED:
            _close_links(request, by)
        record(by=by, verb=AnswerState(row.state).audit_verb, obj=request, kind=row.kind, **moved)
    return row


def _give_time(request: DocumentRequest, due_on: date, by: User) -> dict[str, Any]:
    """Set a later due date, tell the addressee, and return the move for the audit record."""
    check_new_due_date(request, due_on)
    before, request.due_on = request.due_on, due_on
    request.revision += 1
    request.save()
    text = f"Due {day(due_on)} instead of {day(before)}."
    write_entry(request, EntryKind.CHANGE, text, by=by, is_shared=True)
    return {"due_before": before, "due_on": due_on}


def _close_links(request: DocumentRequest, by: User) -> None:
    for link in request.links.filter(revoked_at__isnull=True):
        if link.is_live:
            revoke_link(link=link, by=by)


def _move(request: DocumentRequest, answer: Answer, target: RequestStatus | None, by: User) -> None:
    """Move the request to the status that the accepted answer leads to, unless it has it."""
    if target is None or request.status == target:
        return
    set_status(
        request,
        target,
        on=max(clock.local(answer.at).date(), request.asked_on),
        grounds="" if answer.answer_kind.is_files else answer.text,
        citation=answer.citation,
        stated_by=answer.author,
        by=by,
    )
