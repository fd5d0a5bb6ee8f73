"""Facts of record that a narrative may name: dates, names and amounts, as printed."""

from collections.abc import Callable
from datetime import datetime

Facts = dict[str, str]
FactFunction = Callable[[datetime], Facts]

_SOURCES: list[FactFunction] = []


def facts(function: FactFunction) -> FactFunction:
    """Register a function that gives facts by name, for a moment (aware)."""
    _SOURCES.append(function)
    return function


def collect(as_of: datetime) -> Facts:
    """All facts of record as of a moment."""
    collected: Facts = {}
    for source in _SOURCES:
        collected.update(source(as_of))
    return collected
