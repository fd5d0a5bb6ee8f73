"""Figure of the stories that residents sent in."""

from django.urls import reverse

from clayton_review.figures import Audience, Column, Figure, Scope, Table, cell, figure
from clayton_review.languages import CHOICES
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
    counts = stories_by_language(scope.as_of)
    exact = sum(counts.values())
    total = released_count(exact) if is_released else exact
    languages = [] if is_released else [choice for choice in CHOICES if counts.get(choice[0])]
    rows = [(name, cell(counts[code])) for code, name in languages]
    in_all = None if is_released and not total else cell(total)
    return Figure(
        name="findings.stories",
        title=_title(total, is_released=is_released),
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


def _title(total: int, *, is_released: bool) -> str:
    if not total:
        few = "Fewer than five people have told us a story"
        return few if is_released else "No one has told us a story yet"
    least = "at least " if is_released else ""
    return f"We have received {least}{total} {'story' if total == 1 else 'stories'}"
