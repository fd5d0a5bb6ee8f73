"""Reads of letters over several rows."""

from typing import Any

from django.db.models import Case, OuterRef, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce

from clayton_review.letters.models import FAILED, Letter, LetterState

# About the newest letter to an address, as it is shown beside the address.
PROBLEMS = {
    LetterState.REFUSED: "the mail server refuses this address",
    LetterState.BOUNCED: "e-mails to this address come back",
    LetterState.GIVEN_UP: "the last e-mail did not go out",
}


def with_mail_problem(rows: Any) -> Any:
    """Add `mail_problem` to rows with an `email`: words about the newest letter if it failed."""
    words = Case(
        *(When(state=state, then=Value(text)) for state, text in PROBLEMS.items()),
        default=Value(""),
        output_field=TextField(),
    )
    newest = _tried(OuterRef("email")).annotate(words=words).values("words")[:1]
    return rows.annotate(
        mail_problem=Coalesce(Subquery(newest), Value(""), output_field=TextField())
    )


def failed_letter_to(address: str) -> Letter | None:
    """Return the newest letter to an address if it failed, so that the reason can be shown."""
    newest = _tried(address).first()
    return newest if newest and newest.state in FAILED else None


def _tried(address: Any) -> QuerySet[Letter]:
    known = (LetterState.SENT, *FAILED)
    return Letter.objects.filter(to=address, state__in=known, set_aside_at=None)
