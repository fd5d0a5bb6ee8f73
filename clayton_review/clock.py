"""The only source of the time of day: stored in UTC, shown in Clayton's time, movable."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

CLAYTON = ZoneInfo("America/Chicago")

_shift = timedelta(seconds=int(os.environ.get("CLOCK_SHIFT_SECONDS") or 0))
_fixed: ContextVar[datetime | None] = ContextVar("fixed_time", default=None)


def now() -> datetime:
    """Return the current time in UTC, shifted in a demonstration that runs at study time."""
    return _fixed.get() or datetime.now(UTC) + _shift


def shifted(moment: datetime) -> datetime:
    """Return a moment of the machine's clock as this clock shows it in a demonstration."""
    return moment + _shift


def today() -> date:
    """Return the current date in Clayton."""
    return now().astimezone(CLAYTON).date()


def local(moment: datetime) -> datetime:
    """Return the moment in Clayton's time zone."""
    return moment.astimezone(CLAYTON)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Stop the clock at one moment (aware) while the block runs; for demonstrations and tests."""
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)


def time_of_day(moment: datetime) -> str:
    """Return the time in Clayton in words: `5:45 p.m.`; without a zone it is local already."""
    there = local(moment) if moment.tzinfo else moment
    half = "a.m." if there.hour < 12 else "p.m."
    return f"{there.hour % 12 or 12}:{there.minute:02d} {half}"
