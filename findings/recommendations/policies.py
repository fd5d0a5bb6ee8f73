"""Checks of reporting, verifying and closing recommendations."""

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.refusals import Refused, impossible_step
from findings.recommendations.inputs import ProgressInput
from findings.recommendations.models.recommendations import (
    ISSUED_FIELDS,
    REPORTABLE,
    STATUS_TRANSITIONS,
    Recommendation,
    RecommendationStatus,
)
from findings.releases.policies import check_no_participant_code


def check_progress(recommendation: Recommendation, to: str, by: User) -> None:
    """Raise `Refused` when this person may not give the recommendation this status."""
    if recommendation.issued_at is None:
        raise Refused("This recommendation has not been issued yet, so you cannot report on it.")
    team = by.may(Permission.WRITE_RECOMMENDATIONS)
    if not team and not by.may(Permission.REPORT_PROGRESS):
        raise Refused("Your role cannot report on recommendations.")
    if to == recommendation.status:
        if to in REPORTABLE or to == RecommendationStatus.NO_RESPONSE:
            return
        raise Refused("This recommendation already has that status.")
    if to not in STATUS_TRANSITIONS[RecommendationStatus(recommendation.status)]:
        present = recommendation.get_status_display()
        target = RecommendationStatus(to).label
        raise impossible_step("A recommendation", present, target)
    if not team and (to not in REPORTABLE or recommendation.is_closed):
        raise Refused(
            "The city reports progress. Only the consultants can verify, close or reopen."
        )


def check_document_is_attached(progress: ProgressInput, by: User) -> None:
    """Raise `Refused` when the city reports as implemented without a document."""
    if progress.document is None and not by.may(Permission.WRITE_RECOMMENDATIONS):
        raise Refused("Add the document that shows what was done.", field="upload")


def check_note_may_be_public(progress: ProgressInput) -> None:
    """Raise `Refused` when a public note names a participant’s code."""
    if progress.is_note_public:
        check_no_participant_code({"note": progress.note})


def writers(recommendation: Recommendation) -> set[object]:
    """Return the keys of everybody who wrote or changed what the issue fixes."""
    people: set[object] = {recommendation.recorded_by_id}
    previous_texts: list[str] = []
    for version in recommendation.versions.all():
        fixed_texts = [version.words[name] for name in ISSUED_FIELDS]
        if fixed_texts != previous_texts:
            people.add(version.by_id)
        previous_texts = fixed_texts
    return people


def can_verify(user: User, recommendation: Recommendation) -> bool:
    """True if this person may verify what was reported."""
    try:
        check_verifier(recommendation, user)
    except Refused:
        return False
    return recommendation.status == RecommendationStatus.REPORTED


def check_verifier(recommendation: Recommendation, by: User) -> None:
    """Raise `Refused` when this person reported it or wrote the recommendation."""
    if by.pk in writers(recommendation):
        raise Refused("You wrote this recommendation, so someone else must verify it.")
    reports = [
        row for row in recommendation.changes.all() if row.status == RecommendationStatus.REPORTED
    ]
    if reports and max(reports, key=lambda row: row.at).by_id == by.pk:
        raise Refused("You reported this as implemented, so someone else must verify it.")
    if not by.may(Permission.WRITE_RECOMMENDATIONS):
        raise Refused("The city reports progress. Only the consultants can verify and close.")
