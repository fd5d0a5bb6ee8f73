"""Inviting, joining, closing and opening accounts, deputies, and sign-in links.

All raise `Refused`; the tokens they return are shown or mailed once and stored only as hashes.
"""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from clayton_review import clock
from clayton_review.accounts import link_tokens, policies
from clayton_review.accounts.models import (
    INVITATION_LASTS,
    LINK_LASTS,
    Invitation,
    SignInLink,
    User,
)
from clayton_review.accounts.roles import Role
from clayton_review.audit.actions import record
from clayton_review.jobs.actions import request_run
from clayton_review.refusals import Refused

INVITE, SIGN_IN = "invitation", "sign-in link"
SPENT = "It was already used, is too old, or was replaced by a newer one. Ask for a new link."


@transaction.atomic
def invite(
    *, email: str, role: Role, by: User | None, name: str = "", record_id: UUID | None = None
) -> tuple[Invitation, str]:
    """Return a new invitation and its token; an older open one for the address stops working.

    For somebody who has an account it is a way to a new password; their role stays. Sent twice with
    the same `record_id` it gives the existing invitation and no token.

    Raises `Refused` when `by` manages no people, when the address has a closed account or one
    of another role, and when somebody else invites it at the same moment.
    """
    policies.check_manages_people(by)
    email = email.strip().lower()
    known = User.objects.filter(email=email).first()
    if known and (not known.is_active or known.role != role):
        raise Refused("This address already has an account, but it is closed or has another role.")
    existing = Invitation.objects.filter(pk=record_id).first() if record_id else None
    if existing:
        return existing, ""
    _open_invitations().filter(email=email).update(withdrawn_at=clock.now())
    token, token_hash = link_tokens.new_token(INVITE)
    values: dict[str, Any] = {"id": record_id} if record_id else {}
    invitation = Invitation(
        email=email,
        name=name.strip() or (known.name if known else ""),
        role=role,
        token_hash=token_hash,
        invited_by=by,
        expires_at=clock.now() + INVITATION_LASTS,
        **values,
    )
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError:
        raise Refused("Someone else invited this address at the same moment.") from None
    record(by=by, verb="invited", obj=invitation, role=role)
    return invitation, token


@transaction.atomic
def accept(*, token: str, name: str, password: str) -> User:
    """Join (or set a new password) by an invitation, once; return the person.

    The role is the invitation's; `name` is that of a new person, a known one keeps theirs.

    Raises `Refused` for an invitation that was used, withdrawn or has run out.
    """
    invitation = open_invitation(token, lock=True)
    user, is_new = User.objects.get_or_create(
        email=invitation.email, defaults={"name": name, "role": invitation.role}
    )
    if not is_new and not user.is_active:
        raise Refused(SPENT)
    user.set_password(password)
    user.save()
    invitation.user, invitation.accepted_at = user, clock.now()
    invitation.save()
    record(by=user, verb="joined" if is_new else "set a new password of", obj=user, role=user.role)
    return user


def open_invitation(token: str, *, lock: bool = False) -> Invitation:
    """Return the invitation of a token; raises `Refused` when it does not work, or no longer."""
    if not link_tokens.is_signed_here(token, INVITE):
        raise Refused(SPENT)
    invitations = Invitation.objects.select_for_update() if lock else Invitation.objects
    invitation = invitations.filter(token_hash=link_tokens.hash_of_token(token)).first()
    if invitation is None or not invitation.is_open():
        raise Refused(SPENT)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Make the link stop working.

    Raises `Refused` when it was accepted or withdrawn before, and when `by` manages no people.
    """
    policies.check_manages_people(by)
    if not _open_invitations().filter(pk=invitation.pk).update(withdrawn_at=clock.now()):
        raise Refused("This invitation was already accepted or withdrawn.")
    record(by=by, verb="withdrew", obj=invitation)
    invitation.refresh_from_db()
    return invitation


@transaction.atomic
def close(*, user: User, by: User, reason: str = "") -> User:
    """Close an account: its sessions end with the next click, its open links stop working.

    Raises `Refused` for one's own account, and when `by` manages no people.
    """
    policies.check_manages_people(by)
    policies.check_can_close(user, by)
    _open_invitations().filter(email=user.email).update(withdrawn_at=clock.now())
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


def ask_for_link(*, email: str) -> None:
    """Mail a link if the address belongs to a Board member; the answer never says so."""
    user = User.objects.filter(email=email.strip().lower()).first()
    if user and policies.can_sign_in_by_link(user):
        request_run("accounts.mail_link", str(user.pk))


@transaction.atomic
def make_link(*, user: User) -> tuple[SignInLink, str]:
    """Return a new single-use link and its token; older ones of the person stop working.

    Raises `Refused` for a role that does not sign in by a link.
    """
    if not policies.can_sign_in_by_link(user):
        raise Refused("Only Board members can sign in with a link.")
    SignInLink.objects.filter(user=user, used_at=None).update(used_at=clock.now())
    token, token_hash = link_tokens.new_token(SIGN_IN)
    expires_at = clock.now() + LINK_LASTS
    link = SignInLink.objects.create(user=user, token_hash=token_hash, expires_at=expires_at)
    record(by=None, verb="mailed a sign-in link to", obj=user)
    return link, token


@transaction.atomic
def use_link(*, token: str) -> User:
    """Spend a link; return the person who may sign in by it.

    Raises `Refused` for a link that was used, replaced or has run out.
    """
    if not link_tokens.is_signed_here(token, SIGN_IN):
        raise Refused(SPENT)
    now = clock.now()
    fresh = SignInLink.objects.filter(
        token_hash=link_tokens.hash_of_token(token), used_at=None, expires_at__gt=now
    )
    if not fresh.update(used_at=now):
        raise Refused(SPENT)
    user = User.objects.get(sign_in_links__token_hash=link_tokens.hash_of_token(token))
    if not policies.can_sign_in_by_link(user):
        raise Refused(SPENT)
    record(by=user, verb="signed in by link as", obj=user)
    return user


def _open_invitations() -> Any:
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None)


def _set_active(user: User, by: User, reason: str, *, is_active: bool) -> User:
    if user.is_active == is_active:
        raise Refused(
            "This account is already open." if is_active else "This account is already closed."
        )
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    verb = "opened the account of" if is_active else "closed the account of"
    record(by=by, verb=verb, obj=user, reason=reason)
    return user
