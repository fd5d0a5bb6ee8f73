"""The smallest valid people."""

from uuid import uuid4

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role

PASSWORD = "correct horse battery staple"


def person(
    *, role: Role = Role.CONSULTANT, name: str = "Dana Reyes", email: str = "", password: str = ""
) -> User:
    """Return a person of a role; with a password only when one is given."""
    address = email or f"{uuid4().hex[:10]}@example.org"
    return User.objects.create_user(email=address, name=name, role=role, password=password or None)
