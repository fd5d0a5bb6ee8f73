"""Models of residents' stories and requests to talk, which cannot be linked to each other.

No column of these tables may hold a time finer than the week, a sequence, an address or a person;
`tests/findings/stories/linkage.py` tries to match them. Words are in the vault alone.
"""

import uuid
from typing import Self

from django.db import models
from django.db.models import Case, Q, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clayton_review import clock, languages
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.constraints import is_one_of
from findings.coding.models.codes import Code


class ResidentInvolvement(models.TextChoices):
    """Part that the resident had in the story."""

    MINE = "mine", _("It happened to me")
    SAW = "saw", _("I saw it")
    HEARD = "heard", _("Someone told me")
    WORK = "work", _("I work there")
    UNSAID = "unsaid", pgettext_lazy("part", "Not said")


class AgeGroup(models.TextChoices):
    MINOR = "minor", _("Under 18")
    ADULT = "adult", _("18 or older")
    UNSAID = "unsaid", pgettext_lazy("age", "Not said")


class StoryState(models.TextChoices):
    NEW = "new", "New"
    READ = "read", "Read"
    ASKED = "asked", "Asked to talk"
    ASIDE = "aside", "Set aside"

    @property
    def notice(self) -> str:
        """Return the sentence that says a story has come to this state."""
        if self == StoryState.ASIDE:
            return "The story was set aside."
        return f"The story is now marked as {self.label.lower()}."


STORY_TRANSITIONS: dict[StoryState, frozenset[StoryState]] = {
    StoryState.NEW: frozenset({StoryState.READ}),
    StoryState.READ: frozenset({StoryState.ASKED, StoryState.ASIDE}),
    StoryState.ASKED: frozenset({StoryState.READ, StoryState.ASIDE}),
    StoryState.ASIDE: frozenset({StoryState.READ}),
}


class StoryAsideReason(models.TextChoices):
    SPAM = "spam", "Spam"
    THREAT = "threat", "Threat"
    ELSEWHERE = "elsewhere", "Not about the study"


class TalkState(models.TextChoices):
    NEW = "new", "New"
    CONTACTED = "contacted", "Contacted"
    TAKEN = "taken", "Became a participant"
    ENDED = "ended", "Ended without a talk"

    @property
    def button(self) -> str:
        """Return the words of the button that brings a request to this state."""
        return {
            TalkState.TAKEN: "They became a participant",
            TalkState.ENDED: "Close without a talk",
        }.get(self, f"Mark as {self.label.lower()}")

    @property
    def notice(self) -> str:
        """Return the sentence that says a request has come to this state."""
        return {
            TalkState.TAKEN: "The request was closed. They are now a participant.",
            TalkState.ENDED: "The request was closed without a talk.",
        }.get(self, f"The request is now marked as {self.label.lower()}.")


TALK_TRANSITIONS: dict[TalkState, frozenset[TalkState]] = {
    TalkState.NEW: frozenset({TalkState.CONTACTED, TalkState.ENDED}),
    TalkState.CONTACTED: frozenset({TalkState.TAKEN, TalkState.ENDED}),
    TalkState.TAKEN: frozenset({TalkState.CONTACTED}),
    TalkState.ENDED: frozenset({TalkState.CONTACTED}),
}


class SealedNote(models.Model):
    """Sealed story or request to talk, which only the worker can open."""

    id = models.UUIDField(primary_key=True, editable=False)
    week = models.DateField()
    ciphertext = models.BinaryField()
    is_set_aside = models.BooleanField(default=False)  # no key opened it when its week was over

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(week__iso_week_day=1), name="note_week_is_a_monday"),
        ]

    def __str__(self) -> str:
        return "sealed note"


class NoteLoss(models.Model):
    """Stories and requests to talk that no key opened and a lead gave up; nobody has read them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    n = models.PositiveIntegerField()
    given_up_on = models.DateField(default=clock.today)
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["given_up_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(n__gt=0) & ~Q(reason=""), name="note_loss_has_a_number_and_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return "given up stories"


class StoryQuerySet(models.QuerySet["Story"]):
    """Queries for stories."""

    def visible_to(self, user: User) -> Self:
        """Return all stories to those who read interviews, otherwise none."""
        return self if user.may(Permission.READ_INTERVIEWS) else self.none()

    def counted(self) -> Self:
        """Leave out stories set aside."""
        return self.exclude(state=StoryState.ASIDE)


class Story(models.Model):
    """One resident's story; `week` is the Monday of the week in which it came in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    week = models.DateField()
    part = models.CharField(max_length=8, choices=ResidentInvolvement.choices)
    age = models.CharField(max_length=8, choices=AgeGroup.choices)
    language = models.CharField(max_length=10, choices=languages.CHOICES)
    n_words = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=StoryState.choices, default=StoryState.NEW)
    aside_reason = models.CharField(max_length=12, choices=StoryAsideReason.choices, blank=True)
    revision = models.PositiveIntegerField(default=1)
    codes = models.ManyToManyField(Code, related_name="stories", blank=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = ["-week", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(week__iso_week_day=1), name="story_week_is_a_monday"
            ),
            is_one_of("part", ResidentInvolvement.values, "story_part_is_known"),
            is_one_of("age", AgeGroup.values, "story_age_is_known"),
            is_one_of("language", list(languages.CODES), "story_language_is_known"),
            is_one_of("state", StoryState.values, "story_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=StoryState.ASIDE, aside_reason__in=StoryAsideReason.values)
                | ~Q(state=StoryState.ASIDE) & Q(aside_reason=""),
                name="story_set_aside_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        day = f"{self.week:%B} {self.week.day}, {self.week.year}"
        return f"Story from the week of {day} ({self.reference})"

    def get_absolute_url(self) -> str:
        return reverse("findings:story_detail", args=[self.pk])

    @property
    def reference(self) -> str:
        """Return a short name for pages: the first characters of the random id."""
        return f"S{str(self.pk)[:6].upper()}"


class TalkRequestQuerySet(models.QuerySet["TalkRequest"]):
    """Queries for requests to talk."""

    def visible_to(self, user: User) -> Self:
        """Return all requests to those who read interviews, otherwise none."""
        return self if user.may(Permission.READ_INTERVIEWS) else self.none()

    def with_work_order(self) -> Self:
        """Add `work_order`, the place of the state in the order of work."""
        places = [When(state=state, then=n) for n, state in enumerate(TalkState)]
        return self.annotate(work_order=Case(*places, output_field=models.IntegerField()))


class TalkRequest(models.Model):
    """Request for an interview: it has no week of its own, no story; its words are in the vault."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    language = models.CharField(max_length=10, choices=languages.CHOICES)
    state = models.CharField(max_length=10, choices=TalkState.choices, default=TalkState.NEW)
    revision = models.PositiveIntegerField(default=1)

    objects = TalkRequestQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            is_one_of("language", list(languages.CODES), "talk_language_is_known"),
            is_one_of("state", TalkState.values, "talk_state_is_known"),
        ]

    def __str__(self) -> str:
        return f"Request {self.reference}"

    def get_absolute_url(self) -> str:
        return reverse("findings:talk_detail", args=[self.pk])

    @property
    def reference(self) -> str:
        """Return a short name for pages: the first characters of the random id."""
        return f"T{str(self.pk)[:6].upper()}"
