"""Dates of the study as an iCalendar file (RFC 5545), one whole day each."""

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from clayton_review.engagement.selectors import CalendarEntry

_NAMESPACE = uuid.UUID("3f0e7d1e-4f6b-4a5e-9b59-6f7a2f5f9c10")
_OCTETS = 75  # the longest line, section 3.1
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def written(dates: Iterable[CalendarEntry], *, stamped_at: datetime) -> str:
    """Return the calendar as ICS text; a date keeps its UID, so a second import adds nothing."""
    stamp = stamped_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Clayton Review//Calendar//EN"]
    for event in dates:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{uuid.uuid5(_NAMESPACE, f'{event.kind} {event.on} {event.title}')}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{event.title.translate(_ESCAPED)}",
            f"CATEGORIES:{event.kind.upper()}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_fold_line(line)}\r\n" for line in lines)


def _fold_line(line: str) -> str:
    """Fold a line of more than 75 octets; each further line starts with a space."""
    pieces: list[str] = []
    piece = ""
    for character in line:
        limit = _OCTETS - (1 if pieces else 0)
        if len((piece + character).encode()) > limit:
            pieces.append(piece)
            piece = ""
        piece += character
    return "\r\n ".join([*pieces, piece])
