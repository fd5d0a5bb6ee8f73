"""The web app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "clayton_review.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
