"""Base model of findings and recommendations, which have versions and comments."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from clayton_review.citable.records import Record

if TYPE_CHECKING:
    from typing import Any

# A version, comment or published item belongs to one finding or one recommendation.
ABOUT_EXACTLY_ONE = Q(finding__isnull=True, recommendation__isnull=False) | Q(
    finding__isnull=False, recommendation__isnull=True
)


class CommentedPart(models.TextChoices):
    """Part of a finding or recommendation that a comment is about."""

    WHOLE = "", "The whole"
    STATEMENT = "statement", "Statement"
    CONDITION = "condition", "Condition"
    CRITERIA = "criteria", "Criteria"
    CAUSE = "cause", "Cause"
    EFFECT = "effect", "Effect"
    EVIDENCE = "evidence", "Evidence"
    TEXT = "text", "Recommendation"
    MEASURE = "measure_of_done", "Counts as done when"


class VersionedRecord(Record):
    """Record with versions of its text and comments on it.

    `foreign_key` names its foreign key in versions and comments; `comment_elements` are the parts
    that a comment can be about.
    """

    foreign_key: ClassVar[str]
    comment_elements: ClassVar[tuple[CommentedPart, ...]]
    if TYPE_CHECKING:
        reference: Any
        versions: Any
        comments: Any

        def get_absolute_url(self) -> str: ...

    class Meta(Record.Meta):
        abstract = True
