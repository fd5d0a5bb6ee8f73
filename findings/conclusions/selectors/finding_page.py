"""What waits for a person, and everything the page of a finding shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from findings.conclusions.models.evidence import Stance
from findings.conclusions.models.findings import ELEMENTS, Finding, FindingState, SignOff
from findings.conclusions.policies import can_sign, missing_elements
from findings.conclusions.selectors.comments import Remark, remarks
from findings.conclusions.selectors.evidence_thread import Knot, knots
from findings.conclusions.selectors.versions import Change, Step, history, since
from findings.conclusions.selectors.work import waits
from findings.releases.models import PublishedItem


@dataclass(frozen=True)
class FindingPage:
    """All that the page of a finding shows."""

    finding: Finding
    knots: tuple[Knot, ...]
    n_hidden: int
    elements: tuple[tuple[str, str], ...]
    recommendations: tuple[Any, ...]
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
    recommendations = finding.recommendations.visible_to(user).current()
    told = remarks(finding, user)
    n_open = sum(remark.comment.resolved_at is None for remark in told)
    signed = finding.valid_sign_off()
    return FindingPage(
        finding=finding,
        knots=tuple(hung),
        n_hidden=n_links - len(hung),
        elements=tuple((name.capitalize(), getattr(finding, name)) for name in ELEMENTS),
        recommendations=tuple(recommendations),
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


def _state_since(
    finding: Finding, signed: SignOff | None, out: PublishedItem | None
) -> datetime | None:
    """Since when it is approved or released."""
    if finding.state == FindingState.RELEASED and out:
        return out.release.at
    return signed.at if signed else None


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
