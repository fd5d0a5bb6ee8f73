"""Answers that wait for the team, links for sending files, and reminders that went out."""

import uuid

from django.db import models
from django.db.models import Q

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.documents.models.answer_kinds import AnswerKind
from clayton_review.documents.models.requests import DocumentRequest, EntryKind


class AnswerState(models.TextChoices):
    WAITING = "waiting", "Waiting for the team"
    ACCEPTED = "accepted", "Accepted"
    SENT_BACK = "sent_back", "Sent back"

    @property
    def audit_verb(self) -> str:
        """Return the act of deciding so on an answer, for the audit record."""
        verbs = {
            AnswerState.ACCEPTED: "accepted an answer",
            AnswerState.SENT_BACK: "sent an answer back",
        }
        return verbs.get(self, f"set an answer to “{self.label}”")


ANSWER_TRANSITIONS: dict[AnswerState, frozenset[AnswerState]] = {
    AnswerState.WAITING: frozenset({AnswerState.ACCEPTED, AnswerState.SENT_BACK}),
    AnswerState.ACCEPTED: frozenset(),
    AnswerState.SENT_BACK: frozenset(),
}


class Answer(models.Model):
    """An answer of the addressee; it counts once the team has accepted it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(DocumentRequest, on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=16, choices=AnswerKind.choices)
    text = models.TextField(blank=True)
    citation = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    said_by = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        max_length=10, choices=AnswerState.choices, default=AnswerState.WAITING
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decision = models.TextField(blank=True)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=AnswerKind.values), name="answer_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=AnswerState.values), name="answer_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    state=AnswerState.WAITING, decided_at__isnull=True, decided_by__isnull=True
                )
                | (
                    ~Q(state=AnswerState.WAITING)
                    & Q(decided_at__isnull=False, decided_by__isnull=False)
                ),
                name="answer_decision_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(kind=AnswerKind.REFUSED) | (~Q(text="") & ~Q(citation="")),
                name="answer_refusal_has_reason_and_citation",
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False) | ~Q(said_by=""), name="answer_has_its_author"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.request.reference})"

    @property
    def answer_kind(self) -> AnswerKind:
        """Return the kind as a member of `AnswerKind`, which knows what depends on it."""
        return AnswerKind(self.kind)

    @property
    def author(self) -> str:
        """Return the giver's name as it is shown."""
        return self.by.name if self.by else self.said_by

    @property
    def asks_for_time(self) -> bool:
        """True if it asks for a later due date, which the team gives or not."""
        return self.answer_kind is AnswerKind.MORE_TIME

    @property
    def words(self) -> str:
        """Return the whole answer in words."""
        return self.answer_kind.words(self.text)

    @property
    def title(self) -> str:
        """Return who answered what, for the team."""
        return f"{self.author} {self.answer_kind.deed}"

    @property
    def entry_when_accepted(self) -> EntryKind:
        """Return the kind of entry that the team's words become when it accepts the answer."""
        return EntryKind.REPLY if self.answer_kind is AnswerKind.QUESTION else EntryKind.NOTE


class UploadLink(models.Model):
    """A secret address for sending files to one request, without an account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(DocumentRequest, on_delete=models.PROTECT, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    sent_to = models.EmailField(blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    max_files = models.PositiveIntegerField()
    max_bytes = models.PositiveBigIntegerField()
    n_files = models.PositiveIntegerField(default=0)
    n_bytes = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")), name="upload_link_expires"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="upload_link_revocation_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(n_files__lte=models.F("max_files"))
                & Q(n_bytes__lte=models.F("max_bytes")),
                name="upload_link_stays_within_its_limits",
            ),
        ]

    def __str__(self) -> str:
        return f"upload link of {self.request.reference}"

    @property
    def letter_about(self) -> str:
        """Return the words by which the letter with this link is found."""
        return f"upload link {self.pk}"

    @property
    def ending(self) -> str:
        """Return why it takes no more files (revoked, expired, used up, closed), or ""."""
        if self.revoked_at:
            return "revoked"
        if clock.now() >= self.expires_at:
            return "expired"
        if self.request.is_withdrawn:
            return "closed"
        is_full = self.n_files >= self.max_files or self.n_bytes >= self.max_bytes
        return "used up" if is_full else ""

    @property
    def is_live(self) -> bool:
        return not self.ending


class ReminderStep(models.TextChoices):
    ASKED = "asked", "Asked"
    SOON = "soon", "Due within three days"
    OVERDUE = "overdue", "Overdue"
    STILL_OVERDUE = "still_overdue", "Two weeks overdue"


class Reminder(models.Model):
    """A letter about a request that went out; one per step and due date, whatever is retried."""

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey(DocumentRequest, on_delete=models.PROTECT, related_name="reminders")
    step = models.CharField(max_length=14, choices=ReminderStep.choices)
    due_on = models.DateField()
    sent_to = models.EmailField()
    sent_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-sent_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "step", "due_on"], name="reminder_goes_once"
            ),
            models.CheckConstraint(
                condition=Q(step__in=ReminderStep.values), name="reminder_step_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()}, {self.sent_to}"
