"""The surveys app."""

from importlib import import_module

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "surveys"
    label = "surveys"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the figures and the work known."""
        import_module("surveys.worklist")
        import_module("surveys.figures")
        import_module("surveys.tasks")
