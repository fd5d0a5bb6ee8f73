"""A wait of 20 seconds before a form from a busy network is taken; none is ever refused for it.

Who is asked to wait gets a signed ticket with the time of the first try. Sent again with it after
that time, the form is taken, whatever its network does meanwhile. A ticket is good for one form.
"""

from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.http import HttpRequest

from clayton_review import clock
from clayton_review.web.networks import count_form

N_WITHOUT_WAIT = 10  # forms of one sort from one network in a clock hour
WAIT_SECONDS = 20
TICKET = "ticket"  # hidden field of the page that asks to wait
_SIGNER = signing.Signer(salt="busy network")


@dataclass(frozen=True)
class Wait:
    """The seconds that are left until a form is taken, and the ticket to send with it."""

    seconds: int
    ticket: str


def wait_before(request: HttpRequest, name: str, form_id: UUID) -> Wait | None:
    """Return the wait before this form is taken; None if it may be taken now.

    `name` is the sort of form that is counted; `form_id` is stored once at most.
    """
    ticket = request.POST.get(TICKET, "")
    waited = _seconds_waited(ticket, form_id)
    if waited is None:
        if count_form(request, name) <= N_WITHOUT_WAIT:
            return None
        ticket, waited = _new_ticket(form_id), 0
    return Wait(WAIT_SECONDS - waited, ticket) if waited < WAIT_SECONDS else None


def first_sent_at(request: HttpRequest, form_id: UUID) -> int:
    """Return when this form was first sent, in epoch seconds: before its wait, or now."""
    return _now() - (_seconds_waited(request.POST.get(TICKET, ""), form_id) or 0)


def _new_ticket(form_id: UUID) -> str:
    return _SIGNER.sign(f"{form_id} {_now()}")


def _seconds_waited(ticket: str, form_id: UUID) -> int | None:
    """Return the seconds since this form was asked to wait; None for no ticket or another's."""
    try:
        ticket_id, _, second = _SIGNER.unsign(ticket).partition(" ")
    except signing.BadSignature:
        return None
    return _now() - int(second) if ticket_id == str(form_id) else None


def _now() -> int:
    return int(clock.now().timestamp())
