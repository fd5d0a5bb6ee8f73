"""Base of the parts of an incident."""

from typing import Self

from django.db import models

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.records import Record, RecordQuerySet, classes_open_to
from clayton_review.documents.models import Document
from incidents.models.incident import Incident


class PartQuerySet(RecordQuerySet):
    """Parts by who may see their incident and, where they cite one, their source."""

    def visible_to(self, user: User) -> Self:
        """Return parts whose incident and source this person may open."""
        if not user.may(Permission.READ_INCIDENTS):
            return self.none()
        classes = classes_open_to(user)
        is_open = models.Q(incident__disclosure_class__in=classes)
        if any(field.name == "document" for field in self.model._meta.fields):
            no_source = models.Q(document__isnull=True)
            is_open &= no_source | models.Q(document__disclosure_class__in=classes)
        if any(field.name == "disclosure_class" for field in self.model._meta.fields):
            is_open &= models.Q(disclosure_class__in=classes)
        return self.filter(is_open)


class IncidentPart(Record):
    """A record that belongs to one incident."""

    incident: "models.ForeignKey[Incident, Incident]"
    is_new = False  # True on a part that the action just created

    class Meta(Record.Meta):
        abstract = True

    def get_absolute_url(self) -> str:
        return self.incident.get_absolute_url()


def source_words(document: Document | None, locator: str) -> str:
    """Return a source as it is cited: author, reference and locator."""
    if document is None:
        return ""
    return ", ".join(part for part in (document.source, document.reference, locator) if part)
