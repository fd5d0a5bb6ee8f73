"""Figure of the stories that residents sent in."""

from django.urls import reverse

from clayton_review.figures import Audience, Column, Figure, Scope, Table, cell, figure
from clayton_review.languages import CHOICES
from clayton_review.web.formatting import count_phrase
from findings.interviews.selectors.released_counts import STEP, released_count
from findings.stories.selectors import stories_by_language

NO_SURVEY = (
    "Anyone who wants to can tell a story. Stories are not a survey: they do not show how many "
    "people think the same or had the same experience, and they are never added to survey answers."
)
_COUNTED = "Stories from weeks that were over by the cutoff of the report, without those set aside."
_STEPPED = (
    f"Outside the team, the count is rounded down to a multiple of {STEP} and is not split by "
    "language."
)


@figure("findings.stories")
def stories(scope: Scope) -> Figure:
    """Count stories by language; Board and public get one stepped count."""
    is_released = scope.audience != Audience.TEAM
    all_counts = stories_by_language(scope.as_of)
    counts = all_counts.counted
    exact = sum(counts.values())
    total = released_count(exact) if is_released else exact
    languages = [] if is_released else [choice for choice in CHOICES if counts.get(choice[0])]
    rows = [(name, cell(counts[code])) for code, name in languages]
    in_all = None if is_released and not total else cell(total)
    return Figure(
        name="findings.stories",
        title=_title(total, all_counts.n_aside, is_released=is_released),
        sentence=NO_SURVEY,
        unit="stories",
        denominator="",
        method=f"{_COUNTED} {_STEPPED}" if is_released else _COUNTED,
        table=Table(
            (Column("Language"), Column("Stories", "count")),
            (*((str(label), n) for label, n in rows), ("All", in_all)),
        ),
        evidence_url="" if is_released else reverse("findings:story_list"),
        value=in_all,
        suppressed=f"Counts of fewer than {STEP} stories are not shown."
        if is_released and not total
        else "",
    )


def _title(total: int, n_aside: int, *, is_released: bool) -> str:
    """Say how many came in; readers outside the team learn nothing of those set aside."""
    if is_released:
        few = "Fewer than five people have told us a story"
        return f"We have received {total} or more stories" if total else few
    if not total + n_aside:
        return "No one has told us a story yet"
    received = f"We have received {count_phrase(total + n_aside, 'story', 'stories')}"
    return f"{received}: {total} counted, {n_aside} set aside" if n_aside else received
