"""Reads of letters over several rows."""

from collections import defaultdict
from typing import Any

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce

from clayton_review.chunked_rows import in_chunks
from clayton_review.letters.content import key_of, open_content
from clayton_review.letters.models import FAILED, Letter, LetterState
from clayton_review.vault.crypto import UnknownKey, VaultError
from clayton_review.vault.selectors import key_sentence


def with_mail_problem(rows: Any) -> Any:
    """Add `mail_problem` to rows with an `email`: words about the newest letter if it failed."""
    words = Case(
        *(When(state=state, then=Value(state.problem)) for state in FAILED),
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
    """Return a sentence for each key of unsent letters that VAULT_KEYS lacks or has otherwise.

    Letters that were given up count too: the lead may still have them sent.

    A key that is held is right if it opens any of them. It is wrong only if several do not open
    with it: one alone may have been damaged.
    """
    right: set[str] = set()
    errors: defaultdict[str, list[VaultError]] = defaultdict(list)
    for letter in in_chunks(Letter.objects.sendable().order_by("created_at"), 100):
        key_id = key_of(letter.sealed)
        if key_id in right:
            continue
        try:
            open_content(bytes(letter.sealed or b""), letter_id=letter.pk)
            right.add(key_id)
        except VaultError as error:
            errors[key_id].append(error)
    return [
        key_sentence(key_id, of_key[0], "unsent e-mails")
        for key_id, of_key in errors.items()
        if key_id and key_id not in right and not _is_one_damaged(of_key)
    ]


def _is_one_damaged(errors: list[VaultError]) -> bool:
    """True if a single letter does not open, though its key is held."""
    return len(errors) == 1 and not isinstance(errors[0], UnknownKey)


def _tried(address: Any) -> QuerySet[Letter]:
    """Return letters that tell of an address, set aside or not; no one that was taken back does."""
    known = (LetterState.SENT, LetterState.REFUSED, LetterState.BOUNCED)
    tells = Q(state__in=known) | Q(state=LetterState.GIVEN_UP, set_aside_at=None)
    return Letter.objects.filter(tells, to=address)
