"""Reads of people over several rows."""

from django.db.models import Exists, OuterRef, QuerySet

from clayton_review.accounts.models import Invitation, User
from clayton_review.accounts.roles import Permission


def study_team() -> QuerySet[User]:
    """Return the people with an open account who work on interviews."""
    return User.objects.holding(Permission.WRITE_INTERVIEWS)


def open_links() -> tuple[list[Invitation], list[Invitation]]:
    """Return invitations not accepted yet, and links to a new password not used yet."""
    waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None).annotate(
        is_for_password=Exists(User.objects.filter(email=OuterRef("email")))
    )
    invitations: list[Invitation] = []
    password_links: list[Invitation] = []
    for row in waiting:
        (password_links if row.is_for_password else invitations).append(row)
    return invitations, password_links


def person_invited_again(invitation: Invitation) -> User | None:
    """Return the person whom an invitation only lets set a new password; None for a new one."""
    return User.objects.filter(email=invitation.email).first()
