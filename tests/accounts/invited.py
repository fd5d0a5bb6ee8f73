"""Invitations of people, and what they send from the page of their link."""

from django.test import Client

from clayton_review.accounts import actions
from clayton_review.accounts.models import Invitation
from clayton_review.accounts.roles import Role
from tests.accounts.factories import PASSWORD


def invited(email: str = "new@example.org", role: Role = Role.CONSULTANT) -> tuple[Invitation, str]:
    """Return an invitation of a person and the address of its link."""
    invitation, token = actions.invite(email=email, role=role, by=None, name="Nell New")
    return invitation, f"/people/join/{token}/"


def join(url: str, **fields: str) -> int:
    """Send the form of a link; return the status of the answer."""
    return Client().post(url, {"name": "Nell New", "password": PASSWORD, **fields}).status_code
