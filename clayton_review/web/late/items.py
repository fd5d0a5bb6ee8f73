"""Late and failed things besides jobs and letters, from the apps that register where to look."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class LateItem:
    """One thing that needs a lead: what it is, what is to be done, and where."""

    title: str
    text: str
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class LateSection:
    """Late items of one kind under their heading."""

    heading: str
    items: tuple[LateItem, ...]


Source = Callable[[], Iterable[LateItem]]
_sources: dict[str, Source] = {}


def register_items(heading: str) -> Callable[[Source], Source]:
    """Register the decorated function, which returns the items of one kind, under its heading.

    Raises `ValueError` for a heading that another function has.
    """

    def register(source: Source) -> Source:
        if heading in _sources:
            raise ValueError(f"Late items named {heading!r} are registered twice.")
        _sources[heading] = source
        return source

    return register


def late_sections() -> list[LateSection]:
    """Return everything that the apps report, without headings that have nothing below them."""
    sections = [LateSection(heading, tuple(source())) for heading, source in _sources.items()]
    return [section for section in sections if section.items]
