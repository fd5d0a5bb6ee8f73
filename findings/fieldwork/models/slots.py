"""Model of slots for appointments."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Case, F, Func, Q, When
from django.urls import reverse

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.constraints import is_one_of
from clayton_review.citable.records import Record, RecordQuerySet
from clayton_review.languages import ENGLISH
from findings.interviews.models.interviews import InterviewMode, PlaceKind
from findings.interviews.models.participants import SPOKEN_LANGUAGES, Participant


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
# An appointment's reminder goes out this long before it starts.
REMINDER_LEAD_TIME = timedelta(hours=24)


def _time_range() -> Func:
    return Func(
        F("starts_at"), F("ends_at"), function="TSTZRANGE", output_field=DateTimeRangeField()
    )


def _as_range(field: str) -> Func:
    """Return a person as a range of one number, since GiST compares ranges without an extension."""
    number = "hashtextextended(%(expressions)s::text, 0)"
    return Func(
        F(field),
        template=f"int8range({number}, {number}, '[]')",
        output_field=BigIntegerRangeField(),
    )


def _never_at_once(field: str, condition: Q, name: str) -> ExclusionConstraint:
    pairs = ((_as_range(field), RangeOperators.OVERLAPS), (_time_range(), RangeOperators.OVERLAPS))
    return ExclusionConstraint(name=name, expressions=pairs, condition=condition)


class SlotQuerySet(RecordQuerySet):
    """Queries for slots."""

    def visible_to(self, user: User) -> Self:
        """Return all slots to those who read interviews, otherwise none."""
        return self if user.may(Permission.READ_INTERVIEWS) else self.none()

    def ahead(self, now: datetime) -> Self:
        """Keep slots that have not ended yet."""
        return self.current().filter(ends_at__gt=now)

    def with_is_over(self, now: datetime) -> Self:
        """Add `is_over`, by which slots still to come can be sorted first."""
        over = Case(When(ends_at__lte=now, then=True), default=False)
        return self.annotate(is_over=over)

    def for_pages(self) -> Self:
        """Load everything that pages show of a slot along with it."""
        return self.select_related("participant", "interviewer")


class Slot(Record):
    """Time at which an interviewer can talk with somebody; one participant at most can book it."""

    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    interviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="slots"
    )
    mode = models.CharField(
        max_length=12, choices=InterviewMode.choices, default=InterviewMode.IN_PERSON
    )
    place = models.CharField(max_length=12, choices=PlaceKind.choices, default=PlaceKind.PUBLIC)
    where = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=6, choices=SPOKEN_LANGUAGES, default=ENGLISH)
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
            is_one_of("mode", InterviewMode.values, "slot_mode_is_known"),
            is_one_of("place", PlaceKind.values, "slot_place_is_known"),
            is_one_of("language", list(dict(SPOKEN_LANGUAGES)), "slot_language_is_known"),
            is_one_of("state", SlotState.values, "slot_state_is_known"),
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
        """Return the duration in minutes."""
        return round((self.ends_at - self.starts_at) / timedelta(minutes=1))

    def get_absolute_url(self) -> str:
        return reverse("findings:slot_detail", args=[self.pk])

    def __str__(self) -> str:
        who: Any = self.participant
        return f"Appointment for {who.code}" if who else "Open appointment"
