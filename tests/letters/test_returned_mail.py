"""Returned mail is read, and shown beside the person to whom it did not get."""

import mailbox
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from clayton_review.accounts import actions as accounts
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.audit.models import AuditEntry
from clayton_review.jobs.models import Job
from clayton_review.jobs.registry import work_of
from clayton_review.letters import actions, mailboxes
from clayton_review.letters.content import LetterContent
from clayton_review.letters.models import Letter, LetterState
from clayton_review.letters.selectors import failed_letter_to
from tests.letters.mailbox_server import inbox_server
from tests.letters.outgoing import sent_letters

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
REASON = "550 5.1.1 <walter@example.org>: unknown user"

# As Postfix writes it, with the whole letter; other servers return its headers only.
REPORT = """From: MAILER-DAEMON@mail.example.org
To: review@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

I could not deliver your message.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; walter@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <walter@example.org>:
    unknown user

--b1
Content-Type: {original}

Subject: The report
Message-ID: {message_id}

{body}
--b1--
"""


def sent(to: str = "walter@example.org") -> Letter:
    letter = actions.write_letter(to=to, subject="The report", content=LetterContent("It is out."))
    sent_letters()
    return letter


def report_of(letter: Letter, **values: str) -> bytes:
    words = {
        "action": "failed",
        "status": "5.1.1",
        "original": "message/rfc822",
        "message_id": letter.message_id,
        "body": "It is out.",
    }
    return REPORT.format(**words | values).encode()


def state_of(letter: Letter) -> str:
    letter.refresh_from_db()
    return letter.state


@pytest.mark.parametrize("original", ["message/rfc822", "text/rfc822-headers"])
def test_a_letter_that_came_back_is_marked_once_with_the_reason(original: str) -> None:
    letter, other = sent(), sent("other@example.org")
    report = report_of(letter, original=original)
    assert actions.take_returned_mail([report, report]) == (2, 1)
    assert state_of(letter) == LetterState.BOUNCED
    assert letter.last_error == f"The e-mail came back: {REASON}"
    assert state_of(other) == LetterState.SENT
    assert AuditEntry.objects.get(verb="received a letter back").object_id == str(letter.pk)
    assert Letter.objects.late_or_failed().get() == letter


@pytest.mark.parametrize(
    "message",
    [
        {"action": "delayed", "status": "4.4.1"},
        {"action": "delivered", "status": "2.1.5"},
        {"message_id": "<of-another-system@example.org>"},
        {"message_id": "", "original": "text/plain"},
        {"original": "image/png"},
    ],
)
def test_other_reports_mark_nothing(message: dict[str, str]) -> None:
    letter = sent()
    assert actions.take_returned_mail([report_of(letter, **message)]) == (1, 0)
    assert state_of(letter) == LetterState.SENT


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\x00\xfe",
        b"Content-Type: multipart/report\n\nno parts",
        b"From: a@b.org\nSubject: Out of office\n\nBack on Monday.",
        b"".join(
            b'Content-Type: multipart/report; boundary="b%d"\n\n--b%d\n' % (n, n)
            for n in range(800)
        ),
    ],
    ids=["empty", "noise", "no parts", "a person", "parts in parts"],
)
def test_mail_that_is_no_report_is_left_aside(raw: bytes) -> None:
    assert actions.take_returned_mail([raw]) == (1, 0)


def test_what_a_stranger_writes_marks_nothing_for_they_know_no_message_id() -> None:
    letter = sent()
    forged = report_of(letter, message_id=f"<{letter.to}>")
    assert actions.take_returned_mail([forged]) == (1, 0)


def test_the_error_of_a_participant_names_no_address() -> None:
    letter = actions.get_or_create_letter("appointment 1", subject="Your appointment")
    assert actions.take_returned_mail([report_of(letter)]) == (1, 1)
    assert state_of(letter) == LetterState.BOUNCED
    assert letter.last_error == "The e-mail came back: 5.1.1"


def test_the_command_reads_a_maildir_an_mbox_and_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letters = [sent() for _ in range(3)]
    first, second, third = (report_of(letter) for letter in letters)
    for folder in ("new", "cur", "tmp"):
        (tmp_path / "Mail" / folder).mkdir(parents=True)
    (tmp_path / "Mail" / "new" / "1").write_bytes(first)
    (tmp_path / "Mail" / "cur" / "2:2,S").write_bytes(b"x" * (mailboxes.LARGEST + 1))
    with closing(mailbox.mbox(tmp_path / "mbox")) as box:
        box.add(second)
        box.add(b"Subject: Hello\n\nA person.")
    (tmp_path / "one.eml").write_bytes(third)
    for name in ("Mail", "mbox", "one.eml"):
        call_command("read_returned_mail", str(tmp_path / name))
    assert capsys.readouterr().out.splitlines() == [
        "1 messages read, 1 letters came back.",
        "2 messages read, 1 letters came back.",
        "1 messages read, 1 letters came back.",
    ]
    assert {state_of(letter) for letter in letters} == {LetterState.BOUNCED}


def test_the_command_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="set RETURNED_MAIL_URL"):
        call_command("read_returned_mail")
    with pytest.raises(CommandError, match="is no Maildir"):
        call_command("read_returned_mail", str(tmp_path))
    with pytest.raises(CommandError, match="No such file"):
        call_command("read_returned_mail", str(tmp_path / "none"))


def test_the_job_reads_unread_reports_of_the_mailbox_and_leaves_other_mail_unread(
    settings: Any,
) -> None:
    letter, later = sent(), sent()
    person = b"From: a@b.org\nSubject: A question\n\nWhen?"
    with inbox_server([person, report_of(letter), report_of(later)]) as inbox:
        inbox.seen.add(3)
        settings.RETURNED_MAIL_URL = f"imap://re%40view:s%20ecret@127.0.0.1:{inbox.port}/Returned"
        assert actions.request_reading()
        work_of(Job.objects.get(name=actions.READ_RETURNED).name)("")
        work_of(actions.READ_RETURNED)("")
    assert inbox.seen == {2, 3}
    assert inbox.logins[0] == 're@view "s ecret"'
    assert inbox.folders[0] == '"Returned"'
    assert "UNSEEN SMALLER 1048576" in inbox.searches[0]
    assert (state_of(letter), state_of(later)) == (LetterState.BOUNCED, LetterState.SENT)


@pytest.mark.parametrize("slow", ["CAPABILITY", "LOGIN", "SEARCH", "FETCH 2", "STORE 2"])
def test_a_mailbox_read_byte_by_byte_holds_no_worker_and_goes_on_next_time(
    settings: Any, monkeypatch: pytest.MonkeyPatch, slow: str
) -> None:
    monkeypatch.setattr(mailboxes, "GOODBYE_SECONDS", 0.1)
    letters = [sent(), sent()]
    with inbox_server([report_of(letter) for letter in letters]) as inbox:
        settings.RETURNED_MAIL_URL = f"imap://review:secret@127.0.0.1:{inbox.port}/Returned"
        inbox.drips_at = slow
        with monkeypatch.context() as patch, pytest.raises(TimeoutError, match="longer than"):
            patch.setattr(mailboxes, "READING_SECONDS", 0.5)
            actions.read_returned_mail()
        assert inbox.seen <= {1}
        assert not inbox.has_dripped_out
        inbox.drips_at = ""
        actions.read_returned_mail()
    assert {state_of(letter) for letter in letters} == {LetterState.BOUNCED}


def test_a_mailbox_that_says_goodbye_byte_by_byte_is_read(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailboxes, "GOODBYE_SECONDS", 0.2)
    letter = sent()
    with inbox_server([report_of(letter)]) as inbox:
        settings.RETURNED_MAIL_URL = f"imap://review:secret@127.0.0.1:{inbox.port}/Returned"
        inbox.drips_at = "LOGOUT"
        assert actions.read_returned_mail() == 1
        assert not inbox.has_dripped_out
    assert state_of(letter) == LetterState.BOUNCED


def test_without_a_mailbox_nothing_is_read() -> None:
    assert not actions.request_reading()
    assert not Job.objects.filter(name=actions.READ_RETURNED).exists()


def test_an_address_at_which_letters_come_back_is_shown_beside_the_person(
    as_: As, lead: User, board_member: User
) -> None:
    client, page = as_(lead), f"/people/{board_member.pk}/"
    letter = sent(board_member.email)
    assert "E-mails may not reach" not in client.get(page).content.decode()
    actions.take_returned_mail([report_of(letter)])
    assert "E-mails to this address come back" in client.get("/people/").content.decode()
    shown = client.get(page).content.decode()
    assert f"E-mails may not reach {board_member.name}" in shown
    assert "550 5.1.1 &lt;walter@example.org&gt;: unknown user" in shown
    accounts.change_account(
        user=board_member, email="right@example.org", role=Role.BOARD, reason="Moved", by=lead
    )
    assert "come back" not in client.get("/people/").content.decode()
    assert "E-mails may not reach" not in client.get(page).content.decode()


def test_a_later_letter_that_goes_out_ends_the_warning(
    as_: As, lead: User, city_staff: User
) -> None:
    actions.take_returned_mail([report_of(sent(city_staff.email))])
    assert "E-mails to this address come back" in as_(lead).get("/people/").content.decode()
    sent(city_staff.email)
    assert "E-mails to this address come back" not in as_(lead).get("/people/").content.decode()


def test_the_warning_stays_until_a_letter_to_that_address_goes_out(
    as_: As, lead: User, city_staff: User, board_member: User
) -> None:
    def n_shown() -> int:
        page = as_(lead).get("/people/").content.decode()
        return page.count("E-mails to this address come back")

    letter = sent(city_staff.email)
    actions.take_returned_mail([report_of(letter)])
    sent(board_member.email)  # another address
    actions.write_letter(to=city_staff.email, subject="Soon", content=LetterContent("Waits."))
    assert n_shown() == 1
    assert failed_letter_to(city_staff.email) == letter
    actions.set_aside(letter=letter, by=lead)
    assert n_shown() == 1
    assert failed_letter_to(city_staff.email) == letter
    assert actions.send_letter(letter_id=Letter.objects.get(subject="Soon").pk)
    assert n_shown() == 0
    assert failed_letter_to(city_staff.email) is None


def test_a_letter_given_up_and_set_aside_tells_nothing_of_its_address(lead: User) -> None:
    letter = actions.write_letter(to="a@example.org", subject="Soon", content=LetterContent("It."))
    Letter.objects.update(state=LetterState.GIVEN_UP)
    assert failed_letter_to("a@example.org") == letter
    actions.set_aside(letter=letter, by=lead)
    assert failed_letter_to("a@example.org") is None


def test_an_invitation_that_came_back_is_shown_beside_it(as_: As, lead: User) -> None:
    accounts.invite(email="new@example.org", role=Role.BOARD, by=lead)
    sent_letters()
    actions.take_returned_mail([report_of(Letter.objects.get())])
    page = as_(lead).get("/people/").content.decode()
    assert "new@example.org (e-mails to this address come back)" in page
