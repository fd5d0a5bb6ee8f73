"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "clayton_review.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register this app's background jobs."""
        from clayton_review.accounts import tasks  # noqa: F401, PLC0415  # registers the job
