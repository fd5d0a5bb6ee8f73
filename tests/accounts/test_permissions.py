"""Acts on people that only a lead may do; after a refusal everything is as it was."""

from collections.abc import Callable

import pytest

from clayton_review.accounts import actions
from clayton_review.accounts.models import Invitation, User
from clayton_review.accounts.roles import Role
from tests.accounts.factories import person
from tests.refusing import refused

pytestmark = pytest.mark.django_db
Act = Callable[[User, User], object]  # on this person, by that one


def invite(_user: User, by: User) -> None:
    actions.invite(email="new@example.org", role=Role.BOARD, by=by)


def withdraw_an_invitation(_user: User, by: User) -> None:
    actions.withdraw_invitation(invitation=Invitation.objects.get(), by=by)


def close(user: User, by: User) -> None:
    actions.close(user=user, by=by)


def reopen(user: User, by: User) -> None:
    actions.reopen(user=user, by=by)


def name_a_deputy(user: User, by: User) -> None:
    actions.name_deputy(user=user, deputy=None, by=by)


def change_an_account(user: User, by: User) -> None:
    actions.change_account(
        user=user, email="new@example.org", role=Role.BOARD, reason="Elected.", by=by
    )


MANAGING: list[Act] = [
    invite, withdraw_an_invitation, close, reopen, name_a_deputy, change_an_account,
]  # fmt: skip


@pytest.mark.parametrize("act", MANAGING, ids=[act.__name__ for act in MANAGING])
def test_nobody_but_a_lead_manages_people(act: Act, consultant: User) -> None:
    dana = person(email="dana@example.org")
    if act is reopen:
        User.objects.filter(pk=dana.pk).update(is_active=False)
        dana.refresh_from_db()
    invitation, _ = actions.invite(email="invited@example.org", role=Role.CITY, by=None)
    with refused("Only the lead consultant can invite and manage people.", dana, invitation):
        act(dana, consultant)
    assert Invitation.objects.get() == invitation
