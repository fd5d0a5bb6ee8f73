"""The calendar page: meetings of the Board, and what is due before each; also as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clayton_review import clock
from clayton_review.accounts.access import allow
from clayton_review.accounts.roles import Permission
from clayton_review.engagement import selectors
from clayton_review.engagement.views.ics import written
from clayton_review.web.downloads import attachment


@require_safe
@allow(Permission.READ_ENGAGEMENT)
def calendar(request: HttpRequest) -> HttpResponse:
    """Show the next dates, and how each packet sets the days of its report."""
    coming = selectors.coming(clock.now())
    context = {
        "coming": coming,
        "first": coming[0] if coming else None,
        "packets": selectors.packets(clock.now()),
    }
    return render(request, "engagement/calendar.html", context)


@require_safe
@allow(Permission.READ_ENGAGEMENT)
def calendar_file(request: HttpRequest) -> HttpResponse:
    """Send the dates as an iCalendar file."""
    text = written(selectors.coming(clock.now()), stamped_at=clock.now())
    return attachment("clayton-review.ics", text.encode(), "text/calendar; charset=utf-8")
