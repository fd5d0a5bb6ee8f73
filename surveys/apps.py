"""The surveys app."""

import sys
from importlib import import_module
from typing import Any

from celery.signals import worker_init
from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

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


def _check_worker(sender: Any, **_: Any) -> None:
    """Check the key of a worker that opens answers; one for received files alone has none."""
    if WORK in sender.app.amqp.queues.consume_from:
        refuse_unfit_key()


def refuse_unfit_key() -> None:
    """End a worker that could not open what comes in."""
    if problem := sealing.key_problem():
        sys.stderr.write(f"{problem}\n")
        sys.exit(1)
