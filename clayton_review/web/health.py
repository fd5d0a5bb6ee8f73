"""Readings of `/healthz` that apps register: each is yes or no, and tells nothing of a person.

Everyone may ask, as often as they like: nothing here may show at which moment somebody answered.
"""

from collections import defaultdict
from collections.abc import Callable

from django.db import DatabaseError

Reading = Callable[[], bool]
_readings: dict[str, list[Reading]] = defaultdict(list)


def register_reading(name: str) -> Callable[[Reading], Reading]:
    """Register the decorated function; several of one name are true together if any is."""

    def register(reading: Reading) -> Reading:
        _readings[name].append(reading)
        return reading

    return register


def health_readings(*, has_database: bool) -> dict[str, bool | None]:
    """Return each reading by its name; None for one that could not be taken."""
    return {
        name: _answer(readings) if has_database else None for name, readings in _readings.items()
    }


def _answer(readings: list[Reading]) -> bool | None:
    try:
        return any(reading() for reading in readings)
    except DatabaseError:
        return None
