"""Population targets, weightings with their weights, and the stored columns of a survey."""

from django.db import models

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.records import Record, RecordQuerySet
from surveys.survey.models import Survey


class WeightingQuerySet(RecordQuerySet):
    """Reads of weightings."""

    def visible_to(self, user: User) -> "WeightingQuerySet":
        """Return all weightings for the team, none for others."""
        return self if user.may(Permission.READ_SURVEYS) else self.none()


class Weighting(Record):
    """The weighting of a survey: selection within households first, then raking.

    `questions` names the population targets in the order of raking; `merges` lists
    `[question, group, neighbor]` for groups too thin to stand alone; `trim_at` is the largest
    weight as a multiple of the mean. What came of it: `weights`, one 8-byte number per coded sheet
    in their order; `margins`, for each population one byte per sheet, its group; `report` with
    every step, or `problem` where no weights could be made.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="weightings")
    questions = models.JSONField()
    household = models.CharField(max_length=40, blank=True)
    most_adults = models.PositiveSmallIntegerField(default=4)
    least_in_group = models.PositiveSmallIntegerField(default=20)
    merges = models.JSONField(default=list, blank=True)
    trim_at = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    weights = models.BinaryField(default=bytes, blank=True)
    margins = models.BinaryField(default=bytes, blank=True)
    n_sheets = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict, blank=True)
    problem = models.TextField(blank=True)

    objects = WeightingQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["survey"],
                condition=models.Q(withdrawn_on__isnull=True),
                name="one_weighting_per_survey",
            ),
            models.CheckConstraint(
                condition=~models.Q(questions=[]), name="weighting_has_a_population"
            ),
            models.CheckConstraint(
                condition=models.Q(trim_at__isnull=True) | models.Q(trim_at__gt=1),
                name="weights_are_trimmed_above_their_mean",
            ),
            models.CheckConstraint(
                condition=models.Q(most_adults__gte=1, least_in_group__gte=1),
                name="weighting_limits_are_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"Weighting by {', '.join(self.questions)}"


class PopulationTargetQuerySet(RecordQuerySet):
    """Reads of population targets."""

    def visible_to(self, user: User) -> "PopulationTargetQuerySet":
        """Return all targets for the team, none for others."""
        return self if user.may(Permission.READ_SURVEYS) else self.none()


class PopulationTarget(Record):
    """The population by one question of a survey, with where the counts come from.

    `counts` is a list of `[category, people]` in order: a value of the question, or for a number
    a span such as `18-34` or `65+`.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="targets")
    question = models.CharField(max_length=40)
    counts = models.JSONField()
    source = models.CharField(max_length=300)
    vintage = models.CharField(max_length=80)

    objects = PopulationTargetQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["survey", "question"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["survey", "question"],
                condition=models.Q(withdrawn_on__isnull=True),
                name="one_population_target_per_question",
            ),
            models.CheckConstraint(
                condition=~models.Q(source="") & ~models.Q(vintage=""),
                name="population_target_has_a_source",
            ),
            models.CheckConstraint(
                condition=~models.Q(counts=[]), name="population_target_has_counts"
            ),
        ]

    def __str__(self) -> str:
        return f"Population by “{self.question}”, {self.vintage}"


class StoredColumns(models.Model):
    """All closed answers of a survey's opened sheets, packed (`surveys.analysis.answer_columns`).

    Sheets stand in the order of their answers, so that nothing but the answers is in here. It is
    made anew with each batch, and counts only while it has as many sheets as the survey.
    """

    survey = models.OneToOneField(
        Survey, primary_key=True, on_delete=models.PROTECT, related_name="columns"
    )
    n_sheets = models.PositiveIntegerField()
    questionnaire = models.CharField(max_length=64)
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.n_sheets} coded sheets"
