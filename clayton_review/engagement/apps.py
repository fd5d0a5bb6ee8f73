"""The engagement app."""

from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "clayton_review.engagement"
    label = "engagement"
    default_auto_field = "django.db.models.BigAutoField"
