"""Comments with their answers, and comments that wait for a person."""

from dataclasses import dataclass

from clayton_review.accounts.models import User
from findings.conclusions.models.comments import Comment, CommentQuerySet
from findings.conclusions.models.versioned import VersionedRecord


@dataclass(frozen=True)
class Discussion:
    """One comment with its answers."""

    comment: Comment
    answers: tuple[Comment, ...]


def discussions(subject: VersionedRecord, user: User) -> tuple[Discussion, ...]:
    """Return the comments this person may read with their answers, open ones first; two queries."""
    rows = Comment.objects.visible_to(user).filter(**{subject.foreign_key: subject})
    comments = rows.select_related("by", "mentioned", "resolved_by")
    opening_comments = [row for row in comments if row.reply_to_id is None]
    answers: dict[object, list[Comment]] = {}
    for row in comments:
        if row.reply_to_id:
            answers.setdefault(row.reply_to_id, []).append(row)
    ordered = sorted(opening_comments, key=lambda row: row.resolved_at is not None)
    return tuple(Discussion(row, tuple(answers.get(row.pk, ()))) for row in ordered)


def open_comments_for(user: User) -> CommentQuerySet:
    """Return open comments that ask this person, on records that are not withdrawn."""
    waiting = Comment.objects.visible_to(user).waiting_for(user).order_by().values("pk")
    return Comment.objects.filter(
        pk__in=waiting,
        finding__withdrawn_on__isnull=True,
        recommendation__withdrawn_on__isnull=True,
    )
