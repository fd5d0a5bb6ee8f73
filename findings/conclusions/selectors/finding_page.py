"""Content of the page of a finding."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from findings.conclusions.models.findings import ELEMENT_MEANINGS, Finding, FindingState, SignOff
from findings.conclusions.policies import can_sign, missing_for_review
from findings.conclusions.selectors.comments import Discussion, discussions
from findings.conclusions.selectors.completeness import completeness_sentence
from findings.conclusions.selectors.evidence_kinds.base import PublicEvidence
from findings.conclusions.selectors.evidence_thread import Knot, evidence_knots
from findings.conclusions.selectors.public_evidence import showable_evidence
from findings.conclusions.selectors.versions import (
    ElementChange,
    VersionEntry,
    changes_since_revision,
    version_history,
)
from findings.conclusions.selectors.work_items import open_comments_note
from findings.releases.models import PublishedItem


@dataclass(frozen=True)
class FindingPage:
    """Everything that the page of a finding shows."""

    finding: Finding
    evidence_knots: tuple[Knot, ...]
    n_hidden: int
    elements: tuple[tuple[str, str, str], ...]
    recommendations: tuple[Any, ...]
    signed: SignOff | None
    sign_offs: tuple[SignOff, ...]
    versions: tuple[VersionEntry, ...]
    since_signed: tuple[ElementChange, ...]
    discussions: tuple[Discussion, ...]
    n_open: int
    completeness: str
    is_complete: bool
    state_since: datetime | None
    open_comments_note: str
    released: PublishedItem | None
    released_quotes: tuple[PublicEvidence, ...]
    n_quotes_gone: int
    may_write: bool
    may_sign: bool
    has_open_comments: bool
    may_release: bool


def finding_page(finding: Finding, user: User) -> FindingPage:
    """Return the content of the page of a finding; the number of queries does not grow."""
    knots = evidence_knots(finding, user)
    n_links = finding.links.current().count()
    is_open = not finding.is_withdrawn
    published = finding.published.select_related("release").order_by("-release__at").first()
    quotes = _quotes_shown_now(published)
    recommendations = finding.recommendations.visible_to(user).current()
    comments = discussions(finding, user)
    n_open = sum(discussion.comment.resolved_at is None for discussion in comments)
    sign_off = finding.valid_sign_off()
    return FindingPage(
        finding=finding,
        evidence_knots=tuple(knots),
        n_hidden=n_links - len(knots),
        elements=tuple(
            (name.capitalize(), meaning, getattr(finding, name))
            for name, meaning in ELEMENT_MEANINGS.items()
        ),
        recommendations=tuple(recommendations),
        signed=sign_off,
        sign_offs=tuple(finding.sign_offs.select_related("by")),
        versions=tuple(version_history(finding, user)),
        since_signed=_since_signed(finding, user),
        discussions=comments,
        n_open=n_open,
        completeness=completeness_sentence(finding),
        is_complete=not missing_for_review(finding),
        state_since=_state_since(finding, sign_off, published),
        open_comments_note=open_comments_note(n_open)
        if finding.state != FindingState.DRAFT
        else "",
        released=published,
        released_quotes=quotes,
        n_quotes_gone=_n_quotes_gone(published, quotes),
        may_write=is_open and user.may(Permission.WRITE_FINDINGS),
        may_sign=can_sign(user, finding),
        has_open_comments=n_open > 0,
        may_release=_may_release(finding, user),
    )


def _quotes_shown_now(item: PublishedItem | None) -> tuple[PublicEvidence, ...]:
    """Return the released quotes that the public page still prints."""
    if item is None or item.is_retraction:
        return ()
    pieces = showable_evidence([item])[item.pk]
    return tuple(piece for piece in pieces if piece.is_quote and piece.words)


def _n_quotes_gone(item: PublishedItem | None, shown: tuple[PublicEvidence, ...]) -> int:
    if item is None or item.is_retraction:
        return 0
    words = {piece.words for piece in shown}
    return sum(quote["words"] not in words for quote in item.content["quotes"])


def _state_since(
    finding: Finding, sign_off: SignOff | None, published: PublishedItem | None
) -> datetime | None:
    """Return the time at which it was approved or released."""
    if finding.state == FindingState.RELEASED and published:
        return published.release.at
    return sign_off.at if sign_off else None


def _may_release(finding: Finding, user: User) -> bool:
    is_ready = finding.state == FindingState.APPROVED and not finding.is_withdrawn
    return is_ready and user.may(Permission.RELEASE_FINDINGS)


def _since_signed(finding: Finding, user: User) -> tuple[ElementChange, ...]:
    """Return the changes since this person's signature, if it was voided."""
    sign_off = finding.sign_offs.filter(by=user).order_by("-at").first()
    if sign_off is None or sign_off.voided_at is None:
        return ()
    return changes_since_revision(finding, sign_off.revision, user)
