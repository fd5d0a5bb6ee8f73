"""The reports app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "clayton_review.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"
