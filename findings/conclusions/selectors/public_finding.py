"""Published text of a finding as plain JSON values."""

from dataclasses import asdict
from typing import Any

from findings.coding.selectors.quote_release import can_be_released, large_groups, speaker_label
from findings.conclusions.models.evidence import EvidenceLink
from findings.conclusions.models.findings import Finding
from findings.conclusions.selectors.evidence_kinds import kind_named


def public_finding(finding: Finding) -> dict[str, Any]:
    """Return the text of a finding with the quotes that consent allows, in alphabetical order.

    No participant, date, place, interviewer or order of telling is in it. Of evidence whose words
    stay inside it tells kind and stance, without a number. Nothing of a withdrawn interview or
    activity is in it.
    """
    links = list(finding.links.current().of_current_sources().for_pages())
    entries = _evidence(links)
    return {
        "what": "finding",
        "reference": finding.reference,
        **finding.text(),
        "kind_words": finding.get_kind_display(),
        "pillar_words": finding.get_pillar_display(),
        "quotes": _quotes(links),
        "figures": sorted(
            {entry["words"] for entry in entries if kind_named(entry["kind"]).is_figure} - {""}
        ),
        "evidence": entries,
        "stands_on": sorted({entry["of"] for entry in entries}),
        "has_evidence_against": any(link.stance == "contradicting" for link in links),
    }


def _evidence(links: list[EvidenceLink]) -> list[dict[str, str]]:
    """List each piece of evidence once, in alphabetical order, with words that may be published."""
    large = large_groups()
    entries = {tuple(_evidence_entry(link, large).items()) for link in links}
    return [dict(entry) for entry in sorted(entries)]


def _evidence_entry(link: EvidenceLink, large: frozenset[str]) -> dict[str, str]:
    kind = kind_named(link.kind)
    entry = {"stance": link.stance, "kind": kind.name, "of": kind.source_of(link).lower()}
    return entry | asdict(kind.public_words(link, large))


def _quotes(links: list[EvidenceLink]) -> list[dict[str, str]]:
    excerpts = [link.excerpt for link in links if link.is_quoted and link.excerpt]
    printable = [excerpt for excerpt in excerpts if can_be_released(excerpt)]
    large = large_groups()
    quotes = [
        {"words": excerpt.release_text, "label": speaker_label(excerpt, large)}
        for excerpt in printable
    ]
    return sorted(quotes, key=lambda quote: quote["words"])
