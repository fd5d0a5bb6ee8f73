"""Moments as people can state them: to the second, to the hour, only the day, or not at all."""

from datetime import datetime

from django.db import models

from clayton_review import clock


class TimePrecision(models.TextChoices):
    SECOND = "second", "To the second"
    MINUTE = "minute", "To the minute"
    HOUR = "hour", "About the hour"
    DAY = "day", "Only the day"
    UNKNOWN = "unknown", "Not known"


def stated_when_known(field: str, name: str) -> models.CheckConstraint:
    """Return the constraint that a moment is given unless its precision is "unknown"."""
    missing = models.Q(**{f"{field}__isnull": True})
    unknown = models.Q(precision=TimePrecision.UNKNOWN)
    known = [value for value in TimePrecision.values if value != TimePrecision.UNKNOWN]
    return models.CheckConstraint(
        condition=(missing & unknown) | (~missing & models.Q(precision__in=known)), name=name
    )


def time_text(at: datetime | None, precision: str) -> str:
    """Return a moment in words, by Clayton's clock and no finer than it is known."""
    if at is None or precision == TimePrecision.UNKNOWN:
        return "time not known"
    here = clock.local(at)
    day = f"{here:%B} {here.day}, {here.year}"
    hour = f"{here.hour % 12 or 12}"
    half = "a.m." if here.hour < 12 else "p.m."
    return {
        TimePrecision.SECOND.value: f"{day}, {hour}:{here:%M:%S} {half}",
        TimePrecision.MINUTE.value: f"{day}, {hour}:{here:%M} {half}",
        TimePrecision.HOUR.value: f"{day}, about {hour} {half}",
    }.get(precision, day)
