"""What waits for a person, and everything the page of a finding shows."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from findings.models import (
    Comment,
    Finding,
    FindingState,
    PublishedItem,
    Recommendation,
    SignOff,
    Stance,
    Status,
)
from findings.models.findings import ELEMENTS
from findings.policies import can_sign, missing_elements, writers
from findings.selectors.comments import Remark, comments_for, remarks
from findings.selectors.thread import Knot, knots
from findings.selectors.versions import Change, Step, history, since

MOST_TASKS = 8


@dataclass(frozen=True)
class Task:
    """One thing that waits for the person: the sentence and where it is done."""

    text: str
    why: str
    url: str


@dataclass(frozen=True)
class FindingPage:
    """All that the page of a finding shows."""

    finding: Finding
    knots: tuple[Knot, ...]
    n_hidden: int
    elements: tuple[tuple[str, str], ...]
    recommendations: tuple[Recommendation, ...]
    signed: SignOff | None
    sign_offs: tuple[SignOff, ...]
    versions: tuple[Step, ...]
    since_signed: tuple[Change, ...]
    remarks: tuple[Remark, ...]
    n_open: int
    missing: str
    is_complete: bool
    state_since: datetime | None
    waits: str
    released: PublishedItem | None
    may_write: bool
    may_sign: bool
    is_held: bool
    may_release: bool


def finding_page(finding: Finding, user: User) -> FindingPage:
    """Gather the page of a finding for a person; the number of queries does not grow."""
    hung = knots(finding, user)
    n_links = finding.links.current().count()
    is_open = not finding.is_withdrawn
    out = finding.published.select_related("release").order_by("-release__at").first()
    advice = Recommendation.objects.visible_to(user).current().filter(findings=finding)
    told = remarks(finding, user)
    n_open = sum(remark.comment.resolved_at is None for remark in told)
    signed = finding.valid_sign_off()
    return FindingPage(
        finding=finding,
        knots=tuple(hung),
        n_hidden=n_links - len(hung),
        elements=tuple((name.capitalize(), getattr(finding, name)) for name in ELEMENTS),
        recommendations=tuple(advice),
        signed=signed,
        sign_offs=tuple(finding.sign_offs.select_related("by")),
        versions=tuple(history(finding, user)),
        since_signed=_since_signed(finding, user),
        remarks=told,
        n_open=n_open,
        missing=missing(finding),
        is_complete=not wanted(finding),
        state_since=_state_since(finding, signed, out),
        waits=waits(n_open) if finding.state != FindingState.DRAFT else "",
        released=out,
        may_write=is_open and user.may(Permission.WRITE_FINDINGS),
        may_sign=can_sign(user, finding),
        is_held=n_open > 0,
        may_release=_may_release(finding, user),
    )


def missing(finding: Finding) -> str:
    """The completeness line: what the review waits for, and what a careful reader would ask."""
    lacking = wanted(finding)
    if lacking:
        return f"Before you can send it to review, add: {listed(lacking)}."
    if not finding.links.current().filter(stance=Stance.CONTRADICTING).exists():
        return (
            "Complete. No evidence against it is linked. In the review, say where you "
            "looked for it."
        )
    return "Complete: all four elements, with evidence for and against."


def wanted(finding: Finding) -> list[str]:
    """What the review waits for: elements that nobody wrote, and support."""
    lacking = missing_elements(finding)
    if not finding.links.current().filter(stance=Stance.SUPPORTING).exists():
        lacking.append("supporting evidence")
    return lacking


def waits(n_open: int) -> str:
    """What open comments hold up, in words; empty when there is none."""
    return f"waiting for {n_open} comment{'' if n_open == 1 else 's'}" if n_open else ""


def _state_since(
    finding: Finding, signed: SignOff | None, out: PublishedItem | None
) -> datetime | None:
    """Since when it is approved or released."""
    if finding.state == FindingState.RELEASED and out:
        return out.release.at
    return signed.at if signed else None


def finding_work(user: User) -> list[Task]:
    """Findings that wait for this person: questions to them, to sign, to release, to finish."""
    tasks = _asked(user, "finding")
    rows = Finding.objects.visible_to(user).current().exclude(state=FindingState.RELEASED)
    people = rows.prefetch_related("versions", "links").with_counts().by_urgency()
    for finding in people.order_by("urgency", "changed_at"):
        why = _why(finding, user)
        if why:
            tasks.append(Task(finding.statement, why, finding.get_absolute_url()))
    return tasks[:MOST_TASKS]


def recommendation_work(user: User) -> list[Task]:
    """Recommendations that wait: questions, to verify by this person, overdue, to issue."""
    today = clock.today()
    rows = Recommendation.objects.visible_to(user).current().by_urgency(today)
    tasks = _asked(user, "recommendation")
    waiting = rows.filter(urgency__lt=4).prefetch_related("versions")
    for row in waiting.order_by("urgency", "due_on", "reference"):
        why = _waits(row, user, is_late=row.is_overdue(today))
        if why:
            tasks.append(Task(row.text, f"{row.reference}, {why}", row.get_absolute_url()))
    return tasks[:MOST_TASKS]


def city_work(user: User) -> list[Task]:
    """What waits for the city: overdue first, then what it has not answered."""
    today = clock.today()
    rows = Recommendation.objects.visible_to(user).waiting_for_the_city().by_urgency(today)
    tasks = []
    for row in rows.filter(urgency__lt=3).order_by("urgency", "due_on", "reference"):
        why = "overdue" if row.is_overdue(today) else "waiting for the city’s response"
        url = reverse("findings:progress_report", args=[row.reference])
        tasks.append(Task(row.text, f"{row.reference}, {why}", url))
    return tasks[:MOST_TASKS]


def _waits(row: Recommendation, user: User, *, is_late: bool) -> str:
    if row.status == Status.REPORTED:
        return "" if user.pk in writers(row) else "reported implemented: review and verify"
    if row.issued_at is None:
        return "not issued yet" if user.may(Permission.RELEASE_FINDINGS) else ""
    return "overdue" if is_late else "waiting for a response"


def _asked(user: User, kind: str) -> list[Task]:
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


def _may_release(finding: Finding, user: User) -> bool:
    ready = finding.state == FindingState.APPROVED and not finding.is_withdrawn
    return ready and user.may(Permission.RELEASE_FINDINGS)


def _since_signed(finding: Finding, user: User) -> tuple[Change, ...]:
    """What changed since this person signed, where the signature no longer holds."""
    voided = finding.sign_offs.filter(by=user).order_by("-at").first()
    if voided is None or voided.voided_at is None:
        return ()
    return since(finding, voided.revision, user)


def listed(words: list[str]) -> str:
    """`a, b and c`."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)
