"""The documents app."""

from importlib import import_module

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "clayton_review.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the figure and the jobs, and make documents known to search."""
        import_module("clayton_review.documents.figures")
        import_module("clayton_review.documents.tasks")
        import_module("clayton_review.documents.worklist")
