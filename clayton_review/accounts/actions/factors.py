"""Second factors of people."""

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.db import IntegrityError, transaction

from clayton_review import clock
from clayton_review.accounts import mail, policies
from clayton_review.accounts.actions.sessions import end_sessions_of
from clayton_review.accounts.factor_secrets import SECRETS, open_secret, reseal_secret
from clayton_review.accounts.models import FactorReset, User
from clayton_review.audit.actions import record
from clayton_review.refusals import Refused
from clayton_review.vault.actions import Resealed
from clayton_review.vault.crypto import Unreadable


@transaction.atomic
def reseal_factor_secrets(*, by: object | None) -> Resealed:
    """Seal all secrets with the vault's newest key, each for its person; return how many.

    Raises `UnknownKey` or `Unreadable`; then nothing is changed.
    """
    n_sealed = 0
    for factor in Authenticator.objects.select_for_update().select_related("user").order_by("pk"):
        for name in set(SECRETS) & set(factor.data):
            factor.data[name] = _resealed(factor, name)
            factor.save(update_fields=["data"])
            record(by=by, verb="sealed the second step of", obj=factor.user)
            n_sealed += 1
    return Resealed(n_sealed)


def _resealed(factor: Authenticator, name: str) -> str:
    """Return a secret under the newest key; an error names the person, whose step can be reset."""
    try:
        return reseal_secret(factor.data[name], owner=factor.user_id)
    except Unreadable as error:
        raise Unreadable(
            f"The second sign-in step of {factor.user.email} cannot be read. Nothing was changed. "
            "Have it reset under People, then run this again."
        ) from error


@contextmanager
def one_code_at_a_time(user: User) -> Iterator[None]:
    """Keep other codes of this person waiting until the block ends, so that each works once."""
    with transaction.atomic():
        list(Authenticator.objects.select_for_update().filter(user=user).order_by("pk"))
        yield


def spend_app_code(*, factor: Authenticator, code: str) -> bool:
    """Take a valid code of an authenticator app; return False for one used before, or an older one.

    Kept with the secret is the time step of the last code that was taken (RFC 6238, section 5.2):
    a code is valid for three steps. Call it in `one_code_at_a_time`.
    """
    secret = open_secret(factor.data["secret"], owner=factor.user_id)
    steps = [
        step
        for step in yield_hotp_counters_from_time()
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step)))
    ]
    if not steps or max(steps) <= factor.data.get("last_step", 0):
        return False
    factor.data["last_step"] = max(steps)
    factor.save(update_fields=["data"])
    return True


@transaction.atomic
def request_factor_reset(*, user: User, reason: str, by: User) -> FactorReset:
    """Ask for a second person to take away somebody's second factor, because they lost it.

    Raises `Refused` for one's own, for people outside the team, for somebody who has none, and
    while another request for the same person waits.
    """
    policies.check_can_reset_factor(user, by)
    if not Authenticator.objects.filter(user=user).exists():
        raise Refused(f"{user.name} has no second sign-in step to reset.")
    reset = FactorReset(user=user, reason=reason, requested_by=by)
    try:
        with transaction.atomic():
            reset.save()
    except IntegrityError:
        raise Refused(f"A reset for {user.name} is already waiting for a second person.") from None
    record(by=by, verb="asked to reset the second step of", obj=user, reason=reason)
    return reset


@transaction.atomic
def confirm_factor_reset(*, reset: FactorReset, by: User) -> None:
    """Take away the second factor and recovery codes, and end all sessions of the person.

    At the next sign-in they set up another one. A letter tells them.

    Raises `Refused` for who asked for it, for the person themselves, when neither of the two
    stands for a lead, and when it was decided before.
    """
    reset = _undecided(reset)
    policies.check_can_confirm_reset(reset, by)
    reset.decided_by, reset.decided_at, reset.is_done = by, clock.now(), True
    reset.save()
    Authenticator.objects.filter(user=reset.user).delete()
    end_sessions_of(reset.user)
    mail.write_factor_reset(reset)
    record(
        by=by,
        verb="reset the second step of",
        obj=reset.user,
        reason=reset.reason,
        requested_by=reset.requested_by.email,
    )


@transaction.atomic
def decline_factor_reset(*, reset: FactorReset, by: User) -> None:
    """Refuse a request, or take one's own back; nothing else changes.

    Raises `Refused` for people outside the team, and when it was decided before.
    """
    reset = _undecided(reset)
    policies.check_can_reset_factor(reset.user, by)
    reset.decided_by, reset.decided_at = by, clock.now()
    reset.save()
    record(by=by, verb="declined to reset the second step of", obj=reset.user)


def _undecided(reset: FactorReset) -> FactorReset:
    locked = FactorReset.objects.select_for_update(of=["self"])
    row = locked.select_related("user", "requested_by").get(pk=reset.pk)
    if row.decided_at:
        raise Refused("This request was already decided.")
    return row
