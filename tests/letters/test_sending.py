"""Letters reach each address whatever one address, the mail server or the worker does."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.jobs.models import Job
from clayton_review.letters import actions
from clayton_review.letters.actions import sending
from clayton_review.letters.content import LetterContent, open_content, seal_content
from clayton_review.letters.delivery import NotDelivered
from clayton_review.letters.models import LONGEST_PAUSE, Letter, LetterState
from clayton_review.refusals import Refused
from clayton_review.vault.crypto import Unreadable
from tests.letters.mail_server import MailServer
from tests.letters.outgoing import NOON, send_all, sent_letters, state_of, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
BOARD = [f"member{n}@example.org" for n in range(6)]


def errors_of_failed() -> list[str]:
    return list(Letter.objects.late_or_failed().values_list("last_error", flat=True))


def test_an_address_that_is_refused_keeps_nobody_else_from_a_letter(server: MailServer) -> None:
    server.replies[BOARD[0]] = "550 5.1.1 No such user"
    letters = [written(address) for address in BOARD]
    send_all()
    send_all()
    assert sorted(server.recipients()) == BOARD[1:]
    assert state_of(letters[0]) == LetterState.REFUSED
    assert letters[0].n_attempts == 1
    assert letters[0].last_error == "The mail server refused the address: 550 5.1.1 No such user"
    assert {state_of(letter) for letter in letters[1:]} == {LetterState.SENT}


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        ({"replies": {"RCPT": "450 4.2.1 Try later"}}, "refused the address: 450 4.2.1 Try later"),
        ({"replies": {"DATA": "452 Disk full"}}, "refused the e-mail: 452 Disk full"),
        ({"replies": {"EHLO": "421 Busy", "HELO": "421 Busy"}}, "is not ready: 421 Busy"),
        ({"replies": {"MAIL": "530 Sign in"}}, "refused our address as sender: 530 Sign in"),
        ({"hangs_up_at": "MAIL"}, "hung up."),
        ({"hangs_up_at": "TEXT"}, "hung up."),
        ({"is_silent_at": "RCPT"}, "did not answer in time."),
        ({"port": 1}, "cannot be reached (Connection refused)."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_letter_waits_while_the_server_is_in_trouble_and_goes_out_once_afterwards(
    server: MailServer, settings: Any, trouble: dict[str, Any], error: str
) -> None:
    settings.EMAIL_TIMEOUT, port = 0.2, server.port
    for name, value in trouble.items():
        setattr(server, name, value)
    settings.EMAIL_PORT = server.port
    letter = written()
    assert send_all() == [False]
    assert state_of(letter) == LetterState.WAITING
    assert letter.last_error.endswith(error)
    server.replies, server.hangs_up_at, server.is_silent_at = {}, "", ""
    settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = port, 5
    assert send_all() == [False]  # its pause is not over
    with clock.at(letter.due_at):
        assert send_all() == [True]
    assert (state_of(letter), letter.last_error) == (LetterState.SENT, "")
    assert server.recipients() == ["walter@example.org"]


def test_pauses_grow_until_the_letter_is_given_up(server: MailServer) -> None:
    server.replies["RCPT"] = "450 Try later"
    letter, moment, pauses = written(), NOON, []
    for _ in range(actions.MAX_ATTEMPTS):
        with clock.at(moment):
            send_all()
        letter.refresh_from_db()
        pauses.append(letter.due_at - moment)
        moment = letter.due_at
    assert pauses[:4] == [timedelta(minutes=n) for n in (1, 2, 4, 8)]
    assert max(pauses) == LONGEST_PAUSE
    assert timedelta(days=1) < moment - NOON < timedelta(days=3)
    assert letter.state == LetterState.GIVEN_UP
    with clock.at(moment + timedelta(days=1)):
        server.replies.clear()
        assert send_all() == [False]
        assert actions.request_due_letters() == 0
    assert server.taken == []


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
def test_what_the_server_refuses_for_good_is_tried_once_and_shown_until_the_lead_sends_it(
    server: MailServer, lead: User, command: str
) -> None:
    server.replies[command] = "554 Never"
    letter = written()
    assert send_all() == [False]
    assert state_of(letter) == LetterState.REFUSED
    with clock.at(NOON + timedelta(days=1)):
        assert actions.request_due_letters() == 0
        assert send_all() == [False]
        assert server.commands.count("MAIL") == 1
        [error] = errors_of_failed()
        assert error.endswith("554 Never")
        server.replies.clear()
        actions.send_now(letter=letter, by=lead)
        assert send_all() == [True]


def test_a_letter_that_waits_after_an_error_goes_out_when_the_lead_wants_it(
    server: MailServer, lead: User
) -> None:
    server.replies["RCPT"] = "450 Try later"
    letter = written()
    assert send_all() == [False]
    server.replies.clear()
    assert send_all() == [False]  # its pause is not over
    actions.send_now(letter=letter, by=lead)
    assert send_all() == [True]


def test_a_letter_whose_link_was_ended_is_not_sent_and_needs_no_attention(
    server: MailServer,
) -> None:
    letter, other = written(about="link 1"), written(about="link 2")
    assert actions.take_back(["link 1", "link 3"]) == 1
    assert sorted(send_all()) == [False, True]
    assert (state_of(letter), letter.sealed) == (LetterState.GIVEN_UP, None)
    assert letter.last_error == "The link in it no longer works."
    assert errors_of_failed() == []
    assert state_of(other) == LetterState.SENT
    assert actions.take_back(["link 2"]) == 0
    assert written(about="link 1") != letter


def test_a_letter_taken_back_while_it_is_handed_over_is_not_tried_again(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = written(about="link 1")

    def fail_late(*_arguments: object, **_options: object) -> None:
        actions.take_back(["link 1"])
        raise NotDelivered("The mail server hung up")

    monkeypatch.setattr(sending, "hand_over", fail_late)
    assert send_all() == [False]
    assert state_of(letter) == LetterState.GIVEN_UP
    assert letter.last_error == "The link in it no longer works."


def test_a_letter_that_another_worker_sent_meanwhile_stays_sent(server: MailServer) -> None:
    letter = written()
    assert send_all() == [True]
    actions.fail_attempt(letter, NotDelivered("The mail server hung up"))
    assert (state_of(letter), letter.last_error) == (LetterState.SENT, "")
    assert errors_of_failed() == []
    assert not actions.begin_attempt(letter)


def test_a_letter_that_came_back_before_its_row_says_sent_stays_returned(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = written()

    def hand_over_late(_message: object, *, on_accepted: Callable[[], None]) -> None:
        Letter.objects.update(state=LetterState.BOUNCED, sent_at=NOON, sealed=None)
        on_accepted()

    monkeypatch.setattr(sending, "hand_over", hand_over_late)
    send_all()
    assert state_of(letter) == LetterState.BOUNCED


def test_a_letter_that_was_given_up_goes_out_when_the_lead_wants_it(
    server: MailServer, lead: User
) -> None:
    letter = written()
    Letter.objects.update(state=LetterState.GIVEN_UP, n_attempts=actions.MAX_ATTEMPTS)
    actions.send_now(letter=letter, by=lead)
    assert AuditEntry.objects.get(verb="had a letter sent again").object_id == str(letter.pk)
    assert send_all() == [True]
    assert len(server.taken) == 1
    with pytest.raises(Refused, match="cannot be sent again"):
        actions.send_now(letter=letter, by=lead)


def test_what_the_lead_set_aside_is_sent_no_more_and_needs_no_attention(
    server: MailServer, lead: User
) -> None:
    server.replies["RCPT"] = "550 No such user"
    letter = written()
    send_all()
    assert errors_of_failed() == ["The mail server refused the address: 550 No such user"]
    actions.set_aside(letter=letter, by=lead)
    assert errors_of_failed() == []
    assert AuditEntry.objects.get(verb="set a letter aside").object_id == str(letter.pk)
    letter.refresh_from_db()
    assert (letter.state, letter.sealed) == (LetterState.REFUSED, None)
    with pytest.raises(Refused, match="cannot be sent again"):
        actions.send_now(letter=letter, by=lead)
    assert not actions.begin_attempt(letter)
    with pytest.raises(Refused, match="no attention"):
        actions.set_aside(letter=letter, by=lead)


def test_a_letter_that_no_worker_takes_is_late_after_ten_minutes() -> None:
    written()
    assert errors_of_failed() == []
    with clock.at(NOON + timedelta(minutes=11)):
        assert errors_of_failed() == [""]


def test_an_attempt_begins_only_with_what_is_to_be_sent(lead: User) -> None:
    waiting, sent, aside = (written(f"n{number}@example.org") for number in range(3))
    Letter.objects.filter(pk=sent.pk).update(state=LetterState.SENT, sent_at=NOON, sealed=None)
    Letter.objects.filter(pk=aside.pk).update(set_aside_at=NOON)
    assert [actions.begin_attempt(row) for row in (sent, aside, waiting)] == [False, False, True]
    attempts = dict(Letter.objects.values_list("pk", "n_attempts"))
    assert attempts == {waiting.pk: 1, sent.pk: 0, aside.pk: 0}


def test_letters_about_an_earlier_state_are_given_up_and_no_others() -> None:
    about = ["slot 1 on Monday", "slot 1 on Tuesday", "slot 2 on Monday"]
    get_letter = partial(actions.get_or_create_letter, subject="Reminder")
    monday, tuesday, other = (get_letter(text) for text in about)
    sent = get_letter("slot 1 on Friday")
    Letter.objects.filter(pk=sent.pk).update(state=LetterState.SENT, sent_at=NOON)
    assert actions.give_up_earlier("slot 1", but="slot 1 on Tuesday") == 1
    states = [state_of(letter) for letter in (monday, tuesday, other, sent)]
    assert states == [LetterState.GIVEN_UP, tuesday.state, other.state, LetterState.SENT]
    assert get_letter("slot 1 on Monday") != monday


def test_one_letter_is_sent_at_a_time(server: MailServer) -> None:
    written("first@example.org")
    second = written("second@example.org")
    assert actions.send_letter(letter_id=second.pk)
    assert server.recipients() == ["second@example.org"]


def test_only_the_letter_that_needs_it_is_set_aside(server: MailServer, lead: User) -> None:
    server.replies["first@example.org"] = "550 No such user"
    written("first@example.org")
    sent = written("second@example.org")
    send_all()
    with pytest.raises(Refused, match="no attention"):
        actions.set_aside(letter=sent, by=lead)


def test_the_clock_has_each_letter_sent_that_is_due_and_no_other() -> None:
    due, waiting = written(), written("other@example.org")
    Letter.objects.filter(pk=waiting.pk).update(due_at=NOON + timedelta(hours=1))
    Job.objects.all().delete()
    assert actions.request_due_letters() == 1
    assert Job.objects.get().key == str(due.pk)


def test_the_text_is_sealed_until_the_letter_is_sent_and_then_gone(server: MailServer) -> None:
    letter, other = written(), written("other@example.org")
    sealed = bytes(letter.sealed or b"")
    assert b"It is out" not in sealed
    assert open_content(sealed, letter_id=letter.pk).body == "It is out."
    with pytest.raises(Unreadable):
        open_content(sealed, letter_id=other.pk)
    send_all()
    letter.refresh_from_db()
    assert letter.sealed is None
    with pytest.raises(IntegrityError, match="sent_letter_keeps_no_text"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(sealed=sealed)


def test_a_letter_whose_vault_key_is_not_here_waits_for_it(
    server: MailServer, settings: Any
) -> None:
    letter, keys = written(), settings.VAULT_KEYS
    settings.VAULT_KEYS = "other:" + keys.partition(":")[2]
    assert send_all() == [False]
    assert state_of(letter) == LetterState.WAITING
    assert letter.last_error == "The vault key “development” is not held here."
    settings.VAULT_KEYS = keys
    with clock.at(letter.due_at):
        assert send_all() == [True]


def test_a_letter_written_while_the_clock_ran_ahead_waits_for_no_later_day(
    server: MailServer,
) -> None:
    with clock.at(NOON + timedelta(days=100)):
        letter = written()
    server.replies["RCPT"] = "450 Try later"
    failed = written("second@example.org")
    with clock.at(NOON + timedelta(days=100)):
        actions.send_letter(letter_id=failed.pk)
    server.replies.clear()
    assert sorted(errors_of_failed()) == ["", "The mail server refused the address: 450 Try later"]
    assert actions.request_due_letters() == 2
    assert send_all() == [True, True]
    assert state_of(letter) == LetterState.SENT


def test_a_letter_whose_pause_is_the_longest_waits_for_its_end() -> None:
    letter = written()
    Letter.objects.filter(pk=letter.pk).update(due_at=NOON + LONGEST_PAUSE)
    assert actions.request_due_letters() == 0
    assert errors_of_failed() == []


def test_a_letter_with_a_link_that_has_run_out_is_not_sent(server: MailServer) -> None:
    letter = written(expires_at=NOON + timedelta(minutes=20))
    with clock.at(NOON + timedelta(minutes=20)):
        assert send_all() == [False]
    assert (state_of(letter), letter.sealed) == (LetterState.GIVEN_UP, None)
    assert letter.last_error == "The link in it has expired."
    assert server.taken == []


def test_a_letter_is_written_or_not_with_the_act_that_it_tells_of() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        written()
        raise RuntimeError
    assert not Letter.objects.exists()
    letter = written()
    assert Job.objects.get(name=actions.SEND).key == str(letter.pk)


def test_a_second_copy_carries_the_same_message_id(server: MailServer) -> None:
    """A worker that is killed before the row says so leaves the letter waiting: it goes again."""
    letter = written()
    send_all()
    Letter.objects.update(state=LetterState.WAITING, sealed=_sealed_again(letter))
    send_all()
    assert [message["Message-ID"] for message in server.taken] == [letter.message_id] * 2


def _sealed_again(letter: Letter) -> bytes:
    return seal_content(LetterContent("It is out."), letter_id=letter.pk)


def test_a_letter_that_kills_its_worker_every_time_is_given_up(server: MailServer) -> None:
    letter = written()
    Letter.objects.update(n_attempts=actions.MAX_ATTEMPTS)
    assert send_all() == [False]
    assert state_of(letter) == LetterState.GIVEN_UP
    assert letter.last_error == "The worker died in every attempt."


def test_a_subject_of_two_lines_becomes_one() -> None:
    actions.write_letter(
        to="a@example.org", subject="Ahead\nBcc: all@example.org", content=LetterContent("Text.")
    )
    [letter] = sent_letters()
    assert isinstance(letter, EmailMessage)
    assert letter.subject == "Ahead Bcc: all@example.org"
    assert letter.recipients() == ["a@example.org"]
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
