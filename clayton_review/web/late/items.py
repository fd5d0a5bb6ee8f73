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


Source = Callable[[], Iterable[LateItem]]
_sources: list[Source] = []


def register_items(source: Source) -> Source:
    """Register the decorated function, which returns the items of one kind."""
    _sources.append(source)
    return source


def late_items() -> list[LateItem]:
    """Return everything that the apps report."""
    return [item for source in _sources for item in source()]
