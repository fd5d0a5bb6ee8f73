"""Handing one message to the mail server, and its refusals in plain words."""

from collections.abc import Callable
from contextlib import suppress
from smtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from ssl import SSLError

from django.core.mail import EmailMessage, get_connection

from clayton_review.letters.deadline import deadline

LONGEST_REPLY = 500
HAND_OVER_SECONDS = 120.0  # for one letter; EMAIL_TIMEOUT bounds only how long a byte may take
GOODBYE_SECONDS = 10.0
PERMANENT = 500  # replies of a mail server from this number on refuse for good (RFC 5321, 4.2.1)


class NotDelivered(ConnectionError):
    """The mail server did not take a letter; `reply` is what it answered, and may name people.

    `is_refused` is true if it will not take this letter at any other time either.
    """

    def __init__(self, sentence: str, *, reply: str = "", is_refused: bool = False) -> None:
        super().__init__(sentence)
        self.reply = reply
        self.is_refused = is_refused


def hand_over(message: EmailMessage, *, on_accepted: Callable[[], None]) -> None:
    """Hand a message to the mail server; `on_accepted` is called as soon as it has taken it.

    Saying goodbye to the server comes last: it may take long, and fail, with the letter sent.
    Raises `NotDelivered`.
    """
    connection = get_connection()
    try:
        with deadline(HAND_OVER_SECONDS):
            connection.open()
            connection.send_messages([message])
    except (OSError, ValueError) as error:
        raise _not_delivered(error) from None
    else:
        on_accepted()
    finally:
        # The server may have hung up first, or not answer.
        with suppress(OSError), deadline(GOODBYE_SECONDS):
            connection.close()


def _not_delivered(error: OSError | ValueError) -> NotDelivered:
    """Return the error in plain words.

    Replies from 500 on to the recipient or the text refuse this letter for good. Those to our own
    password or sender stop every letter until the settings are right, so the letter waits.
    """
    if isinstance(error, SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return _refusal("The mail server refused the address", code, text)
    if isinstance(error, SMTPAuthenticationError):
        return NotDelivered("The mail server refused our password", reply=str(error.smtp_code))
    if isinstance(error, SMTPDataError):
        return _refusal("The mail server refused the e-mail", error.smtp_code, error.smtp_error)
    if isinstance(error, SMTPSenderRefused):
        reply = _reply(error.smtp_code, error.smtp_error)
        return NotDelivered("The mail server refused our address as sender", reply=reply)
    if isinstance(error, SMTPResponseException):
        reply = _reply(error.smtp_code, error.smtp_error)
        return NotDelivered("The mail server is not ready", reply=reply)
    return NotDelivered(_failure(error))


def _failure(error: OSError | ValueError) -> str:
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return "The mail server did not answer in time"
    if isinstance(error, SMTPServerDisconnected | ConnectionResetError | BrokenPipeError):
        return "The mail server hung up"
    if isinstance(error, SSLError):
        return "The connection to the mail server cannot be encrypted safely"
    if isinstance(error, SMTPException | ValueError):
        return f"The e-mail could not be handed over ({type(error).__name__})"
    return f"The mail server cannot be reached ({error.strerror or type(error).__name__})"


def _refusal(sentence: str, code: int, text: bytes | str) -> NotDelivered:
    is_refused = code >= PERMANENT
    return NotDelivered(sentence, reply=_reply(code, text), is_refused=is_refused)


def _reply(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return " ".join(f"{code} {words}".replace("\x00", "").split())[:LONGEST_REPLY]
