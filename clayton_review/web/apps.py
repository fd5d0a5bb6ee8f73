"""The web app."""

from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "clayton_review.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the work, and what the lead should know of people."""
        import_module("clayton_review.web.people.worklist")
        import_module("clayton_review.web.tasks")
