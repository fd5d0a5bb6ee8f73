"""The findings app."""

from importlib import import_module

from django.apps import AppConfig


class FindingsConfig(AppConfig):
    name = "findings"
    label = "findings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the figures, who cites documents, and the jobs."""
        from findings import figures  # noqa: F401, PLC0415  # models must be loaded first
        from findings.selectors import citing  # noqa: F401, PLC0415

        import_module("findings.tasks")
