"""Configuration of the app for local runs."""

import signal
from typing import Any

from celery.signals import worker_process_init
from django.apps import AppConfig

from clayton_review.local.die_with_parent import die_with_parent


class LocalConfig(AppConfig):
    name = "clayton_review.local"
    label = "local"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """End the worker's pool processes when the worker is killed."""
        worker_process_init.connect(_tie_pool_process, dispatch_uid="local.die_with_parent")


def _tie_pool_process(**_: Any) -> None:
    die_with_parent(signal.SIGKILL)
