"""The surveys app."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any

from celery.signals import worker_init
from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004
from django.db import InterfaceError, OperationalError, ProgrammingError, connection

from clayton_review.jobs.registry import WORK
from surveys.answers import sealing

REGISTERING = (
    "surveys.analysis.figures.population",
    "surveys.fielding.worklist",
    "surveys.results.figures.answers",
    "surveys.results.figures.methodology",
    "surveys.results.figures.published",
    "surveys.results.figures.response",
    "surveys.tasks",
)


class SurveysConfig(AppConfig):
    name = "surveys"
    label = "surveys"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register figures, jobs and work queues."""
        for module in REGISTERING:
            import_module(module)
        worker_init.connect(_check_worker, dispatch_uid="surveys.check_worker")


@register(Tags.security)
def check_key_pair(**_: Any) -> list[CheckMessage]:
    """Compare the keys that seal and open answers, where this process has both."""
    problem = sealing.key_problem() if settings.SURVEY_OPENING_KEY else ""
    return [Error(problem, id="surveys.E001")] if problem else []


@register(Tags.database)
def check_worker_keys(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Compare the sealing key with those of workers, where this process cannot open by itself."""
    from surveys.answers import worker_keys  # noqa: PLC0415  # it needs the models

    if not databases or settings.SURVEY_OPENING_KEY:
        return []
    try:
        is_opened = worker_keys.is_opened_by_workers()
    except ProgrammingError:  # the tables are not there yet
        return []
    return [] if is_opened else [Warning(sealing.NOT_OPENED, id="surveys.W001")]


def warn_of_unopened_key() -> None:
    """Write to the error output if no worker opens what this web server seals.

    It starts all the same, since it takes no answers then, and takes them again by itself.
    """
    with suppress(OperationalError, InterfaceError, sealing.KeyUnusable):
        for message in check_worker_keys(databases=["default"]):
            sys.stderr.write(f"{message.msg}\n")
    if not connection.in_atomic_block:
        connection.close()  # child processes make their own


def _check_worker(sender: Any, **_: Any) -> None:
    """Check the key of a worker that opens answers; one for received files alone has none."""
    if WORK in sender.app.amqp.queues.consume_from:
        refuse_unfit_key()
        _keep_worker_keys()


def _keep_worker_keys() -> None:
    """Keep the marks of the keys of this worker; while no database answers, its next look does."""
    from surveys.answers.actions.worker_keys import keep_worker_keys  # noqa: PLC0415  # models

    with suppress(OperationalError, InterfaceError):
        keep_worker_keys()
    if not connection.in_atomic_block:
        connection.close()


def refuse_unfit_key() -> None:
    """End a worker that could not open what comes in."""
    if problem := sealing.key_problem():
        sys.stderr.write(f"{problem}\n")
        sys.exit(1)
