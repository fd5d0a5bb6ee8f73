"""Findings and comments that wait for a person."""

from dataclasses import dataclass

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.web.formatting import count_phrase
from findings.conclusions.models.comments import Comment
from findings.conclusions.models.findings import Finding, FindingState
from findings.conclusions.policies import can_sign
from findings.conclusions.selectors.comments import open_comments_for

MAX_ITEMS = 8


@dataclass(frozen=True)
class WorkItem:
    """One item that waits for a person: its sentence, the reason, and the link."""

    text: str
    why: str
    url: str


def open_comments_note(n_open: int) -> str:
    """Return the note that a record waits for comments; empty when none is open."""
    return f"waiting for {count_phrase(n_open, 'comment', 'comments')}" if n_open else ""


def finding_work_items(user: User) -> list[WorkItem]:
    """List questions to this person and findings to sign, release or finish."""
    tasks = comment_work_items(user, "finding")
    rows = Finding.objects.visible_to(user).current().exclude(state=FindingState.RELEASED)
    findings = rows.prefetch_related("versions", "links").with_counts().with_urgency()
    for finding in findings.order_by("urgency", "changed_at"):
        reason = _reason(finding, user)
        if reason:
            tasks.append(WorkItem(finding.statement, reason, finding.get_absolute_url()))
    return tasks[:MAX_ITEMS]


def comment_work_items(user: User, kind: str) -> list[WorkItem]:
    """List open comments that ask this person, on findings or recommendations."""
    comments = open_comments_for(user).filter(**{f"{kind}__isnull": False})
    rows = comments.select_related("finding", "recommendation", "by")
    return [
        WorkItem(
            comment.text,
            f"{comment.by} has a question for you on {comment.subject.reference}",
            _comment_url(comment),
        )
        for comment in rows.order_by("at")
    ]


def _comment_url(comment: Comment) -> str:
    return f"{comment.subject.get_absolute_url()}#comments"


def _reason(finding: Finding, user: User) -> str:
    prefix = f"{finding.reference}, "
    comments_note = open_comments_note(getattr(finding, "n_open", 0))
    if comments_note and finding.state in {FindingState.IN_REVIEW, FindingState.APPROVED}:
        return f"{prefix}{comments_note} to be resolved"
    if finding.state == FindingState.IN_REVIEW:
        return (
            f"{prefix}needs a signature from someone who did not write it"
            if can_sign(user, finding)
            else ""
        )
    if finding.state == FindingState.APPROVED and user.may(Permission.RELEASE_FINDINGS):
        return f"{prefix}approved: release it"
    if finding.state == FindingState.DRAFT and finding.recorded_by_id == user.pk:
        return f"{prefix}your draft"
    return ""
