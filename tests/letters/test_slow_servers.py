"""A mail server that is slow, or says no goodbye, holds no worker and gets no second copy."""

from typing import Any

import pytest

from clayton_review.letters import delivery
from clayton_review.letters.content import LetterContent
from clayton_review.letters.delivery import hand_over
from clayton_review.letters.models import LetterState
from tests.letters.mail_server import MailServer
from tests.letters.outgoing import send_all, state_of, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.mark.parametrize("command", ["EHLO", "RCPT", "DATA"])
def test_a_server_that_answers_byte_by_byte_holds_no_worker_for_long(
    server: MailServer, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr(delivery, "HAND_OVER_SECONDS", 0.3)
    server.drips_at, letter = command, written()
    assert send_all() == [False]
    assert state_of(letter) == LetterState.WAITING
    assert letter.last_error == "The mail server did not answer in time."


def test_a_goodbye_byte_by_byte_holds_no_worker_and_the_letter_is_sent(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "GOODBYE_SECONDS", 0.3)
    server.drips_at, letter = "QUIT", written()
    assert send_all() == [True]
    assert state_of(letter) == LetterState.SENT


@pytest.mark.parametrize("trouble", [{"is_silent_at": "QUIT"}, {"hangs_up_at": "QUIT"}])
def test_a_server_that_says_no_goodbye_gets_no_second_copy(
    server: MailServer, settings: Any, trouble: dict[str, str]
) -> None:
    settings.EMAIL_TIMEOUT = 0.2
    for name, value in trouble.items():
        setattr(server, name, value)
    letter = written()
    assert send_all() == [True]
    assert state_of(letter) == LetterState.SENT
    assert len(server.taken) == 1


def test_the_row_says_sent_before_the_connection_is_closed(server: MailServer) -> None:
    message = LetterContent("Out.").message(to="a@example.org", subject="Out", message_id="<1@a>")
    commands_before: list[str] = []
    hand_over(message, on_accepted=lambda: commands_before.extend(server.commands))
    assert commands_before[-1] == "DATA"
    assert server.commands[-1] == "QUIT"
