"""The text of a letter, sealed with the vault's newest key until it is sent."""

import json
from dataclasses import asdict, dataclass, field
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage

from clayton_review.vault.crypto import (
    UnknownKey,
    Unreadable,
    associated_data,
    open_sealed,
    seal,
)
from clayton_review.vault.selectors import keyring

_TABLE, _FIELD = "letters_letter", "sealed"


@dataclass(frozen=True)
class LetterContent:
    """Text of a letter, and all else that stays secret in it; CSV files by name."""

    body: str
    from_email: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    csv_files: dict[str, str] = field(default_factory=dict)

    def message(self, *, to: str, subject: str, message_id: str) -> EmailMessage:
        """Return the message to hand to the mail server."""
        message = EmailMessage(
            subject=subject,
            body=self.body,
            from_email=self.from_email or settings.DEFAULT_FROM_EMAIL,
            to=[to],
            headers={
                "Auto-Submitted": "auto-generated",
                **self.headers,
                "Message-ID": message_id,
            },
        )
        for name, text in self.csv_files.items():
            message.attach(name, text, "text/csv")
        return message


def seal_content(content: LetterContent, *, letter_id: UUID) -> bytes:
    """Return the content sealed for this letter: key id, a colon, ciphertext."""
    ring = keyring()
    text = json.dumps(asdict(content)).encode()
    blob = seal(ring.keys[ring.newest_id], text, _place(letter_id))
    return ring.newest_id.encode() + b":" + blob


def key_of(sealed: bytes | memoryview | None) -> str:
    """Return the id of the key under which a content is sealed; empty if it was damaged."""
    key_id, colon, _ = bytes(sealed or b"").partition(b":")
    return key_id.decode() if colon and key_id.isascii() else ""


def open_content(sealed: bytes, *, letter_id: UUID) -> LetterContent:
    """Return the content of a letter; raises `UnknownKey`, or `Unreadable` for another letter's."""
    key_id, blob = key_of(sealed), sealed.partition(b":")[2]
    if not key_id:
        raise Unreadable("The sealed text does not say under which key it is.")
    key = keyring().keys.get(key_id)
    if key is None:
        raise UnknownKey(f"The vault key “{key_id}” is not held here.")
    return LetterContent(**json.loads(open_sealed(key, blob, _place(letter_id))))


def _place(letter_id: UUID) -> bytes:
    return associated_data(_TABLE, str(letter_id), _FIELD)
