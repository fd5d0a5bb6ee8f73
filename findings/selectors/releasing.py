"""What may leave the team about a finding or a recommendation, as plain JSON values."""

from typing import Any

from django.db.models import Count

from clayton_review import figures
from clayton_review.figures import Audience, Scope
from findings.models import (
    Consent,
    EvidenceLink,
    Excerpt,
    Finding,
    FindingState,
    Interview,
    InterviewState,
    Recommendation,
)

SMALLEST_LABELLED_GROUP = 5
SOURCES = {
    "excerpt": "interviews",
    "claim": "incident records",
    "document": "documents",
    "figure": "survey and other figures",
}


def public_finding(finding: Finding) -> dict[str, Any]:
    """The words of a finding and of those quotes that consent lets out, in alphabetical order.

    No participant, date, place, interviewer or order of telling is in it.
    """
    links = list(finding.links.current().for_pages())
    return {
        "what": "finding",
        "reference": finding.reference,
        **finding.text(),
        "kind_words": finding.get_kind_display(),
        "pillar_words": finding.get_pillar_display(),
        "quotes": _quotes(links),
        "figures": sorted({words for link in links if (words := _figure_words(link))}),
        "stands_on": sorted({SOURCES[link.source] for link in links}),
        "has_evidence_against": any(link.stance == "contradicting" for link in links),
    }


def public_recommendation(recommendation: Recommendation) -> dict[str, Any]:
    """The words of a recommendation with the released findings it stands on."""
    released = recommendation.findings.filter(state=FindingState.RELEASED)
    return {
        "what": "recommendation",
        "reference": recommendation.reference,
        "findings": sorted(released.values_list("reference", flat=True)),
        "text": recommendation.text,
        "addressee": recommendation.addressee,
        "priority_words": recommendation.get_priority_display(),
        "measure_of_done": recommendation.measure_of_done,
        "due_on": recommendation.due_on.isoformat() if recommendation.due_on else None,
        "goal": recommendation.goal,
        "action_step": recommendation.action_step,
    }


def large_groups() -> frozenset[str]:
    """The groups with at least five people who were interviewed; only these may be named."""
    held = Interview.objects.current().exclude(state=InterviewState.PLANNED)
    people = held.order_by().values("participant__group")
    counted = people.annotate(n_people=Count("participant", distinct=True))
    large = counted.filter(n_people__gte=SMALLEST_LABELLED_GROUP)
    return frozenset(large.values_list("participant__group", flat=True))


def label(excerpt: Excerpt, large: frozenset[str]) -> str:
    """How the speaker may be called: by office, by a group of at least five, or not at all."""
    participant = excerpt.answer.interview.participant
    if participant.consent == Consent.ON_RECORD:
        return participant.office
    if participant.consent != Consent.GROUP_LABEL or participant.group not in large:
        return ""
    return participant.get_group_display()


def _quotes(links: list[EvidenceLink]) -> list[dict[str, str]]:
    shown = [link.excerpt for link in links if link.is_quoted and link.excerpt]
    allowed = [excerpt for excerpt in shown if _may_be_printed(excerpt)]
    large = large_groups()
    made = [{"words": cut.release_text, "label": label(cut, large)} for cut in allowed]
    return sorted(made, key=lambda quote: quote["words"])


def _may_be_printed(excerpt: Excerpt) -> bool:
    consent = excerpt.answer.interview.participant.consent
    confirmed = consent != Consent.ON_RECORD or excerpt.words_confirmed_on is not None
    return consent != Consent.NOT_QUOTED and confirmed and excerpt.is_found


def _figure_words(link: EvidenceLink) -> str:
    """The sentence of a cited figure as the public may read it at the cited moment."""
    if not link.figure_as_of:
        return ""
    try:
        return figures.compute(link.figure_name, Scope(link.figure_as_of, Audience.PUBLIC)).sentence
    except KeyError:
        return ""
