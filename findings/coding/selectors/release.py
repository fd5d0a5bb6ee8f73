"""How quoted words may leave the team: with which label, or not at all."""

from collections import Counter

from findings.coding.models.excerpts import Excerpt
from findings.coding.models.sources import QUOTABLE, Consent, source_kinds

SMALLEST_LABELLED_GROUP = 5


def large_groups() -> frozenset[str]:
    """The groups of which at least five people were heard; only these may be named."""
    n_people: Counter[str] = Counter()
    for kind in source_kinds():
        n_people.update(kind.people_by_group())
    return frozenset(group for group, n in n_people.items() if n >= SMALLEST_LABELLED_GROUP)


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
