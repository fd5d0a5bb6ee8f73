"""The demo app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "clayton_review.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"
