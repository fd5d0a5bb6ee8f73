"""The jobs app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "clayton_review.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
