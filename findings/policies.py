"""Who may do what to interviews, findings and recommendations, and when; refusals say why."""

import re
from collections.abc import Iterator
from typing import Any

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.documents.records import Refused, Stale
from clayton_review.web.folding import compared
from findings.models import (
    QUOTABLE,
    Consent,
    EvidenceLink,
    Finding,
    FindingState,
    Interview,
    InterviewGuide,
    InterviewState,
    Recommendation,
    Slot,
    SlotState,
    Status,
    Story,
    StoryState,
    TalkRequest,
    TalkState,
)
from findings.models.contacts import SLOT_TRANSITIONS
from findings.models.facts import Progress
from findings.models.findings import ELEMENTS, FINDING_TRANSITIONS
from findings.models.interviews import INTERVIEW_TRANSITIONS
from findings.models.recommendations import ISSUED_FIELDS, REPORTABLE, STATUS_TRANSITIONS
from findings.models.stories import STORY_TRANSITIONS, TALK_TRANSITIONS, AsideReason

PSEUDONYM = re.compile(r"\bP-\d{2,}\b")
# What a reminder never says, in either language: the police, the subject, the employer.
TELLING = re.compile(
    r"police|polic[ií]a|policial|\bcop|officer|oficial|agente|sheriff|precinct|comisaria|stud(?:y|ies)\b"
    r"|estudio|interview|entrevista|survey|encuesta|research|investiga|21cps|consult|complain|queja"
    r"|board of aldermen|incident",
    re.IGNORECASE,
)
__all__ = ["Refused", "Stale"]


def check_guide_is_open(guide: InterviewGuide) -> None:
    """Raise `Refused` when interviews already follow this version."""
    if guide.is_used():
        raise Refused(
            f"Interviews have used {guide}, so its questions are fixed. Make a new version instead."
        )


def check_interview_move(interview: Interview, to: str) -> None:
    """Raise `Refused` for a step the mapping does not know."""
    if to not in InterviewState.values:
        raise Refused("Choose a status from the list.")
    if interview.participant.consent == Consent.NOT_ASKED:
        raise Refused("Record the participant’s consent before you mark the interview as held.")
    if to not in INTERVIEW_TRANSITIONS[InterviewState(interview.state)]:
        present = interview.get_state_display().lower()
        wanted = InterviewState(to).label.lower()
        raise Refused(f"An interview that is {present} cannot become {wanted}.")


def check_slot_move(slot: Slot, to: str) -> None:
    """Raise `Refused` for a step the mapping does not know."""
    if to not in SLOT_TRANSITIONS[SlotState(slot.state)]:
        present, wanted = slot.get_state_display().lower(), SlotState(to).label.lower()
        raise Refused(f"A slot that is {present} cannot become {wanted}.")


def telling_words(text: str) -> list[str]:
    """What in a text would tell others what an appointment is about."""
    return TELLING.findall(compared(text))


def check_finding_move(finding: Finding, to: str) -> None:
    """Raise `Refused` for a step the mapping does not know."""
    if to not in FINDING_TRANSITIONS[FindingState(finding.state)]:
        present = finding.get_state_display().lower()
        raise Refused(
            f"A finding that is {present} cannot become {FindingState(to).label.lower()}."
        )


def missing_elements(finding: Finding) -> list[str]:
    """Which of the four elements are still to be written."""
    return [name for name in ELEMENTS if not getattr(finding, name).strip()]


def check_ready_for_review(finding: Finding) -> None:
    """Raise `Refused` when an element or all support is missing."""
    missing = missing_elements(finding)
    if missing:
        raise Refused(f"Fill in the {' and the '.join(missing)} before the review.")
    if not finding.links.current().filter(stance="supporting").exists():
        raise Refused("Link at least one piece of supporting evidence before the review.")


def check_comments_are_resolved(subject: Finding | Recommendation) -> None:
    """Raise `Refused` while a comment is open."""
    n_open = subject.comments.open().count()
    if n_open:
        words = "the open comment" if n_open == 1 else f"the {n_open} open comments"
        raise Refused(f"Resolve {words} first. Until then, nothing can be signed or released.")


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
        raise Refused("Your role cannot sign findings.")
    if user.pk in authors(finding):
        raise Refused(
            "You wrote or edited this finding or its evidence, so someone else must sign it."
        )


def check_lead(user: User) -> None:
    """Raise `Refused` for whoever may not let anything out."""
    if not user.may(Permission.RELEASE_FINDINGS):
        raise Refused("Only the lead consultant can release findings and recommendations.")


def check_no_participant_code(content: dict[str, Any]) -> None:
    """Raise `Refused` when a pseudonym stands anywhere in what is to leave the team."""
    if any(map(PSEUDONYM.search, _texts(content))):
        raise Refused("The text contains a participant’s code. Remove it before the release.")


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
    voice = excerpt.voice
    if voice.consent not in QUOTABLE:
        raise Refused(
            f"{voice.name} did not consent to being quoted. Link these words as background "
            "evidence, not as a quote."
        )
    if not excerpt.is_found:
        raise Refused("The answer no longer contains these words. Mark the quote again.")
    if voice.consent == Consent.ON_RECORD and not excerpt.words_confirmed_on:
        raise Refused(
            "On-the-record quotes must be exact. Have the speaker confirm the words first."
        )


def check_progress(recommendation: Recommendation, to: str, by: User) -> None:
    """Raise `Refused` when this person may not take the recommendation to this status."""
    if recommendation.issued_at is None:
        raise Refused("This recommendation has not been issued yet, so you cannot report on it.")
    team = by.may(Permission.WRITE_RECOMMENDATIONS)
    if not team and not by.may(Permission.REPORT_PROGRESS):
        raise Refused("Your role cannot report on recommendations.")
    if to == recommendation.status:
        if to in REPORTABLE or to == Status.NO_RESPONSE:
            return
        raise Refused("This recommendation already has that status.")
    if to not in STATUS_TRANSITIONS[Status(recommendation.status)]:
        present = recommendation.get_status_display()
        raise Refused(f"A recommendation cannot change from “{present}” to “{Status(to).label}”.")
    if not team and (to not in REPORTABLE or recommendation.is_closed):
        raise Refused(
            "The city reports progress. Only the consultants can verify, close or reopen."
        )


def check_report(progress: Progress, by: User) -> None:
    """Raise `Refused` when the city reports as implemented without a document that shows it."""
    if progress.document is None and not by.may(Permission.WRITE_RECOMMENDATIONS):
        raise Refused("Add the document that shows what was done.", field="upload")


def check_note_may_be_public(progress: Progress) -> None:
    """Raise `Refused` when a note that is to be published names a participant’s code."""
    if progress.is_note_public:
        check_no_participant_code({"note": progress.note})


def writers(recommendation: Recommendation) -> set[object]:
    """The keys of everybody who wrote or changed what is fixed at the issue."""
    people: set[object] = {recommendation.recorded_by_id}
    before: list[str] = []
    for version in recommendation.versions.all():
        fixed = [version.words[name] for name in ISSUED_FIELDS]
        if fixed != before:
            people.add(version.by_id)
        before = fixed
    return people


def can_verify(user: User, recommendation: Recommendation) -> bool:
    """Whether this person may verify what was reported."""
    try:
        check_verifier(recommendation, user)
    except Refused:
        return False
    return recommendation.status == Status.REPORTED


def check_verifier(recommendation: Recommendation, by: User) -> None:
    """Raise `Refused` when the person verifying reported it or wrote the recommendation."""
    if by.pk in writers(recommendation):
        raise Refused("You wrote this recommendation, so someone else must verify it.")
    reported = recommendation.changes.filter(status=Status.REPORTED).order_by("-at").first()
    if reported and reported.by_id == by.pk:
        raise Refused("You reported this as implemented, so someone else must verify it.")
    if not by.may(Permission.WRITE_RECOMMENDATIONS):
        raise Refused("The city reports progress. Only the consultants can verify and close.")


def check_reads_stories(by: User) -> None:
    """Raise `Refused` for whoever is not of the team."""
    if not by.may(Permission.READ_INTERVIEWS):
        raise Refused("Only the team can read residents’ stories.")


def check_story_move(story: Story, to: str, reason: str) -> None:
    """Raise `Refused` for a step the mapping does not know, and for setting aside without why."""
    if to not in StoryState.values or to not in STORY_TRANSITIONS[StoryState(story.state)]:
        present = story.get_state_display().lower()
        raise Refused(
            f"This story is now “{present}”, so that step is not possible. Reload the page."
        )
    if to == StoryState.ASIDE and reason not in AsideReason.values:
        raise Refused("Choose why you are setting the story aside.", field="reason")


def check_talk_move(talk: TalkRequest, to: str) -> None:
    """Raise `Refused` for a step the mapping does not know."""
    if to not in TalkState.values or to not in TALK_TRANSITIONS[TalkState(talk.state)]:
        present = talk.get_state_display().lower()
        raise Refused(
            f"This request is now “{present}”, so that step is not possible. Reload the page."
        )
