"""The documents app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "clayton_review.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
