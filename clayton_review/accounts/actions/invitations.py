"""Inviting people, and joining by an invitation; tokens are stored only as hashes."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from clayton_review import clock
from clayton_review.accounts import link_tokens, mail, policies
from clayton_review.accounts.actions.links import SPENT
from clayton_review.accounts.actions.sessions import end_sessions_of
from clayton_review.accounts.models import INVITATION_LASTS, Invitation, User
from clayton_review.accounts.roles import Role
from clayton_review.audit.actions import record
from clayton_review.letters.actions import take_back
from clayton_review.refusals import Refused

INVITE = "invitation"


@transaction.atomic
def invite(
    *, email: str, role: Role, by: User | None, name: str = "", record_id: UUID | None = None
) -> tuple[Invitation, str]:
    """Mail a new invitation; return it and its token. An older open one stops working.

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
    end_invitations(open_invitations().filter(email=email))
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
            invitation.save()
    except IntegrityError:
        raise Refused("Someone else invited this address at the same moment.") from None
    mail.write_invitation(invitation, token)
    record(by=by, verb="invited", obj=invitation, role=role)
    return invitation, token


@transaction.atomic
def accept(*, token: str, name: str, password: str) -> User:
    """Join (or set a new password) by an invitation, once; return the person.

    A new password ends every session of the person.

    The role is the invitation's; `name` is that of a new person, a known one keeps theirs.

    Raises `Refused` for an invitation that was used, withdrawn or has run out.
    """
    email = open_invitation(token).email
    User.objects.select_for_update().filter(email=email).first()  # before it, as elsewhere
    invitation = open_invitation(token, lock=True)
    user, is_new = User.objects.get_or_create(
        email=invitation.email, defaults={"name": name, "role": invitation.role}
    )
    if not is_new and not user.is_active:
        raise Refused(SPENT)
    user.set_password(password)
    user.save(update_fields=["password"])
    if not is_new:
        end_sessions_of(user)
    invitation.user, invitation.accepted_at = user, clock.now()
    invitation.save()
    take_back([invitation.letter_about])
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
    """Make the link stop working; a letter that has not gone out is not sent.

    Raises `Refused` when it was accepted or withdrawn before, and when `by` manages no people.
    """
    policies.check_manages_people(by)
    if not end_invitations(open_invitations().filter(pk=invitation.pk)):
        raise Refused("This invitation was already accepted or withdrawn.")
    record(by=by, verb="withdrew", obj=invitation)
    invitation.refresh_from_db()
    return invitation


def end_invitations(invitations: QuerySet[Invitation]) -> int:
    """Withdraw open invitations and return how many; their unsent letters are not sent."""
    ending = list(invitations.select_for_update())
    take_back([invitation.letter_about for invitation in ending])
    keys = [invitation.pk for invitation in ending]
    return Invitation.objects.filter(pk__in=keys).update(withdrawn_at=clock.now())


def open_invitations() -> QuerySet[Invitation]:
    """Return the invitations that were neither accepted nor withdrawn."""
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
