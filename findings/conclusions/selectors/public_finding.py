"""What may leave the team about a finding or a recommendation, as plain JSON values."""

from typing import Any

from clayton_review import figures
from clayton_review.accounts.roles import DisclosureClass
from clayton_review.figures import Audience, Scope
from findings.coding.selectors.release import label, large_groups, may_be_printed
from findings.conclusions.models.evidence import EvidenceLink
from findings.conclusions.models.findings import Finding

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
