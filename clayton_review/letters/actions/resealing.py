"""Letters and the vault's keys: sealing them under the newest, giving up those of a lost one."""

from django.db import transaction

from clayton_review.audit.actions import record
from clayton_review.letters.content import LetterContent, key_of, open_content, seal_content
from clayton_review.letters.models import Letter, LetterState
from clayton_review.refusals import Refused
from clayton_review.vault.actions import Resealed
from clayton_review.vault.crypto import Unreadable
from clayton_review.vault.selectors import keyring

DAMAGED = "Its text was damaged and cannot be read any more."
KEY_IS_GONE = "The key of its text is gone, so it cannot be read any more."


@transaction.atomic
def reseal_letters(*, by: object | None) -> Resealed:
    """Seal the text of each letter under an older key with the newest one; return how many.

    A letter whose text was damaged is given up, so that the old key can go; it is late until
    somebody sets it aside. Call it by `vault.actions.rotate_keys`, which refuses keys that open
    none of several letters. Raises `UnknownKey` for a letter under a key that is not held here.
    """
    newest = keyring().newest_id
    letters = Letter.objects.select_for_update().exclude(sealed=None).order_by("pk")
    older = [row for row in letters if key_of(row.sealed) != newest]
    contents = {row: _content_of(row) for row in older}
    resealed = {row: content for row, content in contents.items() if content}
    for row, content in resealed.items():
        row.sealed = seal_content(content, letter_id=row.pk)
    damaged = [row for row in older if row not in resealed]
    for row in damaged:
        _remove_text(row, DAMAGED)
    Letter.objects.bulk_update(older, ["sealed", "state", "about", "last_error"], batch_size=500)
    if resealed:
        first = next(iter(resealed))
        record(by=by, verb="sealed again", obj=first, n_letters=len(resealed), under=newest)
    for row in damaged:
        record(by=by, verb="gave up as unreadable", obj=row)
    return Resealed(len(resealed), len(damaged))


@transaction.atomic
def give_up_letters_under(key_id: str, *, by: object | None) -> int:
    """Give up the unsent letters under a key that is lost for good, and return how many.

    They are late until somebody sets them aside. Raises `Refused` if there are none, and while
    VAULT_KEYS has a key of this name: a mistyped one may still be set right.
    """
    if key_id in keyring().keys:
        raise Refused(
            f"VAULT_KEYS has a key “{key_id}”. Run rotate_vault_keys if it is the right one. "
            "If that is lost, remove it from VAULT_KEYS first."
        )
    unsent = Letter.objects.sendable().select_for_update().order_by("pk")
    letters = [row for row in unsent if key_of(row.sealed) == key_id]
    if not letters:
        raise Refused(f"No unsent e-mail is sealed under the key “{key_id}”.")
    for row in letters:
        _remove_text(row, KEY_IS_GONE)
        record(by=by, verb="gave up for the loss of a key", obj=row, key=key_id)
    Letter.objects.bulk_update(letters, ["sealed", "state", "about", "last_error"], batch_size=500)
    return len(letters)


def _content_of(letter: Letter) -> LetterContent | None:
    """Return what a letter says; None if it was damaged."""
    try:
        return open_content(bytes(letter.sealed or b""), letter_id=letter.pk)
    except Unreadable:
        return None


def _remove_text(letter: Letter, reason: str) -> None:
    """Delete a text that cannot be read, and stop trying to send it."""
    letter.sealed, letter.last_error = None, f"{letter.last_error} {reason}".strip()
    letter.about = ""  # another letter about the same is a new one
    if letter.state == LetterState.WAITING:
        letter.state = LetterState.GIVEN_UP
