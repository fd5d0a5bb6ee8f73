"""The findings app."""

from django.apps import AppConfig


class FindingsConfig(AppConfig):
    name = "findings"
    label = "findings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the figures and who cites documents."""
        from findings import figures  # noqa: F401, PLC0415  # models must be loaded first
        from findings.selectors import citing  # noqa: F401, PLC0415
