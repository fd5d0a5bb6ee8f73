"""How participants are reached: every attempt, and the slots that can be booked for them."""

from datetime import date, datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Q, When
from django.urls import reverse

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.records import Record, RecordQuerySet
from clayton_review.web.formatting import day
from findings.models.base import known
from findings.models.interviews import Mode, Place
from findings.models.participants import Language, Participant


class Channel(models.TextChoices):
    PHONE = "phone", "Phone"
    TEXT = "text", "Text message"
    EMAIL = "email", "E-mail"
    LETTER = "letter", "Letter"
    IN_PERSON = "in_person", "In person"


class Outcome(models.TextChoices):
    REACHED = "reached", "Reached"
    MESSAGE = "message", "Message left"
    NO_ANSWER = "no_answer", "No answer"
    AGREED = "agreed", "Agreed to talk"
    DECLINED = "declined", "Declined"
    NO_SHOW = "no_show", "Did not come"
    RESCHEDULED = "rescheduled", "Moved to another day"


class AttemptQuerySet(RecordQuerySet):
    """Reads of the contact log."""

    def visible_to(self, user: User) -> Self:
        """The contact log never leaves the team."""
        return self if user.may(Permission.READ_INTERVIEWS) else self.none()

    def open_steps(self, today: date) -> Self:
        """Each participant's last attempt, where its next step is due; the longest due first."""
        later = ContactAttempt.objects.current().filter(participant=OuterRef("participant"))
        after = Q(made_at__gt=OuterRef("made_at")) | Q(
            made_at=OuterRef("made_at"), recorded_at__gt=OuterRef("recorded_at")
        )
        rows = self.current().filter(next_on__lte=today, participant__withdrawn_on__isnull=True)
        return rows.filter(~Exists(later.filter(after))).order_by("next_on", "made_at")


class ContactAttempt(Record):
    """One try to reach a participant, what came of it, and what is to be done next."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="attempts")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contact_attempts"
    )
    channel = models.CharField(max_length=10, choices=Channel.choices)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
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
            known("channel", Channel.values, "contact_channel_is_known"),
            known("outcome", Outcome.values, "contact_outcome_is_known"),
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
    def next_words(self) -> str:
        """The next step with its day, or nothing."""
        return f"{self.next_step}, {day(self.next_on)}" if self.next_step else ""


class SlotState(models.TextChoices):
    OPEN = "open", "Open"
    BOOKED = "booked", "Booked"
    KEPT = "kept", "Kept"
    MISSED = "missed", "Missed"


SLOT_TRANSITIONS: dict[SlotState, frozenset[SlotState]] = {
    SlotState.OPEN: frozenset({SlotState.BOOKED}),
    SlotState.BOOKED: frozenset({SlotState.OPEN, SlotState.KEPT, SlotState.MISSED}),
    SlotState.KEPT: frozenset({SlotState.MISSED}),
    SlotState.MISSED: frozenset({SlotState.KEPT}),
}


def _span() -> Func:
    return Func(
        F("starts_at"), F("ends_at"), function="TSTZRANGE", output_field=DateTimeRangeField()
    )


def _same(field: str) -> Func:
    """A person as a range of one number: GiST compares ranges without another extension."""
    number = "hashtextextended(%(expressions)s::text, 0)"
    return Func(
        F(field),
        template=f"int8range({number}, {number}, '[]')",
        output_field=BigIntegerRangeField(),
    )


def _never_at_once(field: str, condition: Q, name: str) -> ExclusionConstraint:
    pairs = ((_same(field), RangeOperators.OVERLAPS), (_span(), RangeOperators.OVERLAPS))
    return ExclusionConstraint(name=name, expressions=pairs, condition=condition)


class SlotQuerySet(RecordQuerySet):
    """Reads of slots."""

    def visible_to(self, user: User) -> Self:
        """Slots never leave the team."""
        return self if user.may(Permission.READ_INTERVIEWS) else self.none()

    def ahead(self, now: datetime) -> Self:
        """Slots that have not ended yet."""
        return self.current().filter(ends_at__gt=now)

    def soonest_first(self, now: datetime) -> Self:
        """With `is_over`, so that what is still to come can stand first."""
        over = Case(When(ends_at__lte=now, then=True), default=False)
        return self.annotate(is_over=over)

    def for_pages(self) -> Self:
        """With all that a page says about a slot."""
        return self.select_related("participant", "interviewer")


class Slot(Record):
    """A time at which an interviewer can talk with somebody; booked for one participant at most."""

    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    interviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="slots"
    )
    mode = models.CharField(max_length=12, choices=Mode.choices, default=Mode.IN_PERSON)
    place = models.CharField(max_length=12, choices=Place.choices, default=Place.PUBLIC)
    where = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=6, choices=Language.choices, default=Language.ENGLISH)
    state = models.CharField(max_length=8, choices=SlotState.choices, default=SlotState.OPEN)
    participant = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.PROTECT, related_name="slots"
    )
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = SlotQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["starts_at"]
        constraints = [
            *Record.Meta.constraints,
            known("mode", Mode.values, "slot_mode_is_known"),
            known("place", Place.values, "slot_place_is_known"),
            known("language", Language.values, "slot_language_is_known"),
            known("state", SlotState.values, "slot_state_is_known"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(state=SlotState.OPEN, participant__isnull=True)
                | ~Q(state=SlotState.OPEN) & Q(participant__isnull=False),
                name="only_a_booked_slot_has_its_participant",
            ),
            _never_at_once(
                "interviewer", Q(withdrawn_on__isnull=True), "interviewer_is_in_one_place"
            ),
            _never_at_once(
                "participant",
                Q(withdrawn_on__isnull=True, participant__isnull=False),
                "participant_is_booked_once_at_a_time",
            ),
        ]

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return round((self.ends_at - self.starts_at) / timedelta(minutes=1))

    def get_absolute_url(self) -> str:
        return reverse("findings:slot_detail", args=[self.pk])

    def __str__(self) -> str:
        who: Any = self.participant
        return f"Slot for {who.code}" if who else "Open slot"
