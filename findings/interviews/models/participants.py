"""Models of participants under pseudonyms, and of every consent they gave or withdrew."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.constraints import is_one_of
from clayton_review.citable.records import Record, RecordQuerySet
from clayton_review.languages import CHOICES, ENGLISH
from findings.coding.models.quotable_texts import Consent, SpeakerGroup


class ConsentMethod(models.TextChoices):
    SIGNED = "signed", "Signed on paper"
    SPOKEN = "spoken", "Spoken before a witness"
    RECORDED = "recorded", "Spoken on a recording"


BOTH = "both"
SPOKEN_LANGUAGES = [
    *CHOICES,
    (BOTH, "English and Spanish"),
    ("other", "Another language"),
]


class ParticipantQuerySet(RecordQuerySet):
    """Queries for participants."""

    def visible_to(self, user: User) -> Self:
        """Return all participants to those who read interviews, otherwise none."""
        return self if user.may(Permission.READ_INTERVIEWS) else self.none()


class Participant(Record):
    """Somebody asked to talk, under a pseudonym; name, phone and e-mail are in the vault."""

    number = models.PositiveIntegerField(unique=True)
    group = models.CharField(max_length=12, choices=SpeakerGroup.choices)
    consent = models.CharField(max_length=12, choices=Consent.choices)
    consent_on = models.DateField(null=True, blank=True)
    consent_how = models.CharField(max_length=10, choices=ConsentMethod.choices, blank=True)
    consent_withdrawn_on = models.DateField(null=True, blank=True)
    office = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=6, choices=SPOKEN_LANGUAGES, default=ENGLISH)
    accommodation = models.CharField(max_length=300, blank=True)
    wants_reminder = models.BooleanField(default=False)

    objects = ParticipantQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["number"]
        constraints = [
            *Record.Meta.constraints,
            is_one_of("group", SpeakerGroup.values, "participant_group_is_known"),
            is_one_of("consent", Consent.values, "participant_consent_is_known"),
            is_one_of("consent_how", ["", *ConsentMethod.values], "consent_way_is_known"),
            is_one_of("language", list(dict(SPOKEN_LANGUAGES)), "participant_language_is_known"),
            models.CheckConstraint(
                condition=Q(consent=Consent.NOT_ASKED, consent_on__isnull=True, consent_how="")
                | ~Q(consent=Consent.NOT_ASKED) & Q(consent_on__isnull=False),
                name="consent_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(consent=Consent.ON_RECORD)
                | Q(group=SpeakerGroup.OFFICIAL) & ~Q(office=""),
                name="only_officials_speak_on_the_record",
            ),
            models.CheckConstraint(
                condition=Q(consent_withdrawn_on__isnull=True) | Q(consent=Consent.NOT_QUOTED),
                name="withdrawn_consent_is_not_quoted",
            ),
            models.CheckConstraint(
                condition=Q(consent_withdrawn_on__isnull=True)
                | Q(consent_withdrawn_on__gte=F("consent_on")),
                name="consent_is_withdrawn_after_it_was_given",
            ),
        ]

    @property
    def code(self) -> str:
        """Return the pseudonym, such as `P-007`."""
        return f"P-{self.number:03d}"

    def get_absolute_url(self) -> str:
        return reverse("findings:participant_detail", args=[self.pk])

    def __str__(self) -> str:
        return f"{self.code}, {self.get_group_display().lower()}"


class ConsentRecord(models.Model):
    """One consent as it was given, changed or withdrawn; rows are only added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="consents")
    consent = models.CharField(max_length=12, choices=Consent.choices)
    given_on = models.DateField(null=True, blank=True)
    how = models.CharField(max_length=10, choices=ConsentMethod.choices, blank=True)
    office = models.CharField(max_length=120, blank=True)
    is_withdrawal = models.BooleanField(default=False)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at"]
        constraints = [
            is_one_of("consent", Consent.values, "consent_record_is_known"),
            is_one_of("how", ["", *ConsentMethod.values], "consent_record_way_is_known"),
            models.CheckConstraint(
                condition=Q(is_withdrawal=False) | Q(consent=Consent.NOT_QUOTED),
                name="consent_taken_back_is_not_quoted",
            ),
        ]

    def __str__(self) -> str:
        return self.get_consent_display()
