"""A survey, the frozen versions of its questionnaire, and what became of those invited."""

import uuid
from datetime import date

from django.db import models

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.web.formatting import count_phrase, day
from surveys.questionnaire.questionnaire import Questionnaire, from_json

OPENED_IN_BATCHES = (
    "Answers are opened 100 or more at a time. The last 120 stay locked until the survey closes."
)
OPENED_AT_CLOSE = "Answers to an open link are opened when the survey closes."
OPENED_AFTER_CLOSE = (
    "If people answered, their answers are opened within minutes after the close. "
    "If fewer than 10 did in all, they are never opened, and are deleted."
)
GIVEN_UP = "The answers could not be opened and were given up, so none will be."
NEVER_OPENED = "Fewer than 10 people answered, so no answer is ever opened. All were deleted."
TOO_FEW_READABLE = (
    "Answers could not be opened, and fewer than 10 people sent the others, so none were opened."
)


class SurveyStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class LockedBecause(models.TextChoices):
    """The reason why answers stay locked after a closed survey was opened as far as it may be."""

    FEW_PEOPLE = "few people", "Fewer than 10 people answered"
    UNREADABLE = "unreadable", "They could not be opened with the others"


TRANSITIONS: dict[SurveyStatus, frozenset[SurveyStatus]] = {
    SurveyStatus.DRAFT: frozenset({SurveyStatus.OPEN}),
    SurveyStatus.OPEN: frozenset({SurveyStatus.CLOSED}),
    SurveyStatus.CLOSED: frozenset(),
}


class SampleKind(models.TextChoices):
    """The way respondents come in; it decides what may be said about precision."""

    PROBABILITY = "probability", "Probability sample, by invitation code"
    OPT_IN = "opt_in", "Opt-in link, open to everyone"


class SurveyQuerySet(models.QuerySet["Survey"]):
    def visible_to(self, user: User) -> "SurveyQuerySet":
        """Return all surveys for the team, none for others."""
        return self if user.may(Permission.READ_SURVEYS) else self.none()

    def opened(self) -> "SurveyQuerySet":
        """Return surveys that residents can or could answer."""
        return self.exclude(status=SurveyStatus.DRAFT)

    def published_by(self, day: date) -> "SurveyQuerySet":
        """Return surveys whose results a lead had published by that day; all of them are closed."""
        return self.filter(published_on__lte=day)

    def with_questionnaire(self) -> "SurveyQuerySet":
        """Return surveys whose questionnaire has been published, with it."""
        return self.filter(version__isnull=False).select_related("version")


class Survey(models.Model):
    """One survey: who is asked, from when to when, and with which questionnaire."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=160)
    status = models.CharField(
        max_length=10, choices=SurveyStatus.choices, default=SurveyStatus.DRAFT
    )
    sample = models.CharField(max_length=12, choices=SampleKind.choices)
    population = models.CharField(max_length=200, blank=True)
    population_size = models.PositiveIntegerField(null=True, blank=True)
    n_invited = models.PositiveIntegerField(default=0)
    eligibility = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    eligibility_source = models.CharField(max_length=300, blank=True)
    opens_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True, editable=False)
    published_on = models.DateField(null=True, blank=True, editable=False)
    notation = models.TextField(blank=True)
    version = models.ForeignKey(
        "QuestionnaireVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The size of every sealed box, set when the survey opens: what someone wrote shows in no size.
    box_bytes = models.PositiveIntegerField(default=0, editable=False)
    # The question whose groups the Board and everyone may see tables of; fixed once chosen.
    table_groups = models.CharField(max_length=60, blank=True, editable=False)
    n_unreadable = models.PositiveIntegerField(default=0, editable=False)  # boxes with another key
    # Set when a closed survey has been opened as far as it may be, and boxes are left.
    n_readable_left = models.PositiveIntegerField(default=0, editable=False)
    locked_because = models.CharField(
        max_length=10, choices=LockedBecause.choices, blank=True, editable=False
    )
    # Boxes that were deleted unopened after the close: their answers are in no result.
    n_lost = models.PositiveIntegerField(default=0, editable=False)
    lost_on = models.DateField(null=True, blank=True, editable=False)
    lost_reason = models.CharField(max_length=300, blank=True, editable=False)
    n_received = models.PositiveIntegerField(default=0, editable=False)
    n_waiting = models.PositiveIntegerField(null=True, editable=False)  # readable, on that Sunday
    received_on = models.DateField(null=True, blank=True, editable=False)
    # After a restore: who answered from one day to another reads until a third that it may be lost.
    gap_first = models.DateField(null=True, blank=True, editable=False)
    gap_last = models.DateField(null=True, blank=True, editable=False)
    gap_shown_until = models.DateField(null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=SurveyStatus.values), name="survey_status_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status=SurveyStatus.CLOSED, closed_on__isnull=False)
                | ~models.Q(status=SurveyStatus.CLOSED) & models.Q(closed_on__isnull=True),
                name="closed_survey_knows_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(sample__in=SampleKind.values), name="survey_sample_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(opens_on__isnull=True)
                | models.Q(closes_on__isnull=True)
                | models.Q(closes_on__gte=models.F("opens_on")),
                name="survey_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=models.Q(status=SurveyStatus.DRAFT) | models.Q(version__isnull=False),
                name="opened_survey_has_a_questionnaire",
            ),
            models.CheckConstraint(
                condition=models.Q(published_on__isnull=True)
                | models.Q(status=SurveyStatus.CLOSED),
                name="published_results_are_of_a_closed_survey",
            ),
            models.CheckConstraint(
                condition=models.Q(eligibility__isnull=True, eligibility_source="")
                | models.Q(eligibility__gte=0, eligibility__lte=1)
                & ~models.Q(eligibility_source=""),
                name="eligibility_is_a_share_with_a_source",
            ),
            models.CheckConstraint(
                condition=models.Q(locked_because="")
                | models.Q(locked_because__in=LockedBecause.values, status=SurveyStatus.CLOSED),
                name="closed_survey_says_why_answers_stay_locked",
            ),
            models.CheckConstraint(
                condition=models.Q(n_lost=0, lost_on__isnull=True, lost_reason="")
                | models.Q(n_lost__gt=0, lost_on__isnull=False) & ~models.Q(lost_reason=""),
                name="lost_answers_have_a_day_and_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    gap_first__isnull=True, gap_last__isnull=True, gap_shown_until__isnull=True
                )
                | models.Q(gap_first__isnull=False, gap_shown_until__isnull=False)
                & models.Q(gap_last__gte=models.F("gap_first")),
                name="gap_in_the_answers_has_all_its_days",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_closed_by(self, today: date) -> bool:
        """True if no answers came after that day; only then is there a response rate."""
        return self.closed_on is not None and self.closed_on <= today

    @property
    def received_words(self) -> str:
        """Return how many answers had come in at the last weekly count; no finer one is told."""
        if self.received_on is None:
            return "Answers received are counted once a week."
        answers = count_phrase(self.n_received, "answer", "answers")
        return f"{answers} had come in by {day(self.received_on)}. They are counted once a week."

    @property
    def opening_words(self) -> str:
        """Return when sealed answers are opened, or why they are not; for a survey without any."""
        if self.is_never_opened:
            return NEVER_OPENED
        if self.locked_because == LockedBecause.UNREADABLE:
            return TOO_FEW_READABLE
        if self.status == SurveyStatus.CLOSED:
            return GIVEN_UP if self.was_given_up else OPENED_AFTER_CLOSE
        return OPENED_IN_BATCHES if self.is_probability_sample else OPENED_AT_CLOSE

    @property
    def n_left_locked(self) -> int:
        """Return how many answers a closed survey was opened without; a lead may give them up.

        They hold the results back until then. 0 as long as the worker has not looked.
        """
        if self.locked_because != LockedBecause.UNREADABLE:
            return 0
        return self.n_unreadable + self.n_readable_left

    @property
    def was_given_up(self) -> bool:
        """True if all answers that stayed locked after the close were given up."""
        return self.status == SurveyStatus.CLOSED and self.n_lost > 0 and not self.locked_because

    @property
    def is_never_opened(self) -> bool:
        """True if the survey is known to have been answered by fewer than 10 people."""
        return self.locked_because == LockedBecause.FEW_PEOPLE

    @property
    def is_probability_sample(self) -> bool:
        """True if a margin of error may be stated."""
        return self.sample == SampleKind.PROBABILITY


class QuestionnaireVersion(models.Model):
    """One published questionnaire, word for word. A trigger refuses every change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_on = models.DateField(default=clock.today)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["survey", "number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="one_version_per_number"),
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="version_hash_is_sha256"
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"

    @property
    def questionnaire(self) -> Questionnaire:
        """Parse the stored questionnaire."""
        return from_json(self.content)


class DispositionKind(models.TextChoices):
    """The outcome of an invitation that brought no answers (AAPOR Standard Definitions)."""

    REFUSAL = "refusal", "Refusals"
    NONCONTACT = "noncontact", "Not reached"
    OTHER = "other", "Other eligible, no answers"
    UNKNOWN_HOUSEHOLD = "unknown_household", "Unknown whether a household lives there"
    UNKNOWN_OTHER = "unknown_other", "Unknown for another reason"
    NOT_ELIGIBLE = "not_eligible", "Not eligible"


class Disposition(models.Model):
    """The number of invitations of a survey that came to an end of this kind."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="dispositions")
    kind = models.CharField(max_length=20, choices=DispositionKind.choices)
    n = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["survey", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "kind"], name="one_count_per_disposition"),
            models.CheckConstraint(
                condition=models.Q(kind__in=DispositionKind.values), name="disposition_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.n}"
