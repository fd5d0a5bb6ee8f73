"""Keeping the version that a change of a recommendation leaves."""

from clayton_review.accounts.models import User
from findings.conclusions.models.versions import Version
from findings.recommendations.models.recommendations import Recommendation


def keep_recommendation(recommendation: Recommendation, *, by: User, why: str = "") -> Version:
    """The words of a recommendation at its present revision."""
    return Version.objects.create(
        recommendation=recommendation,
        revision=recommendation.revision,
        words=recommendation.told(),
        why=why[:300],
        by=by,
    )
