"""Comments with their answers, and comments that wait for a person."""

from dataclasses import dataclass

from clayton_review.accounts.models import User
from findings.conclusions.models.comments import Comment
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


def comments_for(user: User) -> list[Comment]:
    """List open comments that ask this person, oldest first."""
    waiting = Comment.objects.visible_to(user).waiting_for(user)
    return list(waiting.select_related("finding", "recommendation", "by").order_by("at"))
