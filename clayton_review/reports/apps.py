"""The reports app."""

from importlib import import_module

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "clayton_review.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register work queues, record types, jobs and what has been issued."""
        import_module("clayton_review.reports.worklist")
        import_module("clayton_review.reports.tasks")
        import_module("clayton_review.reports.selectors")
