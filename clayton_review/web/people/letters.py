"""The lead's page of letters: what went out, what did not, and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clayton_review.accounts.access import allow
from clayton_review.accounts.roles import Permission
from clayton_review.letters.models import Letter, LetterState
from clayton_review.web.formatting import moment
from clayton_review.web.pages import Column, Filter, listing

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
    """List all letters, with their state and last error."""
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
    n_failed = Letter.objects.late_or_failed().count()
    context = {"listing": matches, "n_failed": n_failed}
    return render(request, "people/letter_list.html", context)
