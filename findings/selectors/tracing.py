"""The thread at full length: evidence → finding → recommendation → what became of it."""

from dataclasses import dataclass

from clayton_review import clock
from clayton_review.accounts.models import User
from findings.models import Finding, Recommendation, Status, StatusChange
from findings.selectors.thread import Knot, knots


@dataclass(frozen=True)
class Strand:
    """One finding with the evidence that hangs on it."""

    finding: Finding
    knots: tuple[Knot, ...]


@dataclass(frozen=True)
class Step:
    """One status change; `hand` says whether the city reported or the team looked."""

    change: StatusChange
    hand: str
    state: str


@dataclass(frozen=True)
class Trace:
    """The whole thread of one recommendation."""

    strands: tuple[Strand, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class RecommendationPage:
    """All that the page of a recommendation shows."""

    recommendation: Recommendation
    findings: tuple[Finding, ...]
    steps: tuple[Step, ...]
    is_overdue: bool
    state: str
    state_words: str


def trace(recommendation: Recommendation, user: User) -> Trace:
    """Everything a recommendation hangs on and everything that followed."""
    findings = Finding.objects.visible_to(user).filter(recommendations=recommendation)
    strands = [Strand(finding, tuple(knots(finding, user))) for finding in findings]
    return Trace(tuple(strands), steps(recommendation))


def recommendation_page(recommendation: Recommendation, user: User) -> RecommendationPage:
    """Gather the page of a recommendation."""
    late = recommendation.is_overdue(clock.today())
    state, words = _standing(recommendation, is_overdue=late)
    return RecommendationPage(
        recommendation=recommendation,
        findings=tuple(Finding.objects.visible_to(user).filter(recommendations=recommendation)),
        steps=steps(recommendation),
        is_overdue=late,
        state=state,
        state_words=words,
    )


def steps(recommendation: Recommendation) -> tuple[Step, ...]:
    """The history, oldest first."""
    changes = recommendation.changes.select_related("by", "document")
    return tuple(Step(change, _hand(change), _state(change.status)) for change in changes)


def _hand(change: StatusChange) -> str:
    if change.status == Status.VERIFIED:
        return "Verified"
    if change.status == Status.REPORTED:
        return "Reported"
    return "Noted"


def _state(status: str) -> str:
    if status == Status.VERIFIED:
        return "on track"
    return "watch" if status in {Status.REPORTED, Status.PARTIAL} else ""


def _standing(recommendation: Recommendation, *, is_overdue: bool) -> tuple[str, str]:
    if recommendation.issued_at is None:
        return "", "Not issued"
    words = recommendation.get_status_display()
    if is_overdue:
        return "attention", f"{words}, overdue"
    if recommendation.status == Status.NO_RESPONSE:
        return "attention", "No response yet"
    return _state(recommendation.status), words
