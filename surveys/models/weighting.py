"""How the sheets of a survey are weighted, and what the weights came to."""

from django.db import models

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.records import Record, RecordQuerySet
from surveys.models.surveys import Survey


class WeightingQuerySet(RecordQuerySet):
    """Reads of weightings."""

    def visible_to(self, user: User) -> "WeightingQuerySet":
        """Weightings this person may see: all of them for the team, none for others."""
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
