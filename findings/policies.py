"""Who may do what to interviews, findings and recommendations, and when; refusals say why."""

import re
from collections.abc import Iterator
from typing import Any

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.documents.records import Refused, Stale
from findings.models import (
    Consent,
    EvidenceLink,
    Finding,
    FindingState,
    Interview,
    InterviewGuide,
    InterviewState,
    Recommendation,
    Status,
)
from findings.models.findings import ELEMENTS, FINDING_TRANSITIONS
from findings.models.interviews import INTERVIEW_TRANSITIONS
from findings.models.recommendations import REPORTABLE, STATUS_TRANSITIONS

PSEUDONYM = re.compile(r"\bP-\d{2,}\b")
__all__ = ["Refused", "Stale"]


def check_guide_is_open(guide: InterviewGuide) -> None:
    """Raise `Refused` when interviews already follow this version."""
    if guide.is_used():
        raise Refused(
            f"Interviews follow {guide}, so its questions are fixed. Make a new version instead."
        )


def check_interview_move(interview: Interview, to: str) -> None:
    """Raise `Refused` for a step the mapping does not know."""
    if to not in InterviewState.values:
        raise Refused("Choose a state of the list.")
    if to not in INTERVIEW_TRANSITIONS[InterviewState(interview.state)]:
        present = interview.get_state_display().lower()
        wanted = InterviewState(to).label.lower()
        raise Refused(f"An interview that is {present} cannot become {wanted}.")


def check_finding_move(finding: Finding, to: str) -> None:
    """Raise `Refused` for a step the mapping does not know."""
    if to not in FINDING_TRANSITIONS[FindingState(finding.state)]:
        present = finding.get_state_display().lower()
        raise Refused(
            f"A finding that is {present} cannot become {FindingState(to).label.lower()}."
        )


def check_ready_for_review(finding: Finding) -> None:
    """Raise `Refused` when an element or all support is missing."""
    missing = [name for name in ELEMENTS if not getattr(finding, name).strip()]
    if missing:
        raise Refused(f"Fill in the {' and the '.join(missing)} before the review.")
    if not finding.links.current().filter(stance="supporting").exists():
        raise Refused("Link at least one piece of supporting evidence before the review.")


def authors(finding: Finding) -> set[object]:
    """The keys of everybody who wrote or changed the words or the evidence."""
    links = finding.links.all()
    people = {finding.recorded_by_id, *finding.versions.values_list("by_id", flat=True)}
    people |= set(links.values_list("recorded_by_id", flat=True))
    return people | set(
        links.filter(withdrawn_by__isnull=False).values_list("withdrawn_by_id", flat=True)
    )


def can_sign(user: User, finding: Finding) -> bool:
    """Whether this person may sign the finding now."""
    ready = finding.state == FindingState.IN_REVIEW and not finding.is_withdrawn
    return ready and user.may(Permission.APPROVE_FINDINGS) and user.pk not in authors(finding)


def check_signer(user: User, finding: Finding) -> None:
    """Raise `Refused` for whoever wrote or edited the finding or its evidence."""
    if not user.may(Permission.APPROVE_FINDINGS):
        raise Refused("Your role does not sign findings.")
    if user.pk in authors(finding):
        raise Refused(
            "You wrote or edited this finding or its evidence, so somebody else must sign it."
        )


def check_lead(user: User) -> None:
    """Raise `Refused` for whoever may not let anything out."""
    if not user.may(Permission.RELEASE_FINDINGS):
        raise Refused("Only the lead consultant releases findings and recommendations.")


def check_no_participant_code(content: dict[str, Any]) -> None:
    """Raise `Refused` when a pseudonym stands anywhere in what is to leave the team."""
    if any(map(PSEUDONYM.search, _texts(content))):
        raise Refused("The text names a participant’s code. Take it out before the release.")


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict | list):
        for part in content.values() if isinstance(content, dict) else content:
            yield from _texts(part)


def check_quotable(link: EvidenceLink) -> None:
    """Raise `Refused` when the words behind this link may not be printed."""
    excerpt = link.excerpt
    if excerpt is None:
        raise Refused("Only words from an interview can be shown as a quote.")
    participant = excerpt.answer.interview.participant
    if participant.consent == Consent.NOT_QUOTED:
        raise Refused(
            f"{participant.code} did not consent to being quoted. "
            "Link these words as basis, not quoted."
        )
    if not excerpt.is_found:
        raise Refused("The answer no longer holds these words. Mark the quote again.")
    if participant.consent == Consent.ON_RECORD and not excerpt.words_confirmed_on:
        raise Refused("On the record means exact words: have them confirmed first.")


def check_progress(recommendation: Recommendation, to: str, by: User) -> None:
    """Raise `Refused` when this person may not take the recommendation to this status."""
    if recommendation.issued_at is None:
        raise Refused("Issue the recommendation first; until then nothing can be reported on it.")
    team = by.may(Permission.WRITE_RECOMMENDATIONS)
    if not team and not by.may(Permission.REPORT_PROGRESS):
        raise Refused("Your role does not report on recommendations.")
    if to == recommendation.status:
        if to in REPORTABLE or to == Status.NO_RESPONSE:
            return
        raise Refused("This recommendation has that status already.")
    if to not in STATUS_TRANSITIONS[Status(recommendation.status)]:
        present = recommendation.get_status_display()
        raise Refused(f"A recommendation cannot go from “{present}” to “{Status(to).label}”.")
    if not team and to not in REPORTABLE:
        raise Refused("The city reports; the consultants verify and close.")


def check_verifier(recommendation: Recommendation, by: User) -> None:
    """Raise `Refused` when the person verifying is the one who reported."""
    reported = recommendation.changes.filter(status=Status.REPORTED).order_by("-at").first()
    if reported and reported.by_id == by.pk:
        raise Refused("You reported this as implemented, so somebody else must verify it.")
    if not by.may(Permission.WRITE_RECOMMENDATIONS):
        raise Refused("The city reports; the consultants verify and close.")
