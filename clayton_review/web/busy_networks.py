"""A wait before a form from a busy network is taken; none is ever refused for it.

Whoever is asked to wait gets a signed ticket with the time of the first try and the time from which
the form is taken, whatever its network does meanwhile. A ticket is good for one form.

Forms of people wait 20 seconds each, beside each other: a stranger behind the same address adds
nothing to their wait. Forms that look sent by a program wait in one line, 20 seconds behind each
other, so that holding many tickets at once brings a program nothing. Whoever finds the line of this
clock hour full may join that of the next one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from django.core import signing
from django.http import HttpRequest

from clayton_review import clock
from clayton_review.web.networks import count_form, end_of_hour, next_turn

N_WITHOUT_WAIT = 10  # forms of one sort from one network in a clock hour
WAIT_SECONDS = 20
TICKET = "ticket"  # hidden field of the page that asks to wait
_SIGNER = signing.Signer(salt="busy network")


@dataclass(frozen=True)
class Ticket:
    """The times, in epoch seconds, at which a form was first sent and from which it is taken."""

    form_id: UUID
    first: int
    due: int
    is_in_line: bool = False  # behind other forms that look sent by a program

    def signed(self) -> str:
        """Return the ticket as the page carries it."""
        return _SIGNER.sign(f"{self.form_id} {self.first} {self.due} {self.is_in_line:d}")


@dataclass(frozen=True)
class Wait:
    """The seconds that are left until a form is taken, and the ticket to send with it."""

    seconds: int
    ticket: str


def wait_before(
    request: HttpRequest,
    name: str,
    form_id: UUID,
    *,
    is_suspect: bool = False,
    has_space: Callable[[str], bool] = lambda _name: True,
) -> Wait | None:
    """Return the wait before this form is taken; None if it may be taken now.

    `name` is the sort of form that is counted; `form_id` is stored once at most. Suspect forms wait
    in line, and go on waiting while there is no space on the disk for forms of this name.
    """
    ticket = _ticket_of(request, form_id)
    if ticket is None:
        if count_form(request, name) <= N_WITHOUT_WAIT:
            return None
        ticket = Ticket(form_id, _now(), _now() + WAIT_SECONDS)
    if is_suspect and not ticket.is_in_line:
        turn = next_turn(request, name, _now(), WAIT_SECONDS)
        ticket = replace(ticket, due=turn or end_of_hour(_now()), is_in_line=turn is not None)
    seconds = ticket.due - _now()
    if seconds <= 0 and is_suspect and not has_space(name):
        seconds = WAIT_SECONDS
    return Wait(seconds, ticket.signed()) if seconds > 0 else None


def rest_of_wait(request: HttpRequest, form_id: UUID) -> Wait | None:
    """Return what is left of the wait of a form, a second at least; None if it has no ticket."""
    ticket = _ticket_of(request, form_id)
    return Wait(max(ticket.due - _now(), 1), ticket.signed()) if ticket else None


def first_sent_at(request: HttpRequest, form_id: UUID) -> int:
    """Return when this form was first sent, in epoch seconds: before its wait, or now."""
    ticket = _ticket_of(request, form_id)
    return ticket.first if ticket else _now()


def _ticket_of(request: HttpRequest, form_id: UUID) -> Ticket | None:
    """Return the ticket that a form brings; None if there is none, or it is another's."""
    try:
        parts = _SIGNER.unsign(request.POST.get(TICKET, "")).split(" ")
    except signing.BadSignature:
        return None
    if len(parts) != 4 or parts[0] != str(form_id):
        return None
    return Ticket(form_id, int(parts[1]), int(parts[2]), parts[3] == "1")


def _now() -> int:
    return int(clock.now().timestamp())
