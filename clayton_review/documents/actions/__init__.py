"""Every change of the library, of requests, and of what is taken in."""

from clayton_review.documents.actions.answering import answer_request, decide_answer
from clayton_review.documents.actions.filing import file_received
from clayton_review.documents.actions.intake import send_receipt, take_in, undo_intake
from clayton_review.documents.actions.library import (
    amend_document,
    file_document,
    store_file,
    withdraw_document,
)
from clayton_review.documents.actions.links import make_link, revoke_link
from clayton_review.documents.actions.orphaned_uploads import delete_orphaned_uploads
from clayton_review.documents.actions.receiving import receive
from clayton_review.documents.actions.reminders import remind
from clayton_review.documents.actions.requests import (
    add_entry,
    ask,
    edit_request,
    move_request,
    withdraw_request,
)
from clayton_review.documents.actions.texts import read_texts

__all__ = [
    "add_entry",
    "amend_document",
    "answer_request",
    "ask",
    "decide_answer",
    "delete_orphaned_uploads",
    "edit_request",
    "file_document",
    "file_received",
    "make_link",
    "move_request",
    "read_texts",
    "receive",
    "remind",
    "revoke_link",
    "send_receipt",
    "store_file",
    "take_in",
    "undo_intake",
    "withdraw_document",
    "withdraw_request",
]
