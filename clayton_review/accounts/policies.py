"""Permissions about accounts, explained in sentences."""

from clayton_review.accounts.models import FactorReset, User
from clayton_review.accounts.roles import BY_LINK, Permission, Role
from clayton_review.refusals import Refused


def can_sign_in_by_link(user: User) -> bool:
    """True only for Board members, whose role reaches nothing confidential."""
    return user.is_active and user.role in BY_LINK


def check_manages_people(by: User | None) -> None:
    """Raise `Refused` for everybody but the lead and the operator at the command line (None)."""
    if by is not None and not by.may(Permission.INVITE_PEOPLE):
        raise Refused("Only the lead consultant can invite and manage people.")


def check_can_end_sessions(user: User, by: User) -> None:
    """Raise `Refused` unless they are one's own sessions, or `by` manages people."""
    if user.pk != by.pk:
        check_manages_people(by)


def check_can_close(user: User, by: User) -> None:
    """Refuse to close one's own account, so that somebody can always open it again."""
    if user.pk == by.pk:
        raise Refused("You cannot close your own account. Another lead consultant can.")


def check_can_change_role(user: User, by: User) -> None:
    """Refuse to change one's own role, so that somebody can always change it back."""
    if user.pk == by.pk:
        raise Refused("You cannot change your own role. Another lead consultant can.")


def check_can_reset_factor(user: User, by: User) -> None:
    """Raise `Refused` for one's own second factor, and for everybody but consultants and leads."""
    if not by.may(Permission.RESET_FACTORS):
        raise Refused("Only consultants can reset a second sign-in step.")
    if user.pk == by.pk:
        raise Refused("You cannot reset your own second sign-in step. Two other people can.")


def check_can_confirm_reset(reset: FactorReset, by: User) -> None:
    """Raise `Refused` unless it is another person, and one of the two stands for a lead."""
    check_can_reset_factor(reset.user, by)
    if reset.requested_by_id == by.pk:
        raise Refused("You asked for this reset, so another person must confirm it.")
    if not (by.stands_for_a_lead() or reset.requested_by.stands_for_a_lead()):
        raise Refused("One of the two must be a lead consultant or a lead’s named deputy.")
    if not reset.requested_by.may(Permission.RESET_FACTORS):
        raise Refused(
            f"{reset.requested_by.name}, who asked for this reset, may no longer do so. Decline it."
        )


def deputy_roles(user: User) -> frozenset[str]:
    """Return the roles of a person's deputies: the same role, and consultants for their lead."""
    return frozenset({user.role, Role.CONSULTANT} if user.role == Role.LEAD else {user.role})


def check_can_deputize(user: User, deputy: User | None) -> None:
    """Refuse a deputy unless it is another open account of the same role.

    A lead may also name a consultant.
    """
    if deputy is None:
        return
    fits = deputy.role in deputy_roles(user) and deputy.pk != user.pk
    if not fits or not deputy.is_active:
        raise Refused(
            "Choose someone else with the same role and an open account. A lead may also "
            "name a consultant."
        )
