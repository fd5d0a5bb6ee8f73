"""Words of released findings in every language: their elements, evidence and sources."""

from django.utils.translation import gettext, gettext_lazy

from findings.coding.models.quotable_texts import SpeakerGroup
from findings.conclusions.models.evidence import Stance
from findings.conclusions.models.findings import FindingKind, Pillar
from findings.conclusions.selectors.evidence_kinds import KINDS, source_labels
from findings.conclusions.selectors.public_evidence import NO_STANCE

ELEMENT_WORDS = {
    "condition": gettext_lazy("What is happening"),
    "criteria": gettext_lazy("What should happen"),
    "cause": gettext_lazy("Why it happens"),
    "effect": gettext_lazy("What it leads to"),
}
STANCE_WORDS = {
    Stance.SUPPORTING.value: gettext_lazy("Evidence for it"),
    Stance.CONTRADICTING.value: gettext_lazy("Evidence against it"),
    Stance.CONTEXT.value: gettext_lazy("Background"),
    NO_STANCE: gettext_lazy("What it is based on"),
}
EVIDENCE_WORDS = {kind.name: gettext_lazy(kind.public_label) for kind in KINDS if kind.public_label}
WORDS = {**ELEMENT_WORDS, **STANCE_WORDS, **EVIDENCE_WORDS}


def finding_words(word: str) -> str:
    """Translate a value or a source of a released finding into the reader's language.

    A source is stored in the English words of its day; what is not known stays as it is.
    """
    if word in WORDS:
        return str(WORDS[word])
    labels = {choice.value: choice.label for choice in (*FindingKind, *Pillar)}
    labels |= {label.lower(): label for label in source_labels()}
    labels |= {group.label: group.label for group in SpeakerGroup}
    return gettext(labels[word]) if word in labels else word
