"""Who may open a document, and which class a person may give to one."""

from clayton_review.accounts.models import User
from clayton_review.documents.records import DisclosureClass, Refused, classes_open_to


def can_open(user: User, disclosure_class: str) -> bool:
    """Whether this person may open records of this class."""
    return disclosure_class in classes_open_to(user)


def check_class(user: User, disclosure_class: str) -> None:
    """Raise `Refused` when this person could not open what they are about to file."""
    if not can_open(user, disclosure_class):
        label = DisclosureClass(disclosure_class).label.lower()
        words = f"Only the lead may file a record as “{label}”. Choose another class."
        raise Refused(words, field="disclosure_class")
