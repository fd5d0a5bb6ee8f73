"""The dashboard app."""

from importlib import import_module

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "clayton_review.dashboard"
    label = "dashboard"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the dashboard on everybody's start page."""
        import_module("clayton_review.dashboard.worklist")
