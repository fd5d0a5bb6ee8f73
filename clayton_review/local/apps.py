"""The local app."""

import signal
from typing import Any

from celery.signals import worker_process_init
from django.apps import AppConfig

from clayton_review.local.leash import die_with_parent


class LocalConfig(AppConfig):
    name = "clayton_review.local"
    label = "local"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tie the worker's own children to it: a killed worker leaves nobody at work."""
        worker_process_init.connect(_tie_pool_process, dispatch_uid="local.leash")


def _tie_pool_process(**_: Any) -> None:
    die_with_parent(signal.SIGKILL)
