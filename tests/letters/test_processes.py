"""Workers that are killed while they send: nothing is lost, and a copy can be recognized."""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from clayton_review.jobs.actions import wake_due
from clayton_review.letters import actions
from clayton_review.letters.content import LetterContent
from clayton_review.letters.models import Letter, LetterState
from tests.letters.mail_server import MailServer, mail_server
from tests.processes import Processes, kill, processes, wait_until

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
__all__ = ["processes"]  # a fixture
ADDRESSES = [f"member{n}@example.org" for n in range(6)]


@pytest.fixture
def server(processes: Processes) -> Iterator[MailServer]:
    """A mail server to which the workers of the test hand letters."""
    with mail_server() as running:
        processes.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{running.port}"
        yield running


def write_to_all() -> None:
    for address in ADDRESSES:
        actions.write_letter(to=address, subject="Out", content=LetterContent("It is out."))


def all_settled() -> bool:
    wake_due()
    settled = [LetterState.SENT, LetterState.REFUSED]
    return not Letter.objects.exclude(state__in=settled).exists()


def copies_after_a_kill(processes: Processes, server: MailServer) -> tuple[int, int]:
    """Kill a worker while the server holds its letter; return letters and copies of one."""
    server.is_holding = True
    first = processes.worker()
    write_to_all()
    wait_until(server.held.is_set, purpose="The first letter")
    kill(first)
    server.is_holding = False
    server.ended.set()
    processes.worker()
    wait_until(all_settled, seconds=120)
    copies = Counter(str(message["Message-ID"]) for message in server.taken)
    assert set(copies) == set(Letter.objects.values_list("message_id", flat=True))
    return len(copies), max(copies.values())


def test_a_worker_killed_while_the_server_takes_a_letter_loses_none_and_repeats_only_that_one(
    processes: Processes, server: MailServer
) -> None:
    assert copies_after_a_kill(processes, server) == (6, 2)
    assert len(server.taken) == 7


@pytest.mark.soak
def test_a_worker_killed_before_the_server_took_a_letter_repeats_none(
    processes: Processes, server: MailServer
) -> None:
    server.replies[ADDRESSES[2]] = "550 No such user"
    server.is_silent_at = "DATA"
    first = processes.worker()
    write_to_all()
    wait_until(lambda: Letter.objects.filter(n_attempts=1, state=LetterState.WAITING).exists())
    kill(first)
    server.is_silent_at = ""
    processes.worker()
    wait_until(all_settled, seconds=120)
    assert Letter.objects.get(to=ADDRESSES[2]).state == LetterState.REFUSED
    assert sorted(server.recipients()) == [a for a in ADDRESSES if a != ADDRESSES[2]]


@pytest.mark.soak
@pytest.mark.parametrize("run", range(10))
def test_ten_kills_while_the_server_takes_a_letter(
    processes: Processes,
    server: MailServer,
    run: int,
    record_property: Callable[[str, object], None],
) -> None:
    n_letters, n_copies = copies_after_a_kill(processes, server)
    record_property("letters lost", 6 - n_letters)
    record_property("letters doubled", len(server.taken) - 6)
    assert (n_letters, n_copies) == (6, 2)
