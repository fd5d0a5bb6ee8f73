"""The vault app."""

from celery.signals import worker_init
from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from clayton_review.vault.crypto import Keyring, MalformedKeys
from clayton_review.vault.start import check_stored_keys, refuse_unfit_keys

DEVELOPMENT_KEY = "development"


class VaultConfig(AppConfig):
    name = "clayton_review.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Refuse to start with unreadable keys, or with the development key in production."""
        try:
            ring = Keyring.parse(settings.VAULT_KEYS)
        except MalformedKeys as error:
            raise ImproperlyConfigured(f"VAULT_KEYS: {error}") from error
        if settings.PRODUCTION and DEVELOPMENT_KEY in ring.keys:
            raise ImproperlyConfigured("VAULT_KEYS: the development key is not for production.")
        from clayton_review.vault.selectors import unfit_keys  # noqa: PLC0415  # it needs the models

        check_stored_keys("vault.E001", unfit_keys)
        worker_init.connect(refuse_unfit_keys, dispatch_uid="vault.refuse_unfit_keys")
