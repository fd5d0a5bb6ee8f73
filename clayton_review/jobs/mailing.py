"""Sending one letter to each of several people."""

from collections.abc import Callable, Iterable
from typing import TypeVar

Recipient = TypeVar("Recipient")


def send_each(recipients: Iterable[Recipient], send: Callable[[Recipient], bool]) -> int:
    """Send a letter to each recipient; return how many went out.

    An address that the mail server refuses keeps nobody else from a letter. Raises the first
    `OSError` (an `SMTPException` is one) after the last letter, so that the job is run again.
    """
    n_sent = 0
    errors: list[OSError] = []
    for recipient in recipients:
        try:
            n_sent += send(recipient)
        except OSError as error:
            errors.append(error)
    if errors:
        raise errors[0]
    return n_sent
