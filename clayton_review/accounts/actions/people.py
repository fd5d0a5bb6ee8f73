"""Closing and reopening accounts, and naming deputies."""

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts import policies
from clayton_review.accounts.actions.invitations import open_invitations
from clayton_review.accounts.actions.sessions import end_sessions_of
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.refusals import Refused


@transaction.atomic
def close(*, user: User, by: User, reason: str = "") -> User:
    """Close an account: its sessions end at once and for good, its open links stop working.

    Raises `Refused` for one's own account, and when `by` manages no people.
    """
    policies.check_manages_people(by)
    policies.check_can_close(user, by)
    open_invitations().filter(email=user.email).update(withdrawn_at=clock.now())
    return _set_active(user, by, reason, is_active=False)


@transaction.atomic
def reopen(*, user: User, by: User, reason: str = "") -> User:
    """Open a closed account again.

    Raises `Refused` when `by` manages no people.
    """
    policies.check_manages_people(by)
    return _set_active(user, by, reason, is_active=True)


@transaction.atomic
def name_deputy(*, user: User, deputy: User | None, by: User) -> User:
    """Set the person who approves in this person's place; None for nobody.

    Raises `Refused` for a deputy of another role or without an open account, and when `by`
    manages no people.
    """
    policies.check_manages_people(by)
    policies.check_can_deputize(user, deputy)
    user.deputy = deputy
    user.save(update_fields=["deputy"])
    who = str(deputy.pk) if deputy else ""
    record(by=by, verb="named the deputy of", obj=user, deputy=who)
    return user


def _set_active(user: User, by: User, reason: str, *, is_active: bool) -> User:
    if user.is_active == is_active:
        raise Refused(
            "This account is already open." if is_active else "This account is already closed."
        )
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    end_sessions_of(user)
    verb = "opened the account of" if is_active else "closed the account of"
    record(by=by, verb=verb, obj=user, reason=reason)
    return user
