"""Queues and time limits of jobs, and the words for what they meet."""

import errno
from imaplib import IMAP4
from typing import Any
from uuid import uuid4

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError
from psycopg2 import errors

from clayton_review.celery import app
from clayton_review.jobs import actions
from clayton_review.jobs.error_words import error_words
from clayton_review.jobs.registry import job_types
from clayton_review.refusals import Refused


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Return the options of the messages that are sent from now on."""
    messages: list[dict[str, Any]] = []
    monkeypatch.setattr(app, "send_task", lambda name, **options: messages.append(options))
    return messages


def test_files_of_deliveries_have_a_queue_of_their_own(sent: list[dict[str, Any]]) -> None:
    for name in ("documents.take_in", "documents.read_texts", "reports.build"):
        actions.wake(uuid4(), name)

    assert [message["queue"] for message in sent] == ["intake", "intake", "celery"]


def test_nothing_else_waits_behind_files() -> None:
    intake = {name for name, kind in job_types().items() if kind.queue != "celery"}

    assert intake == {"documents.take_in", "documents.read_texts"}


def test_every_attempt_has_a_limit_and_is_killed_a_minute_later(
    sent: list[dict[str, Any]],
) -> None:
    own = [name for name in job_types() if not name.startswith("tests.")]  # others are tests'
    for name in [*own, "tests.unknown to this version"]:
        actions.wake(uuid4(), name)

    limits = [(message["soft_time_limit"], message["time_limit"]) for message in sent]
    assert all(60 <= soft <= 45 * 60 and hard == soft + 60 for soft, hard in limits)


def caused(by: Exception) -> OperationalError:
    error = OperationalError("what the driver said")
    error.__cause__ = by
    return error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Refused("This month is not over yet."), "This month is not over yet."),
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full."),
        (SoftTimeLimitExceeded(), "It took longer than it may, and was stopped."),
        (IMAP4.error("login failed"), "The mail server did not show the mailbox."),
        (ConnectionRefusedError(), "A server that it needs did not answer."),
        (caused(errors.QueryCanceled()), "The database took too long."),
        (caused(errors.LockNotAvailable()), "Someone else held its records for too long."),
        (caused(errors.DiskFull()), "The disk of the database is full."),
        (OperationalError("gone"), "The database did not answer."),
        (
            ValueError("what a resident wrote"),
            "An unexpected error (ValueError). The worker’s log says where.",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_errors_are_told_in_plain_words(error: Exception, words: str) -> None:
    assert error_words(error) == words
