"""Save versions of recommendations."""

from clayton_review.accounts.models import User
from findings.conclusions.models.versions import Version
from findings.recommendations.models.recommendations import Recommendation


def save_recommendation_version(
    recommendation: Recommendation, *, by: User, why: str = ""
) -> Version:
    """Save the text of a recommendation at its present revision as a version."""
    return Version.objects.create(
        recommendation=recommendation,
        revision=recommendation.revision,
        words=recommendation.version_words(),
        why=why[:300],
        by=by,
    )
