"""Second factors of people."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from clayton_review.accounts.factor_secrets import reseal_secret
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record

_SECRETS = ("secret", "seed")  # of an app, of recovery codes


@transaction.atomic
def reseal_factor_secrets(*, by: User | None) -> int:
    """Seal all secrets with the vault's newest key, each for its person; return how many.

    Raises `UnknownKey` or `Unreadable`; then nothing is changed.
    """
    n_sealed = 0
    for factor in Authenticator.objects.select_for_update().select_related("user"):
        for name in set(_SECRETS) & set(factor.data):
            factor.data[name] = reseal_secret(factor.data[name], owner=factor.user_id)
            factor.save(update_fields=["data"])
            record(by=by, verb="sealed the second step of", obj=factor.user)
            n_sealed += 1
    return n_sealed
