"""The lead's page of letters: what went out, what did not, and why."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from clayton_review.letters import actions
from clayton_review.letters.models import Letter, LetterState
from clayton_review.letters.selectors import letters_needing_attention
from clayton_review.refusals import Refused
from clayton_review.web.formatting import moment
from clayton_review.web.pages import Column, Filter, listing, refused, saved

PARTICIPANT = "A participant"  # whose address only the vault knows

COLUMNS = (
    Column("To", lambda letter: letter.to or PARTICIPANT),
    Column("Subject", lambda letter: letter.subject),
    Column("Written", lambda letter: moment(letter.created_at)),
    Column("Status", lambda letter: letter.get_state_display()),
    Column("Attempts", lambda letter: letter.n_attempts, kind="number"),
    Column("Last error", lambda letter: letter.last_error),
)


@allow(Permission.INVITE_PEOPLE)
def letter_list(request: HttpRequest) -> HttpResponse:
    """List all letters, first those that did not go out as they should."""
    matches = listing(
        request,
        Letter.objects.defer("sealed"),
        search=("to__icontains", "subject__icontains"),
        filters={"state": Filter("Status", LetterState.choices)},
        sorts={"newest": "-created_at", "oldest": "created_at", "to": "to"},
        columns=COLUMNS,
        filename="letters",
    )
    if matches.is_download:
        return matches.download()
    context = {"listing": matches, "problems": letters_needing_attention()}
    return render(request, "people/letter_list.html", context)


@allow(Permission.INVITE_PEOPLE)
@require_POST
def try_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a letter that was refused or given up."""
    return _act(request, pk, actions.try_again, "The e-mail is on its way again.")


@allow(Permission.INVITE_PEOPLE)
@require_POST
def set_aside(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a letter off the list of those that need attention."""
    return _act(request, pk, actions.set_aside, "The e-mail was set aside.")


def _act(request: HttpRequest, pk: UUID, act: Callable[..., Letter], done: str) -> HttpResponse:
    try:
        act(letter=get_object_or_404(Letter, pk=pk), by=person(request))
    except Refused as error:
        refused(request, str(error))
    else:
        saved(request, done)
    return redirect("people:letters")
