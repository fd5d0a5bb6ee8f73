"""Routes of the read-only API of findings and recommendations; interviews are not in it."""

from findings.conclusions.api import FindingViewSet
from findings.recommendations.api import RecommendationViewSet

ROUTES = [("findings", FindingViewSet), ("recommendations", RecommendationViewSet)]
