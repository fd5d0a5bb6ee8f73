"""Reads of letters over several rows."""

from typing import Any

from django.db.models import Case, OuterRef, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce

from clayton_review.letters.content import key_of, open_content
from clayton_review.letters.models import FAILED, Letter, LetterState
from clayton_review.vault.crypto import VaultError
from clayton_review.vault.selectors import key_sentence

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


def unfit_letter_keys() -> list[str]:
    """Return a sentence for each key of letters that wait which VAULT_KEYS lacks or has otherwise.

    A key is right if it opens any of them: one alone may have been damaged.
    """
    right: set[str] = set()
    wrong: dict[str, VaultError] = {}
    waiting = Letter.objects.filter(state=LetterState.WAITING, sealed__isnull=False)
    for letter in waiting.order_by("created_at").iterator(chunk_size=100):
        key_id = key_of(letter.sealed)
        if key_id in right:
            continue
        try:
            open_content(bytes(letter.sealed or b""), letter_id=letter.pk)
            right.add(key_id)
        except VaultError as error:
            wrong[key_id] = error
    return [
        key_sentence(key_id, error, "e-mails that wait")
        for key_id, error in wrong.items()
        if key_id not in right
    ]


def _tried(address: Any) -> QuerySet[Letter]:
    known = (LetterState.SENT, *FAILED)
    return Letter.objects.filter(to=address, state__in=known, set_aside_at=None)
