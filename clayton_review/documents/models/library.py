"""Documents the study rests on, and the files stored with them."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_noop

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass
from clayton_review.citable.records import Record, RecordQuerySet, classes_open_to


class StoredFile(models.Model):
    """The bytes of one file, kept once under their own hash; the name is only remembered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(max_length=64, unique=True)
    n_bytes = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    extension = models.CharField(max_length=8)
    original_name = models.CharField(max_length=200)
    stored_at = models.DateTimeField(default=clock.now, editable=False)
    stored_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["stored_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="file_hash_is_sha256"
            ),
            models.CheckConstraint(condition=models.Q(n_bytes__gt=0), name="file_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.original_name

    @property
    def path(self) -> str:
        """Return the storage path of the bytes; nothing typed by a person is in it."""
        return f"sha256/{self.sha256[:2]}/{self.sha256}"


class DocumentKind(models.TextChoices):
    NEWS_REPORT = "news_report", gettext_noop("News report")
    LETTER = "letter", gettext_noop("Letter")
    POLICY = "policy", gettext_noop("Policy")
    CITY_REPORT = "city_report", gettext_noop("City report")
    UNIVERSITY_STATEMENT = "university_statement", gettext_noop("University statement")
    CONTRACT = "contract", gettext_noop("Contract")
    MINUTES = "minutes", gettext_noop("Minutes")
    DATA = "data", gettext_noop("Data")
    OTHER = "other", gettext_noop("Other")


@dataclass(frozen=True)
class DocumentInput:
    """Input of a document, when it is filed and when it is amended."""

    title: str
    source: str
    kind: str
    published_on: date | None = None
    url: str = ""
    file: StoredFile | None = None
    disclosure_class: str = DisclosureClass.TEAM
    note: str = ""
    is_demonstration: bool = False


class DocumentQuerySet(RecordQuerySet):
    """Documents by who may see them."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return documents this person may open; visitors without an account get public ones."""
        if isinstance(user, AnonymousUser):
            return self.public()
        return self.filter(disclosure_class__in=classes_open_to(user))

    def public(self) -> Self:
        """Return the documents that anybody may read: public and not withdrawn."""
        return self.current().filter(disclosure_class=DisclosureClass.PUBLIC)


class Document(Record):
    """A source: where it comes from, when it appeared, and the file if there is one."""

    reference = models.CharField(max_length=12, unique=True)
    title = models.CharField(max_length=200)
    source = models.CharField("author or publisher", max_length=200)
    kind = models.CharField(max_length=30, choices=DocumentKind.choices)
    published_on = models.DateField(null=True, blank=True)
    url = models.CharField("web address", max_length=500, blank=True)
    file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    disclosure_class = models.CharField(
        max_length=20, choices=DisclosureClass.choices, default=DisclosureClass.TEAM
    )
    note = models.TextField(blank=True)
    is_demonstration = models.BooleanField(default=False)

    objects = DocumentQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["-reference"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(kind__in=DocumentKind.values), name="document_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(disclosure_class__in=DisclosureClass.values),
                name="document_class_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("documents:detail", args=[self.reference])
