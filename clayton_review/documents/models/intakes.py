"""Deliveries: uploads as they came, files with control numbers, and their text."""

import uuid
from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.documents.models.answers import UploadLink
from clayton_review.documents.models.library import Document, StoredFile
from clayton_review.documents.models.requests import DocumentRequest


class IntakeState(models.TextChoices):
    WAITING = "waiting", "Waiting to be processed"
    WORKING = "working", "Being processed"
    DONE = "done", "Received"
    UNDONE = "undone", "Undone"


INTAKE_TRANSITIONS: dict[IntakeState, frozenset[IntakeState]] = {
    IntakeState.WAITING: frozenset({IntakeState.WORKING}),
    IntakeState.WORKING: frozenset({IntakeState.DONE}),
    IntakeState.DONE: frozenset({IntakeState.UNDONE}),
    IntakeState.UNDONE: frozenset(),
}


# Words for people, instead of a label that speaks of the machine.
STATE_WORDS = {
    IntakeState.WAITING.value: "Arrived, not checked yet",
    IntakeState.DONE.value: "Checked",  # which may mean that no file was accepted
}


class IntakeQuerySet(models.QuerySet["Intake"]):
    def visible_to(self, user: User) -> Self:
        """Return all rows for the team; for an addressee, only the deliveries they sent."""
        if user.may(Permission.READ_DOCUMENTS):
            return self
        if user.may(Permission.ANSWER_REQUESTS):
            return self.filter(by=user, request__addressee=user)
        return self.none()


class Intake(models.Model):
    """One delivery: the files that came together, from whom, and for which request."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    request = models.ForeignKey(
        DocumentRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="intakes"
    )
    link = models.ForeignKey(
        UploadLink, null=True, blank=True, on_delete=models.PROTECT, related_name="intakes"
    )
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    sender = models.CharField(max_length=200, blank=True)  # as somebody without account says
    received_at = models.DateTimeField(default=clock.now)
    state = models.CharField(
        max_length=10, choices=IntakeState.choices, default=IntakeState.WAITING
    )
    n_planned = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    undone_reason = models.TextField(blank=True)
    receipt_sent_to = models.EmailField(blank=True)
    receipt_sent_at = models.DateTimeField(null=True, blank=True)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=IntakeState.values), name="intake_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False, link__isnull=True)
                | Q(by__isnull=True, link__isnull=False),
                name="intake_comes_by_one_way",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=IntakeState.UNDONE, undone_at__isnull=False, undone_by__isnull=False
                )
                | (
                    ~Q(state=IntakeState.UNDONE)
                    & Q(undone_at__isnull=True, undone_by__isnull=True, undone_reason="")
                ),
                name="intake_undoing_is_complete",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("requests:intake", args=[self.reference])

    @property
    def author(self) -> str:
        """Return the sender's name, or the upload link it came by."""
        if self.by:
            return self.by.name
        return f"{self.sender} (upload link)" if self.sender else "upload link"

    @property
    def state_words(self) -> str:
        return STATE_WORDS.get(self.state, str(self.get_state_display()))

    @property
    def is_undone(self) -> bool:
        return self.state == IntakeState.UNDONE

    @property
    def is_running(self) -> bool:
        return self.state in {IntakeState.WAITING, IntakeState.WORKING}


class RawUpload(models.Model):
    """One upload as it came, until the worker has taken it in."""

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="uploads")
    position = models.PositiveIntegerField()
    name = models.TextField()
    path = models.CharField(max_length=200)
    n_bytes = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["intake", "position"], name="upload_has_its_place")
        ]

    def __str__(self) -> str:
        return self.name


class FileOutcome(models.TextChoices):
    KEPT = "kept", "Kept"
    DUPLICATE = "duplicate", "Duplicate"
    REFUSED = "refused", "Not accepted"


class IntakeFileQuerySet(models.QuerySet["IntakeFile"]):
    def received(self) -> Self:
        """Return files that have a control number and whose intake was not undone."""
        return self.filter(number__isnull=False).exclude(intake__state=IntakeState.UNDONE)


class IntakeFile(models.Model):
    """One file of a delivery: its control number, or why it was not taken."""

    id = models.BigAutoField(primary_key=True)
    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="files")
    position = models.PositiveIntegerField()
    path = models.TextField()  # where it lay in the folder or archive
    number = models.PositiveIntegerField(null=True, unique=True)
    outcome = models.CharField(max_length=10, choices=FileOutcome.choices)
    reason = models.CharField(max_length=300, blank=True)
    n_bytes = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    file = models.ForeignKey(
        StoredFile, null=True, on_delete=models.PROTECT, related_name="intake_files"
    )
    duplicate_of = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="duplicates"
    )
    document = models.ForeignKey(
        Document, null=True, on_delete=models.PROTECT, related_name="intake_files"
    )

    objects = IntakeFileQuerySet.as_manager()

    class Meta:
        ordering = ["intake", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["intake", "position"], name="intake_file_has_its_place"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=FileOutcome.values), name="intake_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome=FileOutcome.REFUSED, number__isnull=True, file__isnull=True)
                & ~Q(reason="")
                | (
                    ~Q(outcome=FileOutcome.REFUSED)
                    & Q(number__isnull=False, file__isnull=False, reason="")
                ),
                name="intake_file_is_numbered_or_refused",
            ),
            models.CheckConstraint(
                condition=Q(outcome=FileOutcome.DUPLICATE, duplicate_of__isnull=False)
                | (~Q(outcome=FileOutcome.DUPLICATE) & Q(duplicate_of__isnull=True)),
                name="duplicate_points_to_the_first",
            ),
        ]

    def __str__(self) -> str:
        return self.control or self.path

    def get_absolute_url(self) -> str:
        return reverse("requests:received_file", args=[self.control])

    @property
    def control(self) -> str:
        """Return the control number, such as CLY-000123; empty if the file was not taken."""
        return f"CLY-{self.number:06d}" if self.number else ""

    @property
    def name(self) -> str:
        """Return the last part of the path."""
        return self.path.rpartition("/")[2]


class TextState(models.TextChoices):
    READ = "read", "Text found"
    EMPTY = "empty", "No readable text"
    FAILED = "failed", "Could not be read"
    OTHER = "other", "Not a text file"


class TextReading(models.Model):
    """The outcome of reading a stored file's text; no row means not read yet."""

    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="reading")
    state = models.CharField(max_length=8, choices=TextState.choices)
    n_pages = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True)
    read_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=TextState.values), name="text_state_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.get_state_display()


class PageText(models.Model):
    """The text of one page, with the accent-folded words it is found by."""

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    text = models.TextField()
    words = SearchVectorField()

    class Meta:
        ordering = ["file", "number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="page_is_read_once")]
        indexes = [GinIndex(fields=["words"], name="page_words", fastupdate=False)]

    def __str__(self) -> str:
        return f"p. {self.number}"
