"""Writing and sending letters, and marking those that came back."""

from clayton_review.letters.actions.returned import (
    READ_RETURNED,
    read_returned_mail,
    request_reading,
    take_returned_mail,
)
from clayton_review.letters.actions.sending import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    MAX_ATTEMPTS,
    SEND,
    begin_attempt,
    deliver,
    fail_attempt,
    letter_about,
    request_due_letters,
    send_letter,
    set_aside,
    try_again,
    write_letter,
)

__all__ = [
    "FIRST_PAUSE",
    "LONGEST_PAUSE",
    "MAX_ATTEMPTS",
    "READ_RETURNED",
    "SEND",
    "begin_attempt",
    "deliver",
    "fail_attempt",
    "letter_about",
    "read_returned_mail",
    "request_due_letters",
    "request_reading",
    "send_letter",
    "set_aside",
    "take_returned_mail",
    "try_again",
    "write_letter",
]
