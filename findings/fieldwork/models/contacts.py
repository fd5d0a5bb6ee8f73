"""Model of the attempts to reach participants."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.constraints import is_one_of
from clayton_review.citable.records import Record, RecordQuerySet
from clayton_review.web.formatting import day
from findings.fieldwork.models.slots import Slot
from findings.interviews.models.participants import Participant


class ContactChannel(models.TextChoices):
    PHONE = "phone", "Phone"
    TEXT = "text", "Text message"
    EMAIL = "email", "E-mail"
    LETTER = "letter", "Letter"
    IN_PERSON = "in_person", "In person"


class ContactOutcome(models.TextChoices):
    REACHED = "reached", "Reached"
    MESSAGE = "message", "Message left"
    NO_ANSWER = "no_answer", "No answer"
    AGREED = "agreed", "Agreed to talk"
    DECLINED = "declined", "Declined"
    NO_SHOW = "no_show", "Did not come"
    RESCHEDULED = "rescheduled", "Moved to another day"


class AttemptQuerySet(RecordQuerySet):
    """Queries for contact attempts."""

    def visible_to(self, user: User) -> Self:
        """Return all attempts to those who read interviews, otherwise none."""
        return self if user.may(Permission.READ_INTERVIEWS) else self.none()

    def open_steps(self, today: date) -> Self:
        """Keep each participant's last attempt if its next step is due, longest due first.

        An appointment that has begun since then closes the step: what follows is its outcome.
        """
        later = ContactAttempt.objects.current().filter(participant=OuterRef("participant"))
        after = Q(made_at__gt=OuterRef("made_at")) | Q(
            made_at=OuterRef("made_at"), recorded_at__gt=OuterRef("recorded_at")
        )
        begun = Slot.objects.current().filter(
            participant=OuterRef("participant"),
            starts_at__gt=OuterRef("made_at"),
            starts_at__lte=clock.now(),
        )
        rows = self.current().filter(next_on__lte=today, participant__withdrawn_on__isnull=True)
        still_open = rows.filter(~Exists(later.filter(after)), ~Exists(begun))
        return still_open.order_by("next_on", "made_at")


class ContactAttempt(Record):
    """One attempt to reach a participant, with its outcome and the next step."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="attempts")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contact_attempts"
    )
    channel = models.CharField(max_length=10, choices=ContactChannel.choices)
    outcome = models.CharField(max_length=12, choices=ContactOutcome.choices)
    note = models.TextField(blank=True)
    next_step = models.CharField(max_length=200, blank=True)
    next_on = models.DateField(null=True, blank=True)
    slot = models.ForeignKey(
        "findings.Slot", null=True, blank=True, on_delete=models.PROTECT, related_name="attempts"
    )

    objects = AttemptQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["-made_at", "-recorded_at"]
        constraints = [
            *Record.Meta.constraints,
            is_one_of("channel", ContactChannel.values, "contact_channel_is_known"),
            is_one_of("outcome", ContactOutcome.values, "contact_outcome_is_known"),
            models.CheckConstraint(
                condition=Q(next_step="", next_on__isnull=True)
                | ~Q(next_step="") & Q(next_on__isnull=False),
                name="next_step_has_its_day",
            ),
        ]

    def get_absolute_url(self) -> str:
        return self.participant.get_absolute_url()

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.get_outcome_display().lower()}"

    @property
    def knot(self) -> str:
        """Return its shape on the thread: "against" if they declined or did not come."""
        is_against = self.outcome in {ContactOutcome.DECLINED, ContactOutcome.NO_SHOW}
        return "against" if is_against else "words"

    @property
    def next_words(self) -> str:
        """Return the next step with its day, or an empty text."""
        return f"{self.next_step}, {day(self.next_on)}" if self.next_step else ""
