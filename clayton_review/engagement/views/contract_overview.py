"""The engagement on one page: its statement, its four figures, and the ways into its records."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clayton_review import clock
from clayton_review.accounts.access import allow
from clayton_review.accounts.roles import Permission
from clayton_review.engagement import selectors
from clayton_review.engagement.views.record_pages import RECORD_PAGES
from clayton_review.figures import Audience, Scope, compute

MONEY = ("engagement.burn", "engagement.tasks", "engagement.expenses")
WORK = ("engagement.milestones", "engagement.decisions", "engagement.decided")


@allow(Permission.READ_ENGAGEMENT)
def overview(request: HttpRequest) -> HttpResponse:
    """Show the contract: budget first, then work, limits, dates and records."""
    scope = Scope(clock.now(), Audience.TEAM)
    context = {
        "budget": compute("engagement.budget", scope),
        "alerts": compute("engagement.alerts", scope),
        "money": [compute(name, scope) for name in MONEY],
        "work": [compute(name, scope) for name in WORK],
        "limits": selectors.limits(),
        "dates": selectors.contract_dates(),
        "record_pages": [(pages.title, pages.url(), pages.lede) for pages in RECORD_PAGES],
    }
    return render(request, "engagement/overview.html", context)
