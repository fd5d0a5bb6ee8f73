"""Models of field activities, their attendance and the versions of their notes."""

import uuid
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_noop

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.constraints import is_one_of
from clayton_review.citable.records import Record, RecordQuerySet
from clayton_review.languages import ENGLISH
from findings.coding.models.quotable_texts import (
    Consent,
    SourceKind,
    SourceWithdrawal,
    Speaker,
    SpeakerGroup,
    register_source,
)
from findings.interviews.models.interviews import PlaceKind
from findings.interviews.models.participants import SPOKEN_LANGUAGES

# People in a room speak without label or by group, never on the record.
OPEN_CONSENTS = (Consent.NOT_QUOTED, Consent.NO_LABEL, Consent.GROUP_LABEL)


class ActivityKind(models.TextChoices):
    DIALOGUE = "dialogue", "Dialogue"
    FOCUS_GROUP = "focus_group", "Focus group"
    LISTENING = "listening", "Listening session"
    RIDE_ALONG = "ride_along", "Ride-along"
    ROLL_CALL = "roll_call", "Roll call"
    OBSERVATION = "observation", "Observation"


# Activities with people from outside; their attendance counts toward the targets.
MEETINGS = (ActivityKind.DIALOGUE, ActivityKind.FOCUS_GROUP, ActivityKind.LISTENING)


class ActivityQuerySet(RecordQuerySet):
    """Queries for field activities."""

    def visible_to(self, user: User) -> Self:
        """Return all activities to those who read interviews, otherwise none."""
        return self if user.may(Permission.READ_INTERVIEWS) else self.none()

    def for_pages(self) -> Self:
        """Load everything that pages show of an activity along with it."""
        return self.prefetch_related("attendance", "facilitators")


class FieldActivity(Record):
    """One dialogue, ride-along or other activity; `n_attended` is the total that was stated."""

    reference = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=12, choices=ActivityKind.choices)
    title = models.CharField(max_length=160)
    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=12, choices=PlaceKind.choices, default=PlaceKind.PUBLIC)
    language = models.CharField(max_length=6, choices=SPOKEN_LANGUAGES, default=ENGLISH)
    facilitators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="activities", blank=True
    )
    consent = models.CharField(
        max_length=12,
        choices=[(value, value.label) for value in OPEN_CONSENTS],
        default=Consent.NO_LABEL,
    )
    n_attended = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["-held_on", "-reference"]
        constraints = [
            *Record.Meta.constraints,
            is_one_of("kind", ActivityKind.values, "activity_kind_is_known"),
            is_one_of("place", PlaceKind.values, "activity_place_is_known"),
            is_one_of("language", list(dict(SPOKEN_LANGUAGES)), "activity_language_is_known"),
            is_one_of("consent", list(OPEN_CONSENTS), "activity_consent_is_known"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="activity_takes_time"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("findings:activity_detail", args=[self.reference])

    def __str__(self) -> str:
        return f"{self.reference}, {self.title}"

    def speaker(self, speaker_group: str = "") -> Speaker:
        """Return somebody in the room as the speaker, with the group if it was noted."""
        kind = self.get_kind_display().lower()
        return Speaker(
            name=self.reference,
            description=f"{self.reference}, {kind}",
            source_kind=kind,
            context=self.title,
            group=speaker_group,
            group_label=SpeakerGroup(speaker_group).label if speaker_group else "",
            consent=self.consent,
            consent_label=self.get_consent_display(),
            office="",
            source_url=self.get_absolute_url(),
            n_in_group=sum(
                row.n or 0 for row in self.attendance.all() if row.group == speaker_group
            ),
        )

    def why_not_quotable(self) -> str:
        """Return the reason why no quote may be cut from the notes, or an empty text."""
        if self.is_withdrawn:
            return "This activity has been withdrawn, so nothing can be quoted from it."
        return ""

    def withdrawal(self) -> SourceWithdrawal | None:
        """Return the withdrawal of the activity, or None while it is on record."""
        if self.withdrawn_on is None:
            return None
        return SourceWithdrawal("field activity", self.withdrawn_on, self.withdrawn_reason)


def _facilitated_by(person: str) -> Q:
    return Q(activity__in=FieldActivity.objects.filter(facilitators__in=[person]).values("pk"))


register_source(
    SourceKind(
        field="activity",
        label=gettext_noop("Field activities"),
        speaker_name="activity__reference",
        sort="activity__reference",
        current=Q(activity__withdrawn_on__isnull=True),
        consent="activity__consent",
        collected_by=_facilitated_by,
        select_related=("activity",),
        prefetch_related=("activity__attendance",),
    )
)


class Attendance(models.Model):
    """One line of attendance: a count of a group, or a share as somebody else printed it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(FieldActivity, on_delete=models.PROTECT, related_name="attendance")
    position = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=12, choices=SpeakerGroup.choices, blank=True)
    n = models.PositiveIntegerField(null=True, blank=True)
    label = models.CharField(max_length=80, blank=True)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            is_one_of("group", ["", *SpeakerGroup.values], "attendance_group_is_known"),
            models.CheckConstraint(
                condition=~Q(group="") & Q(n__isnull=False, label="", percent__isnull=True)
                | Q(group="", n__isnull=True, percent__isnull=False) & ~Q(label=""),
                name="attendance_is_a_count_or_a_printed_share",
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__gte=0, percent__lte=100),
                name="printed_share_is_a_percentage",
            ),
            models.UniqueConstraint(
                fields=["activity", "group"],
                condition=~Q(group=""),
                name="group_attends_an_activity_once",
            ),
        ]

    def __str__(self) -> str:
        share: Decimal | None = self.percent
        return f"{self.label}: {share} %" if share is not None else f"{self.words}: {self.n}"

    @property
    def words(self) -> str:
        """Return the name of the group, or the label as printed."""
        return self.label or str(self.get_group_display())


class ActivityVersion(models.Model):
    """Earlier notes of an activity; rows are only added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(FieldActivity, on_delete=models.PROTECT, related_name="versions")
    revision = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "revision"], name="activity_version_is_one"
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.revision}"
