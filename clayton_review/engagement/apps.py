"""The engagement app."""

from importlib import import_module

from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "clayton_review.engagement"
    label = "engagement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register work queues, figures and jobs."""
        import_module("clayton_review.engagement.worklist")
        import_module("clayton_review.engagement.figures")
        import_module("clayton_review.engagement.tasks")
