"""Delivery reports (RFC 3464): which letter came back, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

LONGEST_REASON = 500


@dataclass(frozen=True)
class ReturnedLetter:
    """A letter that came back: its Message-ID, the status code, and the reason as it was given."""

    message_id: str
    status: str
    reason: str


def returned_letter(raw: bytes) -> ReturnedLetter | None:
    """Return the letter that a delivery report says failed for good; None for any other mail."""
    try:
        report = message_from_bytes(raw)
    except RecursionError:  # parts within parts within parts
        return None
    if report.get_content_type() != "multipart/report" or not report.is_multipart():
        return None
    parts = [part for part in report.get_payload() if isinstance(part, Message)]
    failure = next(filter(None, map(_failure, parts)), None)
    message_id = next(filter(None, map(_message_id, parts)), "")
    if failure is None or not message_id:
        return None
    status, reason = failure
    return ReturnedLetter(message_id=message_id, status=status, reason=reason)


def _failure(part: Message) -> tuple[str, str] | None:
    """Return status and reason of the first recipient whom the letter did not reach."""
    if part.get_content_type() != "message/delivery-status":
        return None
    for fields in _messages_in(part):
        if str(fields.get("Action", "")).strip().lower() == "failed":
            diagnosis = str(fields.get("Diagnostic-Code", "")).partition(";")[2]
            return _flat(str(fields.get("Status", ""))), _flat(diagnosis)
    return None


def _message_id(part: Message) -> str:
    """Return the Message-ID of the returned letter, or of its headers."""
    if part.get_content_type() == "message/rfc822":
        originals: Iterable[Message] = _messages_in(part)
    elif part.get_content_type() == "text/rfc822-headers":
        text = part.get_payload(decode=True)
        originals = [message_from_bytes(text)] if isinstance(text, bytes) else []
    else:
        originals = []
    return next((_flat(str(original["Message-ID"])) for original in originals), "")


def _messages_in(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [item for item in payload if isinstance(item, Message)] if part.is_multipart() else []


def _flat(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:LONGEST_REASON]
