"""The difference between two texts, word by word, as pieces that stayed, went or came."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, REMOVED, ADDED = "same", "removed", "added"
_SENTENCES = re.compile(r"[^.!?\n]*[.!?\n]*\s*")
_TOKENS = re.compile(r"\s+|\w+(?:[’'-]\w+)*|[^\w\s]")
MOST_PAIRS = 1_000_000  # comparing is quadratic: beyond this, whole sentences are compared


@dataclass(frozen=True)
class Piece:
    """Some words; `kind` is same, removed or added."""

    kind: str
    text: str


def compare(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces in reading order; what went stands before what came in its place."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    pieces = [Piece(SAME, "".join(old[:start]))]
    pieces += _middle(old[start : len(old) - end], new[start : len(new) - end])
    pieces.append(Piece(SAME, "".join(old[len(old) - end :])))
    return _joined(pieces)


def _shared(one: list[str], other: list[str]) -> int:
    """How many tokens both begin with."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _middle(old: list[str], new: list[str]) -> list[Piece]:
    if len(old) * len(new) > MOST_PAIRS:
        old, new = _SENTENCES.findall("".join(old)), _SENTENCES.findall("".join(new))
    if len(old) * len(new) > MOST_PAIRS:
        return [Piece(REMOVED, "".join(old)), Piece(ADDED, "".join(new))]
    pieces = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(SAME, "".join(old[a:b])))
        else:
            pieces += [Piece(REMOVED, "".join(old[a:b])), Piece(ADDED, "".join(new[c:d]))]
    return pieces


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Neighbors of a kind as one, and a lone space between two changes taken into both.

    Otherwise three replaced words in a row read as confetti.
    """
    made: list[Piece] = []
    removed = added = ""
    filled = [piece for piece in pieces if piece.text]
    for n, piece in enumerate(filled):
        is_gap = piece.kind == SAME and not piece.text.strip() and "\n" not in piece.text
        if is_gap and (removed or added) and n + 1 < len(filled):
            removed, added = removed + piece.text, added + piece.text
        elif piece.kind == SAME:
            made += [Piece(REMOVED, removed), Piece(ADDED, added), piece]
            removed = added = ""
        elif piece.kind == REMOVED:
            removed += piece.text
        else:
            added += piece.text
    made += [Piece(REMOVED, removed), Piece(ADDED, added)]
    return tuple(piece for piece in made if piece.text)
