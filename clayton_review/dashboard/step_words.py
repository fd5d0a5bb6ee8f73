"""Sentences on what became of a recommendation in one month, such as `The city agreed on …`."""

from collections.abc import Sequence
from itertools import groupby

from clayton_review.reports.compared_measures import RecentChange
from clayton_review.web.formatting import join_words

_CITY, _STUDY = "The city", "We"
_ACTS = {
    "answered: agrees": (_CITY, "agreed"),
    "answered: agrees in part": (_CITY, "agreed in part"),
    "answered: declines": (_CITY, "declined it"),
    "in progress": (_CITY, "started work"),
    "reported implemented": (_CITY, "reported that it is implemented"),
    "issued": (_STUDY, "issued it"),
    "withdrawn": (_STUDY, "withdrew it"),
    "no response": (_STUDY, "noted that there is no response"),
    "implemented (verified)": (_STUDY, "verified that it is implemented"),
    "partially implemented (closed)": (_STUDY, "closed it as partially implemented"),
    "declined (closed)": (_STUDY, "closed it as declined"),
}


def step_sentences(changes: Sequence[RecentChange]) -> str:
    """Return one sentence for each day and actor.

    A step that only repeats the last is left out, and so is the status that an answer alone sets:
    a city that agrees has not started work by that.
    """
    own_changes = [
        change
        for before, change in zip((None, *changes), changes, strict=False)
        if not _is_set_by(before, change)
    ]
    steps = [
        change
        for before, change in zip((None, *own_changes), own_changes, strict=False)
        if before is None or before.change != change.change
    ]
    grouped = groupby(steps, key=lambda step: (_act(step)[0], step.day))
    return " ".join(
        f"{actor} {join_words([_act(step)[1] for step in same])} on {day}."
        for (actor, day), same in grouped
    )


def _is_set_by(answer: RecentChange | None, step: RecentChange) -> bool:
    """True if a status was set by the city's answer just before it, on the same day."""
    return (
        answer is not None
        and answer.change in {"answered: agrees", "answered: agrees in part"}
        and (step.change, step.day) == ("in progress", answer.day)
    )


def _act(step: RecentChange) -> tuple[str, str]:
    """Return who took the step, and what they did."""
    return _ACTS.get(step.change, ("Its status", f"became “{step.change}”"))
