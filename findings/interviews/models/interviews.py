"""Models of interviews, their answers with every version, and targets."""

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_noop

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.constraints import is_one_of
from clayton_review.citable.records import Record, RecordQuerySet
from clayton_review.web.record_types import numbered
from clayton_review.web.search_text import SearchWords
from findings.coding.models.quotable_texts import (
    SourceKind,
    SourceWithdrawal,
    Speaker,
    SpeakerGroup,
    register_source,
)
from findings.interviews.models.guides import GuideQuestion, InterviewGuide
from findings.interviews.models.participants import Participant


class InterviewMode(models.TextChoices):
    IN_PERSON = "in_person", "In person"
    PHONE = "phone", "By phone"
    VIDEO = "video", "By video"


class PlaceKind(models.TextChoices):
    HOME = "home", "Home"
    PUBLIC = "public", "Public place"
    STUDY_OFFICE = "study_office", "The study’s office"
    WORKPLACE = "workplace", "Workplace"
    CAMPUS = "campus", "University"
    CITY = "city", "City building"
    PATROL = "patrol", "On patrol"
    NONE = "none", "No place (phone or video)"


class InterviewState(models.TextChoices):
    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    WRITTEN_UP = "written_up", "Written up"


INTERVIEW_TRANSITIONS: dict[InterviewState, frozenset[InterviewState]] = {
    InterviewState.PLANNED: frozenset({InterviewState.HELD}),
    InterviewState.HELD: frozenset({InterviewState.WRITTEN_UP}),
    InterviewState.WRITTEN_UP: frozenset({InterviewState.HELD}),
}


class InterviewTarget(models.Model):
    """Number of interviews, and of people in meetings, wanted of a group."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.CharField(max_length=12, choices=SpeakerGroup.choices, unique=True)
    target = models.PositiveSmallIntegerField()
    attendance = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["group"]
        constraints = [is_one_of("group", SpeakerGroup.values, "target_group_is_known")]

    def __str__(self) -> str:
        return f"{self.get_group_display()}: {self.target}"


class InterviewQuerySet(RecordQuerySet):
    """Queries for interviews."""

    def visible_to(self, user: User) -> Self:
        """Return all interviews to those who read interviews, otherwise none."""
        return self if user.may(Permission.READ_INTERVIEWS) else self.none()

    def held_until(self, as_of: datetime) -> Self:
        """Keep interviews that were recorded as held by this moment."""
        return self.current().filter(held_recorded_at__lte=as_of)


class Interview(Record):
    """One conversation that follows one guide."""

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="interviews"
    )
    guide = models.ForeignKey(InterviewGuide, on_delete=models.PROTECT, related_name="interviews")
    interviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="interviews"
    )
    held_on = models.DateField()
    mode = models.CharField(
        max_length=12, choices=InterviewMode.choices, default=InterviewMode.IN_PERSON
    )
    place = models.CharField(max_length=12, choices=PlaceKind.choices, default=PlaceKind.PUBLIC)
    state = models.CharField(
        max_length=12, choices=InterviewState.choices, default=InterviewState.PLANNED
    )
    held_recorded_at = models.DateTimeField(null=True, blank=True)

    objects = InterviewQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["-held_on", "-recorded_at"]
        constraints = [
            *Record.Meta.constraints,
            is_one_of("mode", InterviewMode.values, "interview_mode_is_known"),
            is_one_of("place", PlaceKind.values, "interview_place_is_known"),
            is_one_of("state", InterviewState.values, "interview_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=InterviewState.PLANNED, held_recorded_at__isnull=True)
                | ~Q(state=InterviewState.PLANNED) & Q(held_recorded_at__isnull=False),
                name="held_interview_knows_when_it_was_recorded",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("findings:interview_detail", args=[self.pk])

    def __str__(self) -> str:
        return f"Interview with {self.participant}"


class InterviewAnswer(models.Model):
    """Answer to one question, in the typed notation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey(GuideQuestion, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["question__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "question"], name="one_answer_to_one_question"
            ),
        ]
        indexes = [GinIndex(SearchWords("text"), name="answer_words")]

    def __str__(self) -> str:
        return f"Answer to question {self.question.position}"

    def speaker(self, _speaker_group: str = "") -> Speaker:
        """Return the participant as the speaker."""
        participant = self.interview.participant
        return Speaker(
            name=participant.code,
            description=str(participant),
            source_kind="interview",
            context=self.question.text,
            group=participant.group,
            group_label=participant.get_group_display(),
            consent=participant.consent,
            consent_label=participant.get_consent_display(),
            office=participant.office,
            source_url=self.interview.get_absolute_url(),
        )

    def why_not_quotable(self) -> str:
        """Return the reason why no quote may be cut from this answer, or an empty text."""
        if self.interview.is_withdrawn:
            return "This interview has been withdrawn, so nothing can be quoted from it."
        return ""

    def withdrawal(self) -> SourceWithdrawal | None:
        """Return the withdrawal of the interview, or None while it is on record."""
        interview = self.interview
        if interview.withdrawn_on is None:
            return None
        return SourceWithdrawal("interview", interview.withdrawn_on, interview.withdrawn_reason)


def people_by_group() -> dict[str, int]:
    """Count the participants of each group who were interviewed."""
    interviews = Interview.objects.current().exclude(state=InterviewState.PLANNED).order_by()
    counted = interviews.values("participant__group").annotate(
        n=models.Count("participant", distinct=True)
    )
    return dict(counted.values_list("participant__group", "n"))


register_source(
    SourceKind(
        field="answer",
        label=gettext_noop("Interviews"),
        speaker_name=numbered("P", "answer__interview__participant__number", 3),
        sort="answer__interview__participant__number",
        current=Q(answer__interview__withdrawn_on__isnull=True),
        consent="answer__interview__participant__consent",
        group="answer__interview__participant__group",
        collected_by=lambda person: Q(answer__interview__interviewer=person),
        select_related=("answer__question", "answer__interview__participant"),
        people_by_group=people_by_group,
    )
)


class AnswerVersion(models.Model):
    """Earlier text of an answer; rows are only added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(InterviewAnswer, on_delete=models.PROTECT, related_name="versions")
    revision = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["revision"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "revision"], name="answer_version_is_one"),
        ]

    def __str__(self) -> str:
        return f"Version {self.revision}"
