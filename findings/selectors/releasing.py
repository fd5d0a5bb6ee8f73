"""What may leave the team about a finding or a recommendation, as plain JSON values."""

from typing import Any

from django.db.models import Count

from clayton_review import figures
from clayton_review.documents.records import DisclosureClass
from clayton_review.figures import Audience, Scope
from findings.models import (
    QUOTABLE,
    Consent,
    EvidenceLink,
    Excerpt,
    Finding,
    FindingState,
    Interview,
    InterviewState,
    PublishedItem,
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

    No participant, date, place, interviewer or order of telling is in it. Of evidence whose words
    stay inside, only the kind and what it does for the finding are told, without a count.
    """
    links = list(finding.links.current().for_pages())
    told = _evidence(links)
    return {
        "what": "finding",
        "reference": finding.reference,
        **finding.text(),
        "kind_words": finding.get_kind_display(),
        "pillar_words": finding.get_pillar_display(),
        "quotes": _quotes(links),
        "figures": sorted({one["words"] for one in told if one["kind"] == "figure"} - {""}),
        "evidence": told,
        "stands_on": sorted({_stands_on(link) for link in links}),
        "has_evidence_against": any(link.stance == "contradicting" for link in links),
    }


def public_recommendation(recommendation: Recommendation) -> dict[str, Any]:
    """The words of a recommendation with the released findings it stands on."""
    released = recommendation.findings.filter(state=FindingState.RELEASED)
    step = recommendation.step
    return {
        "what": "recommendation",
        "reference": recommendation.reference,
        "findings": sorted(released.values_list("reference", flat=True)),
        "text": recommendation.text,
        "addressee": recommendation.addressee,
        "owner": recommendation.owner,
        "priority_words": recommendation.get_priority_display(),
        "measure_of_done": recommendation.measure_of_done,
        "due_on": recommendation.due_on.isoformat() if recommendation.due_on else None,
        "goal": str(step.goal) if step else "",
        "action_step": str(step) if step else "",
    }


def last_published(recommendation: Recommendation) -> dict[str, Any] | None:
    """What is out about a recommendation; None before its issue and after its retraction."""
    items = PublishedItem.objects.filter(recommendation=recommendation)
    latest = items.order_by("-release__at", "-id").first()
    return latest.content if latest and not latest.is_retraction else None


def large_groups() -> frozenset[str]:
    """The groups with at least five people who were interviewed; only these may be named."""
    held = Interview.objects.current().exclude(state=InterviewState.PLANNED)
    people = held.order_by().values("participant__group")
    counted = people.annotate(n_people=Count("participant", distinct=True))
    large = counted.filter(n_people__gte=SMALLEST_LABELLED_GROUP)
    return frozenset(large.values_list("participant__group", flat=True))


def label(excerpt: Excerpt, large: frozenset[str]) -> str:
    """How the speaker may be called: by office, by a group of at least five, or not at all."""
    voice = excerpt.voice
    if voice.consent == Consent.ON_RECORD:
        return voice.office
    is_large = voice.group in large or voice.n_in_group >= SMALLEST_LABELLED_GROUP
    if voice.consent != Consent.GROUP_LABEL or not voice.group or not is_large:
        return ""
    return voice.group_words


def may_be_printed(excerpt: Excerpt) -> bool:
    """Whether these words may leave the team: agreed, confirmed where needed, still there."""
    consent = excerpt.voice.consent
    confirmed = consent != Consent.ON_RECORD or excerpt.words_confirmed_on is not None
    return consent in QUOTABLE and confirmed and excerpt.is_found


def release_words(excerpt: Excerpt, large: frozenset[str]) -> str:
    """How these words may be released, in words."""
    if excerpt.voice.consent not in QUOTABLE:
        return "Cannot be quoted: background only"
    if not excerpt.is_found:
        return "Cannot be quoted: no longer in the notes"
    if not may_be_printed(excerpt):
        return "Once the speaker confirms the words"
    name = label(excerpt, large)
    if name:
        return f"As “{name.lower()}”"
    if excerpt.voice.consent != Consent.GROUP_LABEL:
        return "Without label"
    why = "the group is too small" if excerpt.voice.group else "no group is recorded"
    return f"Without label: {why}"


def _stands_on(link: EvidenceLink) -> str:
    is_activity = link.excerpt is not None and link.excerpt.activity_id is not None
    return "field activities" if is_activity else SOURCES[link.source]


def _evidence(links: list[EvidenceLink]) -> list[dict[str, str]]:
    """Each piece once, in alphabetical order: what it does, its kind, and words that may leave."""
    large = large_groups()
    told = {tuple(_piece(link, large).items()) for link in links}
    return [dict(piece) for piece in sorted(told)]


def _piece(link: EvidenceLink, large: frozenset[str]) -> dict[str, str]:
    piece = {"stance": link.stance, "kind": link.source, "of": _stands_on(link)}
    words, name, reference = _figure_words(link), "", ""
    if link.excerpt and link.is_quoted and may_be_printed(link.excerpt):
        words, name = link.excerpt.release_text, label(link.excerpt, large)
    paper = link.document
    if paper and paper.disclosure_class == DisclosureClass.PUBLIC and not paper.is_withdrawn:
        words, reference = paper.title, paper.reference
    return {**piece, "words": words, "label": name, "reference": reference}


def _quotes(links: list[EvidenceLink]) -> list[dict[str, str]]:
    shown = [link.excerpt for link in links if link.is_quoted and link.excerpt]
    allowed = [excerpt for excerpt in shown if may_be_printed(excerpt)]
    large = large_groups()
    made = [{"words": cut.release_text, "label": label(cut, large)} for cut in allowed]
    return sorted(made, key=lambda quote: quote["words"])


def _figure_words(link: EvidenceLink) -> str:
    """The sentence of a cited figure as the public may read it at the cited moment."""
    if not link.figure_as_of:
        return ""
    try:
        return figures.compute(link.figure_name, Scope(link.figure_as_of, Audience.PUBLIC)).sentence
    except KeyError:
        return ""
