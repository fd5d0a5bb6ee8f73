"""Public pages of the released findings."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clayton_review.accounts.access import public
from clayton_review.dashboard.selectors.released_findings import released_finding, released_findings


@require_safe
@public
def finding_list(request: HttpRequest) -> HttpResponse:
    return render(request, "dashboard/finding_list.html", {"findings": released_findings()})


@require_safe
@public
def finding_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one released finding: its text, the evidence for it and the evidence against it."""
    finding = released_finding(reference)
    if finding is None:
        raise Http404
    return render(request, "dashboard/finding_detail.html", {"finding": finding})
