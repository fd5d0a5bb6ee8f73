"""The people whom the fixtures of all tests name, one of each role."""

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role


def usual_person(role: Role, name: str) -> User:
    """Return the person of this name and role; one who is not there yet is made."""
    email = name.lower().replace(" ", ".") + "@example.org"
    existing = User.objects.filter(email=email).first()
    person = existing or User.objects.create_user(
        email=email, name=name, role=role, password="correct horse x9"
    )
    assert person.role == role, f"{name} is there with the role {person.role}"
    return person


def usual_team() -> tuple[User, User, User]:
    """Return the lead and two consultants, the first of whom stands in for the lead."""
    return (
        usual_person(Role.LEAD, "Lena Lead"),
        usual_person(Role.CONSULTANT, "Carla Consultant"),
        usual_person(Role.CONSULTANT, "Simon Second"),
    )
