"""Counts of residents' stories and requests to talk."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q

from clayton_review import clock
from clayton_review.web.formatting import count_phrase
from findings.stories.models import NoteLoss, SealedNote, Story, StoryState, TalkRequest, TalkState


@dataclass(frozen=True)
class StoryCounts:
    """Counts at the top of the team's lists."""

    n_stories: int
    n_new: int
    n_aside: int
    n_requests: int
    n_waiting: int  # requests that nobody has answered


def story_counts() -> StoryCounts:
    """Count stories and requests, and those that wait; two queries."""
    stories = Story.objects.aggregate(
        n_all=Count("pk", filter=~Q(state=StoryState.ASIDE)),
        n_new=Count("pk", filter=Q(state=StoryState.NEW)),
        n_aside=Count("pk", filter=Q(state=StoryState.ASIDE)),
    )
    requests = TalkRequest.objects.aggregate(
        n_all=Count("pk"), n_new=Count("pk", filter=Q(state=TalkState.NEW))
    )
    return StoryCounts(
        stories["n_all"], stories["n_new"], stories["n_aside"], requests["n_all"], requests["n_new"]
    )


def story_weeks() -> list[date]:
    """List the weeks in which stories came in, newest first."""
    return list(Story.objects.order_by("-week").values_list("week", flat=True).distinct())


@dataclass(frozen=True)
class LanguageCounts:
    """Stories by language that count, and how many more the team set aside."""

    counted: dict[str, int]
    n_aside: int


def stories_by_language(as_of: datetime) -> LanguageCounts:
    """Count stories by language whose week was over by this moment."""
    last = clock.local(as_of).date() - timedelta(days=7)
    stories = Story.objects.filter(week__lte=last).order_by("language")
    is_aside = Q(state=StoryState.ASIDE)
    rows = list(
        stories.values_list("language").annotate(
            n=Count("pk", filter=~is_aside), n_aside=Count("pk", filter=is_aside)
        )
    )
    counted = {language: n for language, n, _n_aside in rows if n}
    return LanguageCounts(counted, sum(n_aside for _language, _n, n_aside in rows))


def n_set_aside() -> int:
    """Return how many stories and requests to talk of past weeks no key opened."""
    return SealedNote.objects.filter(is_set_aside=True).count()


def note_losses() -> list[NoteLoss]:
    """Return what leads gave up, oldest first."""
    return list(NoteLoss.objects.all())


def locked_notes(n: int) -> str:
    """Return a number of notes in words: no one knows which of the two each is."""
    return count_phrase(n, "story or request to talk", "stories or requests to talk")
