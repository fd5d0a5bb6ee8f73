"""The Celery application: Redis only carries wake-up messages, the jobs are rows in `jobs`."""

import logging
import os
from typing import Any

from celery import Celery, signals

from clayton_review.web.logs import make_discreet

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clayton_review.settings")

app = Celery("clayton_review")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.after_setup_logger.connect
@signals.after_setup_task_logger.connect
def keep_worker_discreet(logger: logging.Logger, **_: Any) -> None:
    """Give Celery's own handlers our format, which quotes no message of an exception."""
    make_discreet(logger, logging.getLogger("multiprocessing"))
