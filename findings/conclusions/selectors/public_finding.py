"""Published text of a finding as plain JSON values."""

from typing import Any

from django.utils.translation import gettext_noop

from clayton_review import figures
from clayton_review.accounts.roles import DisclosureClass
from clayton_review.figures import Audience, Scope
from findings.coding.models.sources import source_kinds
from findings.coding.selectors.quote_release import can_be_released, large_groups, speaker_label
from findings.conclusions.models.evidence import EvidenceLink
from findings.conclusions.models.findings import Finding

SOURCE_LABELS = {
    "claim": gettext_noop("Incident records"),
    "document": gettext_noop("Documents"),
    "figure": gettext_noop("Survey and other figures"),
}


def public_finding(finding: Finding) -> dict[str, Any]:
    """Return the text of a finding with the quotes that consent allows, in alphabetical order.

    No participant, date, place, interviewer or order of telling is in it. Of evidence whose words
    stay inside it tells kind and stance, without a number.
    """
    links = list(finding.links.current().for_pages())
    entries = _evidence(links)
    return {
        "what": "finding",
        "reference": finding.reference,
        **finding.text(),
        "kind_words": finding.get_kind_display(),
        "pillar_words": finding.get_pillar_display(),
        "quotes": _quotes(links),
        "figures": sorted(
            {entry["words"] for entry in entries if entry["kind"] == "figure"} - {""}
        ),
        "evidence": entries,
        "stands_on": sorted({_source_label(link) for link in links}),
        "has_evidence_against": any(link.stance == "contradicting" for link in links),
    }


def source_labels() -> list[str]:
    """List the sources that a released finding can name; it holds them in lower case."""
    return [*(kind.label for kind in source_kinds()), *SOURCE_LABELS.values()]


def _source_label(link: EvidenceLink) -> str:
    label = link.excerpt.source_kind.label if link.excerpt else SOURCE_LABELS[link.kind]
    return label.lower()


def _evidence(links: list[EvidenceLink]) -> list[dict[str, str]]:
    """List each piece of evidence once, in alphabetical order, with words that may be published."""
    large = large_groups()
    entries = {tuple(_evidence_entry(link, large).items()) for link in links}
    return [dict(entry) for entry in sorted(entries)]


def _evidence_entry(link: EvidenceLink, large: frozenset[str]) -> dict[str, str]:
    entry = {"stance": link.stance, "kind": link.kind, "of": _source_label(link)}
    words, name, reference = _figure_words(link), "", ""
    if link.excerpt and link.is_quoted and can_be_released(link.excerpt):
        words, name = link.excerpt.release_text, speaker_label(link.excerpt, large)
    document = link.document
    if (
        document
        and document.disclosure_class == DisclosureClass.PUBLIC
        and not document.is_withdrawn
    ):
        words, reference = document.title, document.reference
    return {**entry, "words": words, "label": name, "reference": reference}


def _quotes(links: list[EvidenceLink]) -> list[dict[str, str]]:
    excerpts = [link.excerpt for link in links if link.is_quoted and link.excerpt]
    printable = [excerpt for excerpt in excerpts if can_be_released(excerpt)]
    large = large_groups()
    quotes = [
        {"words": excerpt.release_text, "label": speaker_label(excerpt, large)}
        for excerpt in printable
    ]
    return sorted(quotes, key=lambda quote: quote["words"])


def _figure_words(link: EvidenceLink) -> str:
    """Return headline and sentence of a cited figure for the public at the cited moment."""
    if not link.figure_as_of:
        return ""
    try:
        cited = figures.compute(link.figure_name, Scope(link.figure_as_of, Audience.PUBLIC))
    except KeyError:
        return ""
    if cited.sentence.startswith(cited.title):
        return cited.sentence
    return f"{cited.title}{'' if cited.title.endswith(('?', '.')) else '.'} {cited.sentence}"
