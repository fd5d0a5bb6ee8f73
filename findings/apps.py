"""The findings app."""

from django.apps import AppConfig


class FindingsConfig(AppConfig):
    name = "findings"
    label = "findings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the figures, who cites documents, and what waits and is searched."""
        from findings import day, figures  # noqa: F401, PLC0415  # models must be loaded first
        from findings.selectors import citing  # noqa: F401, PLC0415
