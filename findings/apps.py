"""The findings app."""

from django.apps import AppConfig


class FindingsConfig(AppConfig):
    name = "findings"
    label = "findings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register figures, the work of the worker, who cites documents, what is searched."""
        from findings import figures, tasks, worklist  # noqa: F401, PLC0415  # models come first
        from findings.selectors import citing  # noqa: F401, PLC0415
