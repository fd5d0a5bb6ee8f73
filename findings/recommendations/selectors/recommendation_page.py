"""Content of the page of a recommendation."""

from dataclasses import dataclass

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from findings.conclusions.models.findings import Finding
from findings.conclusions.selectors.comments import Discussion, discussions
from findings.conclusions.selectors.versions import VersionEntry as VersionStep
from findings.conclusions.selectors.versions import version_history
from findings.recommendations.models.recommendations import (
    Recommendation,
)
from findings.recommendations.policies import can_verify
from findings.recommendations.selectors.history import HistoryEvent, history_events
from findings.recommendations.selectors.issued_state import (
    Progress,
    state_of_status,
    summarize_progress,
)
from findings.recommendations.selectors.unreleased_changes import (
    UnreleasedChanges,
    unreleased_changes,
)


@dataclass(frozen=True)
class RecommendationPage:
    """Everything that the page of a recommendation shows."""

    recommendation: Recommendation
    findings: tuple[Finding, ...]
    events: tuple[HistoryEvent, ...]
    progress: Progress
    state: str
    state_words: str
    discussions: tuple[Discussion, ...]
    n_open: int
    versions: tuple[VersionStep, ...]
    unreleased: UnreleasedChanges
    may_verify: bool
    may_issue: bool


def recommendation_page(recommendation: Recommendation, user: User) -> RecommendationPage:
    """Return the content of the page of a recommendation."""
    is_overdue = recommendation.is_overdue(clock.today())
    state, words = status_display(recommendation, is_overdue=is_overdue)
    comments = discussions(recommendation, user)
    return RecommendationPage(
        recommendation=recommendation,
        findings=tuple(Finding.objects.visible_to(user).filter(recommendations=recommendation)),
        events=history_events(recommendation),
        progress=summarize_progress(recommendation.changes.all()),
        state=state,
        state_words=words,
        discussions=comments,
        n_open=sum(discussion.comment.resolved_at is None for discussion in comments),
        versions=tuple(version_history(recommendation, user)),
        unreleased=unreleased_changes(recommendation),
        may_verify=can_verify(user, recommendation),
        may_issue=user.may(Permission.RELEASE_FINDINGS),
    )


def status_display(recommendation: Recommendation, *, is_overdue: bool) -> tuple[str, str]:
    """Return the state sign and the words of a recommendation's status."""
    words = recommendation.status_label
    if recommendation.issued_at is None:
        return "", words
    state = state_of_status(recommendation.status, is_overdue=is_overdue)
    return state, f"{words}, overdue" if is_overdue else words
