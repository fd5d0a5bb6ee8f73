"""Add comments and answers to findings and recommendations, and resolve them."""

from uuid import UUID

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.audit.actions import record
from clayton_review.refusals import Refused
from findings.conclusions.inputs import CommentInput
from findings.conclusions.models.comments import Comment
from findings.conclusions.models.versioned import VersionedRecord


def add_comment(
    *, record_id: UUID, subject: VersionedRecord, values: CommentInput, by: User
) -> Comment:
    """Save a comment or an answer to one; the same form sent twice saves one.

    Raises `Refused` for people outside the team, withdrawn records, empty texts, parts the record
    does not have, and answers to resolved comments.
    """
    _check(subject, values, by)
    with transaction.atomic():
        type(subject)._default_manager.select_for_update(of=("self",)).get(pk=subject.pk)
        parent = _lock_parent(subject, values.reply_to)
        comment, is_new = Comment.objects.get_or_create(
            id=record_id,
            defaults={
                subject.foreign_key: subject,
                "element": parent.element if parent else values.element,
                "text": values.text.strip(),
                "reply_to": parent,
                "mentioned": values.mentioned,
                "by": by,
            },
        )
        if not is_new and (comment.text != values.text.strip() or comment.subject != subject):
            raise Refused("This comment was already saved. Reload the page to write another.")
        if is_new:
            record(by=by, verb="answered a comment" if parent else "commented", obj=subject)
    return comment


def resolve_comment(*, comment: Comment, by: User) -> Comment:
    """Mark a comment as resolved by this person; resolving it again changes nothing.

    Raises `Refused` for an answer, which is resolved with its comment.
    """
    with transaction.atomic():
        row = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
        if row.reply_to_id:
            raise Refused(
                "Resolve the comment that this one answers. Answers are resolved along with it."
            )
        if row.resolved_at is None:
            row.resolved_at, row.resolved_by = clock.now(), by
            row.save(update_fields=["resolved_at", "resolved_by"])
            record(by=by, verb="resolved a comment", obj=row.subject)
    return row


def _check(subject: VersionedRecord, values: CommentInput, by: User) -> None:
    if not by.may(Permission.WRITE_FINDINGS):
        raise Refused("Only the team can comment on findings and recommendations.")
    if subject.is_withdrawn:
        raise Refused("This record has been withdrawn, so you can no longer comment on it.")
    if not values.text.strip():
        raise Refused("Write what you want to say.", field="text")
    if values.element not in subject.comment_elements:
        raise Refused("Choose an element from the list.", field="element")
    if values.mentioned and not values.mentioned.may(Permission.WRITE_FINDINGS):
        raise Refused("Choose someone on the team. Only the team sees comments.", field="mentioned")


def _lock_parent(subject: VersionedRecord, reply_to: Comment | None) -> Comment | None:
    if reply_to is None:
        return None
    parent = Comment.objects.select_for_update(of=("self",)).get(pk=reply_to.pk)
    if parent.reply_to_id or parent.subject != subject:
        raise Refused("Answer a comment on this page.")
    if parent.resolved_at:
        raise Refused("That comment has been resolved. Leave a new one.")
    return parent
