"""Checks of review, signature and comments of findings."""

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.refusals import Refused, impossible_step
from clayton_review.web.formatting import join_words
from findings.coding.models.quotable_texts import QUOTABLE, Consent
from findings.conclusions.models.evidence import EvidenceLink, Stance
from findings.conclusions.models.findings import (
    ELEMENTS,
    FINDING_TRANSITIONS,
    Finding,
    FindingState,
)
from findings.conclusions.models.versioned import VersionedRecord


def check_finding_transition(finding: Finding, to: str) -> None:
    """Raise `Refused` when a finding may not go from its state to this one."""
    if to not in FINDING_TRANSITIONS[FindingState(finding.state)]:
        present, target = finding.get_state_display().lower(), FindingState(to).label.lower()
        raise impossible_step("A finding", present, target)


def missing_elements(finding: Finding) -> list[str]:
    """List the elements, of the four, that are not written yet."""
    return [name for name in ELEMENTS if not getattr(finding, name).strip()]


def missing_for_review(finding: Finding) -> list[str]:
    """List the elements that are not written, and supporting evidence if there is none.

    Evidence whose interview or activity was withdrawn does not count.
    """
    missing = missing_elements(finding)
    supporting = finding.links.current().filter(stance=Stance.SUPPORTING)
    if not supporting.of_current_sources().exists():
        suffix = " that has not been withdrawn" if supporting.exists() else ""
        missing.append(f"evidence for the finding{suffix}")
    return missing


def check_ready_for_review(finding: Finding) -> None:
    """Raise `Refused` when an element or supporting evidence is missing."""
    if missing := missing_for_review(finding):
        raise Refused(f"This finding is not complete. Add: {join_words(missing)}.")


def check_comments_are_resolved(subject: VersionedRecord) -> None:
    """Raise `Refused` while a comment is open."""
    n_open = subject.comments.open().count()
    if n_open:
        words = "the open comment" if n_open == 1 else f"the {n_open} open comments"
        raise Refused(f"Resolve {words} first. Until then, nothing can be signed or released.")


def authors(finding: Finding) -> set[object]:
    """Return the keys of everybody who wrote or changed the text or the evidence.

    Asks no database where `versions` and `links` are prefetched.
    """
    links = finding.links.all()
    keys = {finding.recorded_by_id, *(version.by_id for version in finding.versions.all())}
    keys |= {link.recorded_by_id for link in links}
    return keys | {link.withdrawn_by_id for link in links if link.withdrawn_by_id}


def can_sign(user: User, finding: Finding) -> bool:
    """True if this person may sign the finding now."""
    is_ready = finding.state == FindingState.IN_REVIEW and not finding.is_withdrawn
    return is_ready and user.may(Permission.APPROVE_FINDINGS) and user.pk not in authors(finding)


def check_signer(user: User, finding: Finding) -> None:
    """Raise `Refused` when this person is an author or has no role that signs."""
    if not user.may(Permission.APPROVE_FINDINGS):
        raise Refused("Your role cannot sign findings.")
    if user.pk in authors(finding):
        raise Refused(
            "You wrote or edited this finding or its evidence, so someone else must sign it."
        )


def check_quotable(link: EvidenceLink) -> None:
    """Raise `Refused` when the words of this link may not be published."""
    excerpt = link.excerpt
    if excerpt is None:
        raise Refused("Only words that someone said can be shown as a quote.")
    if reason := excerpt.source.why_not_quotable():
        raise Refused(reason)
    speaker = excerpt.speaker
    if speaker.consent == Consent.NOT_ASKED:
        raise Refused(
            f"{speaker.name} has not been asked about being quoted. Record consent first."
        )
    if speaker.consent not in QUOTABLE:
        raise Refused(
            f"{speaker.name} did not consent to being quoted. Link these words as "
            "background evidence, not as a quote."
        )
    if not excerpt.is_in_source:
        raise Refused("The text no longer contains these words. Mark the quote again.")
    if speaker.consent == Consent.ON_RECORD and not excerpt.words_confirmed_on:
        raise Refused(
            "On-the-record quotes must be exact. Have the speaker confirm the words first."
        )
