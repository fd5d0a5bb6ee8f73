"""Counts of residents' own stories and of requests to talk; they are no survey."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q

from clayton_review import clock
from findings.interviews.selectors.released_counts import released_step
from findings.stories.models import Story, StoryState, TalkRequest, TalkState


@dataclass(frozen=True)
class Tally:
    """What the team's lists open with."""

    n_stories: int
    n_new: int
    n_aside: int
    n_requests: int
    n_waiting: int  # requests nobody has taken up


def tally() -> Tally:
    """How many there are, and how many wait for somebody; two queries."""
    stories = Story.objects.aggregate(
        n_all=Count("pk", filter=~Q(state=StoryState.ASIDE)),
        n_new=Count("pk", filter=Q(state=StoryState.NEW)),
        n_aside=Count("pk", filter=Q(state=StoryState.ASIDE)),
    )
    requests = TalkRequest.objects.aggregate(
        n_all=Count("pk"), n_new=Count("pk", filter=Q(state=TalkState.NEW))
    )
    return Tally(
        stories["n_all"], stories["n_new"], stories["n_aside"], requests["n_all"], requests["n_new"]
    )


def weeks() -> list[date]:
    """The weeks in which stories came in, newest first."""
    return list(Story.objects.order_by("-week").values_list("week", flat=True).distinct())


def stories_by_language(as_of: datetime) -> dict[str, int]:
    """Stories whose week was over by this moment, without those set aside, by language."""
    last = clock.local(as_of).date() - timedelta(days=7)
    found = Story.objects.counted().filter(week__lte=last).order_by("language")
    return dict(found.values_list("language").annotate(n=Count("pk")))


def n_stories(as_of: datetime, *, is_released: bool) -> int:
    """All of them, exactly or as the count may leave the team."""
    n = sum(stories_by_language(as_of).values())
    return released_step(n) if is_released else n
