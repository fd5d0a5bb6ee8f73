"""The accounts app."""

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from clayton_review.accounts.roles import Role
from clayton_review.vault.start import check_stored_keys


class AccountsConfig(AppConfig):
    name = "clayton_review.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register this app's background jobs; refuse roles that do not exist."""
        from clayton_review.accounts import tasks  # noqa: F401, PLC0415  # registers the job
        from clayton_review.accounts.actions import reseal_factor_secrets  # noqa: PLC0415
        from clayton_review.accounts.selectors import unfit_factor_keys  # noqa: PLC0415
        from clayton_review.vault.actions import on_rotation  # noqa: PLC0415

        unknown = set(settings.SECOND_FACTOR_ROLES) - set(Role.values)
        if unknown:
            raise ImproperlyConfigured(
                f"SECOND_FACTOR_ROLES names no role: {', '.join(sorted(unknown))}. "
                f"Roles are {', '.join(Role.values)}."
            )
        check_stored_keys("accounts.E001", unfit_factor_keys)
        on_rotation("second sign-in steps", reseal_factor_secrets)
