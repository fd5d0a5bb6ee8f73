"""What waits for a person, and everything the page of a finding shows."""

from dataclasses import dataclass
from datetime import datetime

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from findings.models import (
    Finding,
    FindingState,
    PublishedItem,
    Recommendation,
    SignOff,
    Status,
)
from findings.models.findings import ELEMENTS
from findings.policies import can_sign
from findings.selectors.thread import Change, Knot, differences, knots


@dataclass(frozen=True)
class Task:
    """One thing that waits for the person: the sentence and where it is done."""

    text: str
    why: str
    url: str


@dataclass(frozen=True)
class Version:
    """One version and what it changed."""

    revision: int
    at: datetime
    by: str
    changes: tuple[Change, ...]


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
    versions: tuple[Version, ...]
    released: PublishedItem | None
    may_write: bool
    may_sign: bool
    may_release: bool


def finding_page(finding: Finding, user: User) -> FindingPage:
    """Gather the page of a finding for a person; the number of queries does not grow."""
    hung = knots(finding, user)
    n_links = finding.links.current().count()
    is_open = not finding.is_withdrawn
    out = finding.published.select_related("release").order_by("-release__at").first()
    advice = Recommendation.objects.visible_to(user).current().filter(findings=finding)
    return FindingPage(
        finding=finding,
        knots=tuple(hung),
        n_hidden=n_links - len(hung),
        elements=tuple((name.capitalize(), getattr(finding, name)) for name in ELEMENTS),
        recommendations=tuple(advice),
        signed=finding.valid_sign_off(),
        sign_offs=tuple(finding.sign_offs.select_related("by")),
        versions=_versions(finding),
        released=out,
        may_write=is_open and user.may(Permission.WRITE_FINDINGS),
        may_sign=can_sign(user, finding),
        may_release=_may_release(finding, user),
    )


def finding_work(user: User) -> list[Task]:
    """Findings that wait for this person: to sign, to release, to finish."""
    tasks = []
    rows = Finding.objects.visible_to(user).current().exclude(state=FindingState.RELEASED)
    people = rows.prefetch_related("versions", "links")
    for finding in people.order_by("changed_at"):
        why = _why(finding, user)
        if why:
            tasks.append(Task(finding.statement, why, finding.get_absolute_url()))
    return tasks[:8]


def recommendation_work(user: User) -> list[Task]:
    """Recommendations that wait: to verify, overdue, without response."""
    today = clock.today()
    rows = Recommendation.objects.visible_to(user).current()
    tasks = []
    for row in rows.order_by("due_on", "reference"):
        why = ""
        if row.status == Status.REPORTED:
            why = "reported implemented: look and verify"
        elif row.is_overdue(today):
            why = "overdue"
        elif row.issued_at and row.status == Status.NO_RESPONSE:
            why = "waits for a response"
        if why:
            tasks.append(Task(row.text, f"{row.reference}, {why}", row.get_absolute_url()))
    return tasks[:8]


def _why(finding: Finding, user: User) -> str:
    names = f"{finding.reference}, "
    if finding.state == FindingState.IN_REVIEW:
        return (
            f"{names}waits for a signature other than its writers’"
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


def _versions(finding: Finding) -> tuple[Version, ...]:
    made: list[Version] = []
    before: dict[str, str] | None = None
    for version in finding.versions.select_related("by"):
        changes = differences(before, version.words)
        made.append(Version(version.revision, version.at, version.by.name, tuple(changes)))
        before = version.words
    return tuple(reversed(made))
