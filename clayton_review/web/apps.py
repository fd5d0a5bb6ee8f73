"""The web app."""

from importlib import import_module

from django.apps import AppConfig
from django.core import checks

from clayton_review.languages import check_catalogs


class WebConfig(AppConfig):
    name = "clayton_review.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register work queues, notices, jobs and the check of languages."""
        checks.register(check_catalogs)
        import_module("clayton_review.web.people.worklist")
        import_module("clayton_review.web.tasks")
