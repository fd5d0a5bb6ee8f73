"""The letters app."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "clayton_review.letters"
    label = "letters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register this app's background jobs."""
        from clayton_review.letters import tasks  # noqa: F401, PLC0415  # registers the job
