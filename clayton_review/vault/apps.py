"""The vault app."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "clayton_review.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"
