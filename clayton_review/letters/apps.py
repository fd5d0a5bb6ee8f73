"""The letters app."""

from django.apps import AppConfig

from clayton_review.vault.start import check_stored_keys


class LettersConfig(AppConfig):
    name = "clayton_review.letters"
    label = "letters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register this app's background jobs, and letters among what the vault's keys seal."""
        from clayton_review.letters import tasks  # noqa: F401, PLC0415  # registers the job
        from clayton_review.letters.actions import reseal_letters  # noqa: PLC0415
        from clayton_review.letters.selectors import unfit_letter_keys  # noqa: PLC0415
        from clayton_review.vault.actions import on_rotation  # noqa: PLC0415

        check_stored_keys("letters.E001", unfit_letter_keys)
        on_rotation("unsent e-mails", reseal_letters)
