"""The surveys app."""

from importlib import import_module

from django.apps import AppConfig

REGISTERING = (
    "surveys.analysis.figures.population",
    "surveys.fielding.worklist",
    "surveys.results.figures.answers",
    "surveys.results.figures.methodology",
    "surveys.results.figures.published",
    "surveys.results.figures.response",
    "surveys.tasks",
)


class SurveysConfig(AppConfig):
    name = "surveys"
    label = "surveys"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register figures, jobs and work queues."""
        for module in REGISTERING:
            import_module(module)
