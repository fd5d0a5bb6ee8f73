"""The web app."""

from importlib import import_module

from celery import signals
from django.apps import AppConfig
from django.core import checks

from clayton_review.languages import check_catalogs
from clayton_review.web.database_limits import check_limits
from clayton_review.web.database_log import check_log, refuse_talkative_log
from clayton_review.web.logs import keep_worker_discreet
from clayton_review.web.redis_memory import check_memory


class WebConfig(AppConfig):
    name = "clayton_review.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register work queues, notices, jobs, the format of logs and the checks."""
        checks.register(check_catalogs)
        checks.register(check_limits, checks.Tags.database)
        checks.register(check_memory)
        checks.register(check_log, checks.Tags.database)
        for loggers_are_set_up in (signals.after_setup_logger, signals.after_setup_task_logger):
            loggers_are_set_up.connect(keep_worker_discreet)
        signals.worker_init.connect(refuse_talkative_log, dispatch_uid="web.refuse_talkative_log")
        import_module("clayton_review.web.people.worklist")
        import_module("clayton_review.web.late.worklist")
        import_module("clayton_review.web.tasks")
