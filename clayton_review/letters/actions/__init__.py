"""Writing and sending letters, and marking those that came back."""

from clayton_review.letters.actions.resealing import give_up_letters_under, reseal_letters
from clayton_review.letters.actions.returned import (
    READ_RETURNED,
    read_returned_mail,
    request_reading,
    take_returned_mail,
)
from clayton_review.letters.actions.sending import (
    FIRST_PAUSE,
    MAX_ATTEMPTS,
    SEND,
    begin_attempt,
    deliver,
    fail_attempt,
    get_or_create_letter,
    give_up_earlier,
    request_due_letters,
    send_letter,
    send_now,
    set_aside,
    take_back,
    write_letter,
)

__all__ = [
    "FIRST_PAUSE",
    "MAX_ATTEMPTS",
    "READ_RETURNED",
    "SEND",
    "begin_attempt",
    "deliver",
    "fail_attempt",
    "get_or_create_letter",
    "give_up_earlier",
    "give_up_letters_under",
    "read_returned_mail",
    "request_due_letters",
    "request_reading",
    "reseal_letters",
    "send_letter",
    "send_now",
    "set_aside",
    "take_back",
    "take_returned_mail",
    "write_letter",
]
