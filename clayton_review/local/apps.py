"""The local app."""

from django.apps import AppConfig


class LocalConfig(AppConfig):
    name = "clayton_review.local"
    label = "local"
    default_auto_field = "django.db.models.BigAutoField"
