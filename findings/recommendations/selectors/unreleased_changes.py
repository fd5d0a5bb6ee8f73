"""Differences between an issued recommendation and its released text, in sentences."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from clayton_review.web.formatting import day, join_words
from findings.conclusions.models.findings import FindingState
from findings.recommendations.models.recommendations import Recommendation
from findings.recommendations.selectors.public_recommendation import public_recommendation
from findings.releases.selectors import last_published

_LABELS = {
    "text": "Text",
    "addressee": "Addressee",
    "owner": "Owner",
    "priority_words": "Priority",
    "measure_of_done": "Counts as done when",
    "due_on": "Due date",
    "goal": "Goal",
    "action_step": "Action step",
}
_STATES = {
    FindingState.DRAFT: "is a draft again",
    FindingState.IN_REVIEW: "is waiting for a signature",
    FindingState.APPROVED: "is waiting for its release",
}


@dataclass(frozen=True)
class UnreleasedChanges:
    """Changes since the release, one sentence each, and the findings that a release cuts off."""

    sentences: tuple[str, ...] = ()
    cut_findings: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sentences)

    @property
    def warning(self) -> str:
        """Return the sentence that says what a release takes from public pages, or nothing."""
        if not self.cut_findings:
            return ""
        return (
            "If the change is released, public pages no longer show that this recommendation is "
            f"based on {join_words(self.cut_findings)}. Issued reports keep what they printed."
        )


def unreleased_changes(recommendation: Recommendation) -> UnreleasedChanges:
    """Return what has changed since the last release; nothing if there is none."""
    released = last_published(recommendation=recommendation)
    if released is None:
        return UnreleasedChanges()
    present = public_recommendation(recommendation)
    cut = sorted(set(released["findings"]) - set(present["findings"]))
    added = sorted(set(present["findings"]) - set(released["findings"]))
    states = dict(recommendation.findings.values_list("reference", "state")) if cut else {}
    return UnreleasedChanges(
        (
            *(_cut_finding(reference, states.get(reference)) for reference in cut),
            *(f"Its finding {reference} has been released" for reference in added),
            *_changed_fields(released, present),
        ),
        tuple(cut),
    )


def _cut_finding(reference: str, state: str | None) -> str:
    if state is None:
        return f"It is no longer based on {reference}"
    return f"Its finding {reference} {_STATES[FindingState(state)]}"


def _changed_fields(released: dict[str, Any], present: dict[str, Any]) -> list[str]:
    return [
        f"{label}: {_words(name, present[name])} (released: {_words(name, released.get(name))})"
        for name, label in _LABELS.items()
        if present[name] != released.get(name)
    ]


def _words(name: str, value: str | None) -> str:
    if not value:
        return "none"
    return day(date.fromisoformat(value)) if name == "due_on" else value
