"""Word-by-word difference between two texts."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, REMOVED, ADDED = "same", "removed", "added"
_SENTENCES = re.compile(r"[^.!?\n]*[.!?\n]*\s*")
_TOKENS = re.compile(r"\s+|\w+(?:[’'-]\w+)*|[^\w\s]")
MAX_PAIRS = 1_000_000  # comparing is quadratic: beyond this, whole sentences are compared


@dataclass(frozen=True)
class DiffSegment:
    """Some words; `kind` is same, removed or added."""

    kind: str
    text: str


def diff_texts(before: str, after: str) -> tuple[DiffSegment, ...]:
    """Return the segments in reading order; removed words come before those that replace them."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    start = _common_length(old, new)
    end = _common_length(old[start:][::-1], new[start:][::-1])
    segments = [DiffSegment(SAME, "".join(old[:start]))]
    segments += _diff_middle(old[start : len(old) - end], new[start : len(new) - end])
    segments.append(DiffSegment(SAME, "".join(old[len(old) - end :])))
    return _merge_segments(segments)


def _common_length(first: list[str], second: list[str]) -> int:
    """Count the tokens with which both lists begin."""
    pairs = zip(first, second, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(first), len(second)))


def _diff_middle(old: list[str], new: list[str]) -> list[DiffSegment]:
    if len(old) * len(new) > MAX_PAIRS:
        old, new = _SENTENCES.findall("".join(old)), _SENTENCES.findall("".join(new))
    if len(old) * len(new) > MAX_PAIRS:
        return [DiffSegment(REMOVED, "".join(old)), DiffSegment(ADDED, "".join(new))]
    segments = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            segments.append(DiffSegment(SAME, "".join(old[a:b])))
        else:
            segments += [
                DiffSegment(REMOVED, "".join(old[a:b])),
                DiffSegment(ADDED, "".join(new[c:d])),
            ]
    return segments


def _merge_segments(segments: list[DiffSegment]) -> tuple[DiffSegment, ...]:
    """Join neighbors of one kind, and take a single space between two changes into both.

    Otherwise three replaced words in a row would be six segments.
    """
    merged: list[DiffSegment] = []
    removed = added = ""
    nonempty = [segment for segment in segments if segment.text]
    for n, segment in enumerate(nonempty):
        is_gap = segment.kind == SAME and not segment.text.strip() and "\n" not in segment.text
        if is_gap and (removed or added) and n + 1 < len(nonempty):
            removed, added = removed + segment.text, added + segment.text
        elif segment.kind == SAME:
            merged += [DiffSegment(REMOVED, removed), DiffSegment(ADDED, added), segment]
            removed = added = ""
        elif segment.kind == REMOVED:
            removed += segment.text
        else:
            added += segment.text
    merged += [DiffSegment(REMOVED, removed), DiffSegment(ADDED, added)]
    return tuple(segment for segment in merged if segment.text)
