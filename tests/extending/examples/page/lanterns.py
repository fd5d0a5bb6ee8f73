"""The page of lanterns."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clayton_review.accounts.access import allow
from clayton_review.accounts.roles import Permission


@require_safe
@allow(Permission.READ_INCIDENTS)
def show(request: HttpRequest) -> HttpResponse:
    """Show the lanterns."""
    return render(request, "incidents/lantern_list.html")
