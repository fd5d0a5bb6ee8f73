"""Late and failed jobs and letters on the start page of those who can try them again."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Case, F, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Concat
from django.urls import reverse

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.jobs.models import Job, JobState
from clayton_review.jobs.registry import job_types
from clayton_review.jobs.tasks import LAST_LOOK
from clayton_review.letters.models import SENDABLE, Letter
from clayton_review.web import worklist
from clayton_review.web.formatting import moment
from clayton_review.web.worklist import QueueAct, Urgency, WorklistNotice, WorkQueue

SILENT_AFTER = timedelta(minutes=10)
NO_WORKER = "No worker has taken it yet."
_DAY_OR_MONTH = r"^\d{4}-\d\d(-\d\d)?$"  # the keys that say something to people


def late_jobs() -> QuerySet[Any]:
    """Return late and failed jobs, the oldest first, with `title` and `error` in words."""
    names = [When(name=name, then=Value(kind.title)) for name, kind in job_types().items()]
    about = Case(
        When(key__regex=_DAY_OR_MONTH, then=Concat(Value(" · "), "key")),
        default=Value(""),
        output_field=TextField(),
    )
    rows: QuerySet[Any] = Job.objects.late()
    titled: QuerySet[Any] = rows.annotate(
        title=Concat(Case(*names, default=F("name"), output_field=TextField()), about),
        error=_or_no_worker("last_error"),
    )
    return titled.order_by("wanted_at", "pk")


def late_letters() -> QuerySet[Any]:
    """Return letters that are late or did not go out, the oldest first, with `error` in words."""
    rows: QuerySet[Any] = Letter.objects.late_or_failed()
    explained: QuerySet[Any] = rows.annotate(error=_or_no_worker("last_error"))
    return explained.order_by("created_at", "pk")


def silent_since() -> datetime | None:
    """Return when a worker last looked for work if that is long ago; None if all is well.

    Also None while nothing is known, as in the first seconds after a start.
    """
    last: datetime | None = cache.get(LAST_LOOK)
    return last if last and clock.now() - last > SILENT_AFTER else None


def is_work_on_time() -> bool:
    """True if no job and no letter is late or failed, and workers look for work."""
    is_late = Job.objects.late().exists() or Letter.objects.late_or_failed().exists()
    return not is_late and silent_since() is None


def _or_no_worker(field: str) -> Case:
    return Case(
        When(~Q(**{field: ""}), then=F(field)), default=Value(NO_WORKER), output_field=TextField()
    )


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
