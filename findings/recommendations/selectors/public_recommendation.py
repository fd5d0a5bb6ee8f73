"""Published text of a recommendation as plain JSON values."""

from typing import Any

from findings.conclusions.models.findings import FindingState
from findings.recommendations.models.recommendations import Recommendation


def public_recommendation(recommendation: Recommendation) -> dict[str, Any]:
    """Return the text of a recommendation with the references of its released findings."""
    released = recommendation.findings.filter(state=FindingState.RELEASED)
    step = recommendation.step
    return {
        "what": "recommendation",
        "reference": recommendation.reference,
        "findings": sorted(released.values_list("reference", flat=True)),
        "text": recommendation.text,
        "addressee": recommendation.addressee,
        "owner": recommendation.owner,
        "priority_words": recommendation.get_priority_display(),
        "measure_of_done": recommendation.measure_of_done,
        "due_on": recommendation.due_on.isoformat() if recommendation.due_on else None,
        "goal": str(step.goal) if step else "",
        "action_step": str(step) if step else "",
    }
