"""The thread at full length: evidence → finding → recommendation → what became of it."""

from dataclasses import dataclass
from datetime import datetime

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission, Role
from clayton_review.documents.models import Document
from findings.conclusions.models.findings import Finding
from findings.conclusions.selectors.comments import Remark, remarks
from findings.conclusions.selectors.evidence_thread import Knot, knots
from findings.conclusions.selectors.versions import Step as VersionStep
from findings.conclusions.selectors.versions import history
from findings.recommendations.models.recommendations import (
    CLOSED,
    Recommendation,
    Status,
    StatusChange,
)
from findings.recommendations.policies import can_verify
from findings.recommendations.selectors.issued_state import Progressed, progressed, sign_of
from findings.recommendations.selectors.public_recommendation import public_recommendation
from findings.releases.selectors import last_published


@dataclass(frozen=True)
class Strand:
    """One finding with the evidence that hangs on it."""

    finding: Finding
    knots: tuple[Knot, ...]


@dataclass(frozen=True)
class Event:
    """One thing that happened to a recommendation: what, by whose hand, with which words."""

    at: datetime
    what: str
    by: str
    note: str
    state: str = ""
    stage: str = ""
    document: Document | None = None
    is_public: bool = False


@dataclass(frozen=True)
class Trace:
    """The whole thread of one recommendation."""

    strands: tuple[Strand, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True)
class RecommendationPage:
    """All that the page of a recommendation shows."""

    recommendation: Recommendation
    findings: tuple[Finding, ...]
    events: tuple[Event, ...]
    became: Progressed
    state: str
    state_words: str
    remarks: tuple[Remark, ...]
    n_open: int
    versions: tuple[VersionStep, ...]
    has_unreleased: bool
    may_verify: bool
    may_issue: bool


def trace(recommendation: Recommendation, user: User) -> Trace:
    """Everything a recommendation hangs on and everything that followed."""
    findings = Finding.objects.visible_to(user).filter(recommendations=recommendation)
    strands = [Strand(finding, tuple(knots(finding, user))) for finding in findings]
    return Trace(tuple(strands), events(recommendation))


def recommendation_page(recommendation: Recommendation, user: User) -> RecommendationPage:
    """Gather the page of a recommendation."""
    late = recommendation.is_overdue(clock.today())
    state, words = standing_words(recommendation, is_overdue=late)
    told = remarks(recommendation, user)
    out = last_published(recommendation=recommendation)
    return RecommendationPage(
        recommendation=recommendation,
        findings=tuple(Finding.objects.visible_to(user).filter(recommendations=recommendation)),
        events=events(recommendation),
        became=progressed(recommendation.changes.all()),
        state=state,
        state_words=words,
        remarks=told,
        n_open=sum(remark.comment.resolved_at is None for remark in told),
        versions=tuple(history(recommendation, user)),
        has_unreleased=out is not None and out != public_recommendation(recommendation),
        may_verify=can_verify(user, recommendation),
        may_issue=user.may(Permission.RELEASE_FINDINGS),
    )


def events(recommendation: Recommendation) -> tuple[Event, ...]:
    """Issue, answers, steps and reminders, oldest first."""
    found = [*_answers(recommendation), *_changes(recommendation), *_reminders(recommendation)]
    if recommendation.issued_at:
        found.append(
            Event(recommendation.issued_at, "Issued", "the study team", "", is_public=True)
        )
    return tuple(sorted(found, key=lambda event: event.at))


def city_steps(recommendation: Recommendation) -> tuple[Event, ...]:
    """What the city's own page tells of the history: the same, without its own reminders."""
    found = [*_answers(recommendation), *_changes(recommendation)]
    return tuple(sorted(found, key=lambda event: event.at))


def _changes(recommendation: Recommendation) -> list[Event]:
    made = []
    before = ""
    for change in recommendation.changes.select_related("by", "document"):
        made.append(
            Event(
                at=change.at,
                what=_what(change, before),
                by=_hand(change),
                note=change.note,
                state=sign_of(change.status),
                stage=change.get_stage_display(),
                document=change.document,
                is_public=change.is_note_public,
            )
        )
        before = change.status
    return made


def _answers(recommendation: Recommendation) -> list[Event]:
    return [
        Event(
            at=answer.at,
            what=f"Answered: {answer.get_response_display().lower()}",
            by=f"the city ({answer.by})",
            note=answer.text,
            is_public=True,
        )
        for answer in recommendation.responses.select_related("by")
    ]


def _reminders(recommendation: Recommendation) -> list[Event]:
    return [
        Event(letter.at, f"Reminded, {letter.get_step_display()}", f"letter to {letter.person}", "")
        for letter in recommendation.reminders.select_related("person")
    ]


def _what(change: StatusChange, before: str) -> str:
    if before in CLOSED and change.status == Status.IN_PROGRESS:
        return "Reopened"
    if change.status == before:
        return f"Noted while {change.get_status_display().lower()}"
    return change.get_status_display()


def _hand(change: StatusChange) -> str:
    return f"the city ({change.by})" if change.by.role == Role.CITY else str(change.by)


def standing_words(recommendation: Recommendation, *, is_overdue: bool) -> tuple[str, str]:
    """How a recommendation stands: sign and words."""
    words = recommendation.standing
    if recommendation.issued_at is None:
        return "", words
    state = sign_of(recommendation.status, is_overdue=is_overdue)
    return state, f"{words}, overdue" if is_overdue else words
