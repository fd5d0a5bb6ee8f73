"""Late and failed jobs and letters on the start page of those who can try them again."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.jobs.models import JobState
from clayton_review.letters.models import SENDABLE
from clayton_review.web import worklist
from clayton_review.web.formatting import moment
from clayton_review.web.late.selectors import late_jobs, late_letters, silent_since
from clayton_review.web.worklist import QueueAct, Urgency, WorklistNotice, WorkQueue


def _jobs_to_try(_user: User, _today: date) -> QuerySet[Any]:
    return late_jobs().exclude(state=JobState.RUNNING)


def _letters_to_send(_user: User, _today: date) -> QuerySet[Any]:
    return late_letters().filter(SENDABLE)


def _other_letters(_user: User, _today: date) -> QuerySet[Any]:
    return late_letters().exclude(SENDABLE)


def worker_notice(_user: User) -> list[WorklistNotice]:
    """Return a notice if no worker has looked for work for some time."""
    since = silent_since()
    if since is None:
        return []
    text = f"No worker has looked for work since {moment(since)}. E-mails and reports wait."
    return [WorklistNotice(text, reverse("late:list"), "attention")]


_LATE_JOBS = WorkQueue(
    name="late jobs",
    urgency=Urgency.OVERDUE,
    singular="late or failed job",
    plural="late or failed jobs",
    permission=Permission.RETRY_WORK,
    rows=_jobs_to_try,
    heading="title",
    detail="error",
    url_name="late:list",
    address=(),
    due="wanted_at",
    all_url="late:list",
    act=QueueAct("Try again", "late:retry_job"),
)
_UNSENT_LETTERS = replace(
    _LATE_JOBS,
    name="letters to send",
    singular="e-mail that did not go out",
    plural="e-mails that did not go out",
    rows=_letters_to_send,
    heading="subject",
    due="created_at",
    act=QueueAct("Send now", "late:send_letter"),
)
_OTHER_LETTERS = replace(
    _UNSENT_LETTERS,
    name="late letters",
    singular="late or returned e-mail",
    plural="late or returned e-mails",
    rows=_other_letters,
    act=None,
)
worklist.register(_LATE_JOBS, _UNSENT_LETTERS, _OTHER_LETTERS)
worklist.register_notices(Permission.RETRY_WORK, worker_notice)
