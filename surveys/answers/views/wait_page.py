"""The page on which a resident's form waits while much comes from its network."""

from math import ceil

from django.http import HttpRequest, HttpResponse

from clayton_review.web.busy_networks import TICKET, Wait
from surveys.answers.views.survey_pages import page

NEXT_MOVE = "next-move"  # hidden field: the button that sends the form when its wait is over
MOST_IN_SECONDS = 90  # longer waits are told in minutes


def wait_page(request: HttpRequest, wait: Wait, *, path: str) -> HttpResponse:
    """Return the page that keeps all that was sent; `path` is the form's, without language.

    Shown again in another language, it keeps the ticket and the rest of the wait.
    """
    move = request.POST.get(NEXT_MOVE) or request.POST.get("move", "")
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in {TICKET, NEXT_MOVE, "move"}
    ]
    context = {
        "submission": request.POST.get("submission", ""),
        "fields": [*fields, (TICKET, wait.ticket), (NEXT_MOVE, move)],
        "move": move,
        "seconds": wait.seconds,
        "minutes": ceil(wait.seconds / 60) if wait.seconds > MOST_IN_SECONDS else None,
        "action": request.path,
    }
    return page("surveys/wait.html", context, path=path, status=429)
