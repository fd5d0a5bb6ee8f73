"""Log lines without contents of records, and without what visitors asked for or sent.

An address can hold a secret (an invitation, an upload link), and the time of a resident’s visit can
show who answered. So no line names an address, only the pattern of it; a trace names places and
types of errors, never their messages, which quote values; and errors on residents’ pages leave the
hour only.
"""

import logging
import re
import time
import traceback
from collections.abc import Iterator
from typing import Any

from clayton_review.web.resident_pages import is_for_residents

DETAIL = re.compile(r"^(\s*)(?:DETAIL|CONTEXT|LINE \d+):.*$", re.MULTILINE)
FORMAT = "{asctime} {levelname} {name}: {message}"
_RESIDENTS = "a page for residents"
ABOUT_RESIDENT = {"is_about_resident": True}  # `extra` of a line that has no request


class DiscreetFormatter(logging.Formatter):
    """Leaves out addresses, messages of exceptions, and rows that PostgreSQL quotes in errors."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the log line with places and types of its trace only."""
        line = logging.makeLogRecord(record.__dict__)
        line.exc_info, line.exc_text = None, _trace(record)
        if hasattr(record, "request") and record.name.startswith("django."):
            line.msg, line.args = f"{_status(record)} at {_place(record)}", ()
        elif record.name.startswith("gunicorn.") and _tells_of_visit(record):
            line.msg, line.args = "The server could not read or answer a request.", ()
        return DETAIL.sub(r"\1(details of the row are not logged)", super().format(line))

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802  # logging's name
        """Return the time of the line with its zone; only its hour if it can be of a resident."""
        is_discreet = _is_about_resident(record) or _tells_of_visit(record)
        form = "%Y-%m-%d %H:xx%z" if is_discreet else "%Y-%m-%d %H:%M:%S%z"
        return time.strftime(form, self.converter(record.created))


class RefusalDroppingHandler(logging.StreamHandler[Any]):
    """Writes lines to standard error, none about a resident’s wrong address or refused form."""

    def handle(self, record: logging.LogRecord) -> Any:
        """Write the line unless it tells only that a resident was refused something."""
        is_refusal = 400 <= _status(record) < 500
        return None if is_refusal and _is_about_resident(record) else super().handle(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # logging's name
        """Do nothing: Python would print the message and its values."""


def make_discreet(*loggers: logging.Logger) -> None:
    """Give the handlers of these loggers our format."""
    for handler in (handler for logger in loggers for handler in logger.handlers):
        handler.setFormatter(DiscreetFormatter(FORMAT, style="{"))


def keep_server_discreet() -> None:
    """Give the web server’s own log our format, and end its log of requests if it has one."""
    make_discreet(logging.getLogger("gunicorn.error"))
    logging.getLogger("gunicorn.access").disabled = True


def keep_worker_discreet(logger: logging.Logger, **_: Any) -> None:
    """Give Celery’s own handlers our format, which quotes no message of an exception."""
    make_discreet(logger, logging.getLogger("multiprocessing"))


def _status(record: logging.LogRecord) -> int:
    return int(getattr(record, "status_code", 0))


def _place(record: logging.LogRecord) -> str:
    """Return the pattern of the address that was asked for."""
    if _is_about_resident(record):
        return _RESIDENTS
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    return f"/{match.route}" if match else "an address that does not exist"


def _is_about_resident(record: logging.LogRecord) -> bool:
    if hasattr(record, "is_about_resident"):
        return True
    return is_for_residents(getattr(getattr(record, "request", None), "path_info", ""))


def _tells_of_visit(record: logging.LogRecord) -> bool:
    """True if the web server tells of a request, with its address or the visitor’s."""
    return record.name.startswith("gunicorn.") and "request" in str(record.msg).lower()


def _trace(record: logging.LogRecord) -> str | None:
    """Return places and types of the errors behind a line; None for a refusal or no error."""
    error = record.exc_info[1] if record.exc_info else None
    if error is None or 400 <= _status(record) < 500:
        return None
    return "\n".join(_places(error)).rstrip()


def _places(error: BaseException) -> Iterator[str]:
    """Yield the lines of a trace, of the first error first, without any message."""
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier is not None:
        yield from _places(earlier)
        yield "Then:"
    yield "".join(traceback.format_tb(error.__traceback__)).rstrip()
    yield f"{type(error).__module__}.{type(error).__qualname__} (its message is not logged)"
