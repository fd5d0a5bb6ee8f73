"""Times and record identities of the demonstration."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID, uuid5

from clayton_review import clock

_NAMESPACE = UUID("7d6b1d3c-2f0a-4a41-9b1e-0f5a2018a707")


def identity(name: str) -> UUID:
    """Return the id of a demonstration record, the same at every load."""
    return uuid5(_NAMESPACE, name)


def moment(day: str, time: str = "10:00") -> datetime:
    """Return the moment of an ISO day and a time on Clayton's clocks."""
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=clock.CLAYTON)


@contextmanager
def on(day: str, time: str = "10:00") -> Iterator[None]:
    """Set the study's clock to this moment while the block runs."""
    with clock.at(moment(day, time)):
        yield
