"""Everything that waits sealed, whichever table it lies in, and the keys that it needs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from surveys.answers import sealing


@dataclass(frozen=True)
class WaitingBox:
    """A sealed row: its ciphertext, and what it is bound to."""

    purpose: UUID  # the survey, or what stands in its place
    box_id: UUID
    ciphertext: bytes


Source = Callable[[], Iterator[WaitingBox]]
_sources: list[Source] = []


def register_boxes(source: Source) -> Source:
    """Register the sealed rows of one table; decorates the function that reads them."""
    _sources.append(source)
    return source


def keys_needed() -> tuple[set[int], bool]:
    """Return the places of the opening keys that something waiting needs, and if any fits none.

    No number is told: how many wait would show when people answer.
    """
    needed: set[int] = set()
    is_any_unreadable = False
    for source in _sources:
        for box in source():
            try:
                place = sealing.place_of_key(
                    box.ciphertext, survey_id=box.purpose, box_id=box.box_id
                )
                needed.add(place)
            except sealing.BoxUnreadable:
                is_any_unreadable = True
    return needed, is_any_unreadable
