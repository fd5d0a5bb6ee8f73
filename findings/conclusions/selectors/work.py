"""Findings and comments that wait for a person."""

from dataclasses import dataclass

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from findings.conclusions.models.comments import Comment
from findings.conclusions.models.findings import Finding, FindingState
from findings.conclusions.selectors.comments import comments_for

MOST_TASKS = 8


@dataclass(frozen=True)
class Task:
    """One thing that waits for the person: the sentence and where it is done."""

    text: str
    why: str
    url: str


def waits(n_open: int) -> str:
    """What open comments hold up, in words; empty when there is none."""
    return f"waiting for {n_open} comment{'' if n_open == 1 else 's'}" if n_open else ""


def finding_work(user: User) -> list[Task]:
    """Findings that wait for this person: questions to them, to sign, to release, to finish."""
    tasks = questions_to(user, "finding")
    rows = Finding.objects.visible_to(user).current().exclude(state=FindingState.RELEASED)
    people = rows.prefetch_related("versions", "links").with_counts().by_urgency()
    for finding in people.order_by("urgency", "changed_at"):
        why = _why(finding, user)
        if why:
            tasks.append(Task(finding.statement, why, finding.get_absolute_url()))
    return tasks[:MOST_TASKS]


def questions_to(user: User, kind: str) -> list[Task]:
    return [
        Task(
            comment.text,
            f"{comment.by} has a question for you on {comment.subject.reference}",
            _place(comment),
        )
        for comment in comments_for(user)
        if getattr(comment, f"{kind}_id")
    ]


def _place(comment: Comment) -> str:
    return f"{comment.subject.get_absolute_url()}#comments"


def _why(finding: Finding, user: User) -> str:
    names = f"{finding.reference}, "
    held = waits(getattr(finding, "n_open", 0))
    if held and finding.state in {FindingState.IN_REVIEW, FindingState.APPROVED}:
        return f"{names}{held} to be resolved"
    if finding.state == FindingState.IN_REVIEW:
        return (
            f"{names}needs a signature from someone who did not write it"
            if _is_other(finding, user)
            else ""
        )
    if finding.state == FindingState.APPROVED and user.may(Permission.RELEASE_FINDINGS):
        return f"{names}approved: release it"
    if finding.state == FindingState.DRAFT and finding.recorded_by_id == user.pk:
        return f"{names}your draft"
    return ""


def _is_other(finding: Finding, user: User) -> bool:
    people = {finding.recorded_by_id, *(version.by_id for version in finding.versions.all())}
    for link in finding.links.all():
        people |= {link.recorded_by_id, link.withdrawn_by_id}
    return user.pk not in people and user.may(Permission.APPROVE_FINDINGS)
