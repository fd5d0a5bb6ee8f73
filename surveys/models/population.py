"""How many people live in each group, against which answer sheets are compared."""

from django.db import models

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.records import Record, RecordQuerySet
from surveys.models.surveys import Survey


class PopulationTargetQuerySet(RecordQuerySet):
    """Reads of population targets."""

    def visible_to(self, user: User) -> "PopulationTargetQuerySet":
        """Targets this person may see: all of them for the team, none for others."""
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
