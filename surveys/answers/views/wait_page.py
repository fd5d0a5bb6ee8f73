"""The page on which a resident's form waits while much comes from its network."""

from django.http import HttpRequest, HttpResponse

from clayton_review.web.busy_networks import TICKET, Wait
from surveys.answers.views.survey_pages import page


def wait_page(request: HttpRequest, wait: Wait, *, path: str) -> HttpResponse:
    """Return the page that keeps all that was sent; `path` is the form's, without language."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in {TICKET, "move"}
    ]
    context = {
        "submission": request.POST.get("submission", ""),
        "fields": [*fields, (TICKET, wait.ticket)],
        "move": request.POST.get("move", ""),
        "seconds": wait.seconds,
        "action": request.path,
    }
    return page("surveys/wait.html", context, path=path, status=429)
