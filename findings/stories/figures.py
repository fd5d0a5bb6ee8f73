"""How many people told us something of their own accord: a count, and no survey."""

from django.urls import reverse

from clayton_review.figures import Audience, Column, Figure, Scope, Table, cell, figure
from findings.interviews.selectors.released_counts import STEP, released_step
from findings.stories.models import FormLanguage
from findings.stories.selectors import stories_by_language

NO_SURVEY = (
    "Stories come from whoever wants to tell one. They are no survey: they say nothing about how "
    "many people think or went through the same, and are never added to survey answers."
)
_COUNTED = "Stories whose week was over by this moment, without those set aside."
_STEPPED = f"The count leaves the team in steps of {STEP}, rounded down, and not by language."


@figure("findings.stories")
def stories(scope: Scope) -> Figure:
    """Stories by language; board and public read one stepped count."""
    is_released = scope.audience != Audience.TEAM
    counts = stories_by_language(scope.as_of)
    exact = sum(counts.values())
    total = released_step(exact) if is_released else exact
    languages = [] if is_released else [kind for kind in FormLanguage if counts.get(kind)]
    rows = [(kind.label.title(), cell(counts[kind])) for kind in languages]
    return Figure(
        name="findings.stories",
        title=_title(total, is_released=is_released),
        sentence=NO_SURVEY,
        unit="stories",
        denominator="",
        method=f"{_COUNTED} {_STEPPED}" if is_released else _COUNTED,
        table=Table(
            (Column("Language"), Column("Stories", "count")),
            (*((str(label), n) for label, n in rows), ("All", cell(total))),
        ),
        evidence_url="" if is_released else reverse("findings:story_list"),
        value=cell(total),
        suppressed=f"Fewer than {STEP} stories are not told." if is_released and not total else "",
    )


def _title(total: int, *, is_released: bool) -> str:
    if not total:
        return "Fewer than five people told us a story." if is_released else "No story is told yet."
    least = "At least " if is_released else ""
    return f"{least}{total} {'story was' if total == 1 else 'stories were'} told to us."
