"""Imports of all features' models, so that Django finds them."""

from findings.coding.models import excerpts, quotable_texts
from findings.conclusions.models import comments, evidence, findings, versions
from findings.fieldwork.models import activities, contacts
from findings.interviews.models import guides, interviews, participants
from findings.recommendations.models import goals, recommendations, responses
from findings.releases import models as releases
from findings.stories import models as stories

__all__ = [
    "activities", "comments", "contacts", "evidence", "excerpts", "findings", "goals", "guides",
    "interviews", "participants", "quotable_texts", "recommendations", "releases", "responses",
    "stories", "versions",
]  # fmt: skip
