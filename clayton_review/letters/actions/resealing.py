"""Sealing letters that wait again, when the vault's newest key is another one."""

from django.db import transaction

from clayton_review.audit.actions import record
from clayton_review.letters.content import key_of, open_content, seal_content
from clayton_review.letters.models import Letter
from clayton_review.vault.crypto import Unreadable
from clayton_review.vault.selectors import keyring


@transaction.atomic
def reseal_letters(*, by: object | None) -> int:
    """Seal the text of each letter under an older key with the newest one; return how many.

    A text that does not open stays as it is. Raises `UnknownKey`, and then changes nothing.
    """
    newest = keyring().newest_id
    letters = Letter.objects.select_for_update().exclude(sealed=None).order_by("pk")
    resealed = [row for row in letters if key_of(row.sealed) != newest and _reseal(row)]
    Letter.objects.bulk_update(resealed, ["sealed"], batch_size=500)
    if resealed:
        record(by=by, verb="sealed again", obj=resealed[0], n_letters=len(resealed), under=newest)
    return len(resealed)


def _reseal(letter: Letter) -> bool:
    try:
        content = open_content(bytes(letter.sealed or b""), letter_id=letter.pk)
    except Unreadable:
        return False
    letter.sealed = seal_content(content, letter_id=letter.pk)
    return True
