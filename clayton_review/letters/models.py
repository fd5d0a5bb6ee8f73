"""The table of letters: one row for each letter to each address, with its state."""

import uuid
from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from clayton_review import clock

STUCK_AFTER = timedelta(minutes=10)  # then no worker runs, or none gets to it
LONGEST_PAUSE = timedelta(hours=4)  # between two attempts


class LetterState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent"
    REFUSED = "refused", "Refused"
    BOUNCED = "bounced", "Came back"
    GIVEN_UP = "given_up", "Given up"

    @property
    def problem(self) -> str:
        """Return words about an address whose newest letter is in this state, if any."""
        words = {
            LetterState.REFUSED: "the mail server refuses this address",
            LetterState.BOUNCED: "e-mails to this address come back",
            LetterState.GIVEN_UP: "the last e-mail did not go out",
        }
        return words.get(self, "")


UNSENT = (LetterState.WAITING, LetterState.REFUSED, LetterState.GIVEN_UP)
FAILED = (LetterState.REFUSED, LetterState.BOUNCED, LetterState.GIVEN_UP)
ABOUT_ADDRESSES = (LetterState.REFUSED, LetterState.BOUNCED)
SENDABLE = Q(state__in=UNSENT, sealed__isnull=False)


class LetterQuerySet(models.QuerySet["Letter"]):
    def due(self) -> Self:
        """Return letters to hand to the mail server now.

        A time further ahead than any pause was written while a clock ran ahead.
        """
        waiting = self.sendable().filter(state=LetterState.WAITING)
        return waiting.filter(Q(due_at__lte=clock.now()) | _is_too_far_ahead())

    def sendable(self) -> Self:
        """Return letters that were not sent, and whose text is still here."""
        return self.filter(SENDABLE)

    def late_or_failed(self) -> Self:
        """Return letters that did not go out as they should, and were not set aside."""
        is_late = Q(state=LetterState.WAITING) & (
            Q(n_attempts__gt=0) | Q(due_at__lt=clock.now() - STUCK_AFTER) | _is_too_far_ahead()
        )
        return self.filter(is_late | Q(state__in=FAILED), set_aside_at=None)


def _is_too_far_ahead() -> Q:
    return Q(due_at__gt=clock.now() + LONGEST_PAUSE)


class Letter(models.Model):
    """One letter to one address; its text is sealed, and deleted once the letter is sent.

    A letter to a participant has no address here: the vault holds it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to = models.EmailField(blank=True)
    subject = models.CharField(max_length=300)
    about = models.CharField(max_length=120, blank=True)  # the one thing for which it is written
    message_id = models.CharField(max_length=200, unique=True, editable=False)
    sealed = models.BinaryField(null=True, editable=False)
    state = models.CharField(
        max_length=10, choices=LetterState.choices, default=LetterState.WAITING
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    due_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True)  # of the link in it
    n_attempts = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    set_aside_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=LetterState.values), name="letter_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[LetterState.SENT, LetterState.BOUNCED])
                | Q(sent_at__isnull=False, sealed__isnull=True),
                name="sent_letter_keeps_no_text",
            ),
            models.UniqueConstraint(
                fields=["about"], condition=~Q(about=""), name="one_letter_about_a_thing"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"]), models.Index(fields=["to"])]

    def __str__(self) -> str:
        return self.subject

    @property
    def can_be_sent_now(self) -> bool:
        """True if the letter did not go out, and its text is still here."""
        return self.sealed is not None and self.state in UNSENT

    @property
    def next_step(self) -> str:
        """Return what happens to a letter, or is to be done, where no button sends it."""
        if self.can_be_sent_now:
            return ""
        if self.state == LetterState.WAITING:
            return "It is tried again by itself as long as it is not too late for it."
        correct = "Correct the address, and write" if self.state in ABOUT_ADDRESSES else "Write"
        return f"It is not tried again. {correct} again, from the page it is about or yourself."
