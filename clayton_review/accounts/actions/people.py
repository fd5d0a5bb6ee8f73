"""Closing and reopening accounts, changing roles and addresses, and naming deputies."""

from django.db import transaction

from clayton_review.accounts import mail, policies
from clayton_review.accounts.actions.invitations import end_invitations, open_invitations
from clayton_review.accounts.actions.links import end_links
from clayton_review.accounts.actions.sessions import end_sessions_of
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.audit.actions import record
from clayton_review.refusals import Refused


@transaction.atomic
def close(*, user: User, by: User, reason: str = "") -> User:
    """Close an account: its sessions end at once and for good, its open links stop working.

    Raises `Refused` for one's own account, and when `by` manages no people.
    """
    _lock_leads()
    by.refresh_from_db()
    policies.check_manages_people(by)
    policies.check_can_close(user, by)
    row = _set_active(user, by, reason, is_active=False)
    end_invitations(open_invitations().filter(email=row.email))
    end_links(row.sign_in_links.filter(used_at=None))
    return row


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

    Raises `Refused` for a deputy of another role or without an open account, when `by` manages no
    people, and when someone else has named another since `user` was read.
    """
    _lock_leads()
    by.refresh_from_db()
    policies.check_manages_people(by)
    row = User.objects.get(pk=user.pk)
    if row.deputy_id != user.deputy_id:
        raise Refused("Someone else has just named the deputy. Look at the page again.")
    row.deputy = User.objects.get(pk=deputy.pk) if deputy else None
    policies.check_can_deputize(row, row.deputy)
    row.save(update_fields=["deputy"])
    who = str(row.deputy.pk) if row.deputy else ""
    record(by=by, verb="named the deputy of", obj=row, deputy=who)
    return row


@transaction.atomic
def change_account(*, user: User, email: str, role: Role, reason: str, by: User) -> User:
    """Change somebody's address or role; their sessions end and their open links stop working.

    A letter tells them, at the old address too.

    Whoever no longer fits as a deputy is named no longer.

    Raises `Refused` for one's own role, for an address in use, when nothing is changed, and when
    `by` manages no people.
    """
    _lock_leads()
    by.refresh_from_db()
    policies.check_manages_people(by)
    user = User.objects.select_for_update().get(pk=user.pk)
    before, email = (user.email, user.role), email.strip().lower()
    if (email, role) == before:
        raise Refused("Nothing was changed.")
    if role != user.role:
        policies.check_can_change_role(user, by)
    if User.objects.filter(email=email).exclude(pk=user.pk).exists():
        raise Refused("Someone else already has this address.")
    end_invitations(open_invitations().filter(email__in=(before[0], email)))
    end_links(user.sign_in_links.filter(used_at=None))
    user.email, user.role = email, role
    user.save(update_fields=["email", "role"])
    end_sessions_of(user)
    if user != by:
        mail.write_account_change(user, before=before, by=by)
    if role != before[1]:
        record(
            by=by, verb="changed the role of", obj=user, reason=reason, before=before[1], role=role
        )
        _end_deputies(user, by)
    if email != before[0]:
        record(by=by, verb="changed the address of", obj=user, reason=reason)
    return user


def _end_deputies(user: User, by: User) -> None:
    """Take away the deputy that no longer fits a changed role, on both sides."""
    for person in [user, *user.deputizes_for.select_for_update()]:
        if person.deputy and person.deputy.role not in policies.deputy_roles(person):
            person.deputy = None
            person.save(update_fields=["deputy"])
            record(by=by, verb="named the deputy of", obj=person, deputy="")


def _lock_leads() -> None:
    """Let one act at a time decide on roles and deputies, as two leads could at once."""
    list(User.objects.select_for_update().filter(role=Role.LEAD).order_by("pk"))


def _set_active(user: User, by: User, reason: str, *, is_active: bool) -> User:
    row = User.objects.select_for_update().get(pk=user.pk)
    if row.is_active == is_active:
        raise Refused(
            "This account is already open." if is_active else "This account is already closed."
        )
    row.is_active = is_active
    row.save(update_fields=["is_active"])
    end_sessions_of(row)
    verb = "opened the account of" if is_active else "closed the account of"
    record(by=by, verb=verb, obj=row, reason=reason)
    return row
