"""Rules for releasing a quote: if it may leave the team, and with which label."""

from collections import Counter

from clayton_review.stats.disclosure.suppression_rule import SUPPRESSION_RULES
from findings.coding.models.excerpts import Excerpt
from findings.coding.models.quotable_texts import QUOTABLE, Consent, source_kinds

SMALLEST_LABELED_GROUP = SUPPRESSION_RULES["public"].minimum_cell


def large_groups() -> frozenset[str]:
    """Return the groups of which at least five people were heard; only these may be named."""
    n_people: Counter[str] = Counter()
    for kind in source_kinds():
        n_people.update(kind.people_by_group())
    return frozenset(group for group, n in n_people.items() if n >= SMALLEST_LABELED_GROUP)


def speaker_label(excerpt: Excerpt, large: frozenset[str]) -> str:
    """Return the label of the speaker: the office, a group of at least five, or an empty text."""
    speaker = excerpt.speaker
    if speaker.consent == Consent.ON_RECORD:
        return speaker.office
    is_large = speaker.group in large or speaker.n_in_group >= SMALLEST_LABELED_GROUP
    if speaker.consent != Consent.GROUP_LABEL or not speaker.group or not is_large:
        return ""
    return speaker.group_label


def can_be_released(excerpt: Excerpt) -> bool:
    """True if the words may leave the team: agreed, confirmed where needed, still in the text.

    Nothing is released from a text that was withdrawn.
    """
    if excerpt.source.why_not_quotable():
        return False
    consent = excerpt.speaker.consent
    is_confirmed = consent != Consent.ON_RECORD or excerpt.words_confirmed_on is not None
    return consent in QUOTABLE and is_confirmed and excerpt.is_in_source


def release_status(excerpt: Excerpt, large: frozenset[str]) -> str:
    """Return the sentence that says how these words may be released."""
    if reason := _why_not_quotable(excerpt):
        return f"Cannot be quoted: {reason}"
    if not can_be_released(excerpt):
        return "Once the speaker confirms the words"
    name = speaker_label(excerpt, large)
    if name:
        return f"As “{name.lower()}”"
    if excerpt.speaker.consent != Consent.GROUP_LABEL:
        return "Without label"
    reason = "the group is too small" if excerpt.speaker.group else "no group is recorded"
    return f"Without label: {reason}"


def _why_not_quotable(excerpt: Excerpt) -> str:
    if withdrawal := excerpt.source.withdrawal():
        return f"the {withdrawal.what} was withdrawn"
    if excerpt.speaker.consent not in QUOTABLE:
        return "background only"
    return "" if excerpt.is_in_source else "no longer in the notes"
