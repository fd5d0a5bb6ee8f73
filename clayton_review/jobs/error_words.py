"""Sentences for the errors that jobs meet: plain, and without a word of what they worked on."""

import errno
from imaplib import IMAP4

from celery.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError
from psycopg2 import errors
from redis.exceptions import RedisError

from clayton_review.refusals import Refused

_SENTENCES: tuple[tuple[type[Exception], str], ...] = (
    (SoftTimeLimitExceeded, "It took longer than it may, and was stopped."),
    (errors.DiskFull, "The disk of the database is full."),
    (errors.QueryCanceled, "The database took too long."),
    (errors.LockNotAvailable, "Someone else held its records for too long."),
    (errors.DeadlockDetected, "It and something else waited for each other."),
    (OperationalError, "The database did not answer."),
    (InterfaceError, "The database did not answer."),
    (RedisError, "Redis did not answer."),
    (IMAP4.error, "The mail server did not show the mailbox."),
    (ConnectionError, "A server that it needs did not answer."),
    (TimeoutError, "A server that it needs did not answer in time."),
    (MemoryError, "The worker’s memory was not enough."),
)


def is_disk_full(error: BaseException | None) -> bool:
    """True if a write failed because the disk, or what we may use of it, is full."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def error_words(error: Exception) -> str:
    """Return a sentence that says what went wrong.

    The words of an unexpected error are kept nowhere, as they can hold what someone wrote. Its
    place and type are in the worker's log.
    """
    if isinstance(error, Refused):
        return str(error)
    if is_disk_full(error):
        return "The disk is full."
    for candidate in (error.__cause__, error):  # Django's database errors hide the driver's
        for kind, sentence in _SENTENCES:
            if isinstance(candidate, kind):
                return sentence
    return f"An unexpected error ({type(error).__name__}). The worker’s log says where."
