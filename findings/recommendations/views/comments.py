"""Page that comments on a recommendation."""

from django.http import HttpRequest, HttpResponse

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from findings.conclusions.views.comments import comment_page
from findings.recommendations.views.recommendations import get_recommendation as find_recommendation


@allow(Permission.WRITE_RECOMMENDATIONS)
def comment_on_recommendation(request: HttpRequest, reference: str) -> HttpResponse:
    """Comment on a recommendation."""
    return comment_page(request, find_recommendation(person(request), reference))
