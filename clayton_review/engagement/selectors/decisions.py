"""Questions to the Board and its decisions, as they stood at a moment."""

from datetime import datetime

from clayton_review import clock
from clayton_review.engagement.models import DecisionAsked


def decisions(as_of: datetime) -> list[DecisionAsked]:
    """List the questions open at a moment, most urgent first."""
    day = clock.local(as_of).date()
    return list(DecisionAsked.objects.as_of(as_of).open_on(day))


def decided(as_of: datetime) -> list[DecisionAsked]:
    """List the decisions made by a moment, latest first."""
    day = clock.local(as_of).date()
    rows = DecisionAsked.objects.as_of(as_of).filter(decided_on__lte=day)
    return list(rows.order_by("-decided_on", "reference"))
