"""The jobs app."""

from django.apps import AppConfig

from clayton_review import celery  # noqa: F401  # tasks find the application once Django is up


class JobsConfig(AppConfig):
    name = "clayton_review.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
