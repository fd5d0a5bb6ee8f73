"""Answers for which people were thanked are kept, once each, whatever is killed meanwhile."""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from django.db import connection

from clayton_review.accounts.models import User
from surveys.answers import sealing
from surveys.answers.models import SealedBox
from surveys.survey.models import SampleKind
from tests.databases import database_gone, run_outside
from tests.local.checkout import free_port
from tests.processes import Processes, kill, processes, wait_until
from tests.surveys import factories
from tests.surveys.answers.flood import HIDDEN, THANKS, Fetch, over_loopback
from tests.threads import in_thread

__all__ = ["processes"]  # a fixture
pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
N_SENDERS, N_SHEETS = 20, 20  # sheets of each sender
N_BETWEEN = 40  # sheets from one disturbance to the next
FAILURES = (OSError, http.client.HTTPException)


@dataclass
class Senders:
    """People who send one sheet after the other, each again until they are thanked for it."""

    fetch: Fetch
    thanked: list[str] = field(default_factory=list)
    n_failures: int = 0

    def send_all(self, sender: int) -> None:
        for number in range(N_SHEETS):
            network = f"10.{sender}.{number}.1"
            page = self._until_it_has(lambda net=network: self.fetch(net, None), "submission")  # type: ignore[misc]
            answer = f"sheet {sender}-{number}"
            form = {**dict(HIDDEN.findall(page)), "q_feel_safe": "4", "q_story": answer}
            form["move"] = "send"
            send = lambda net=network, sent=form: self.fetch(net, sent)  # noqa: E731
            self._until_it_has(send, THANKS)
            self.thanked.append(answer)
            if number % 5 == 0:
                self._until_it_has(send, THANKS)  # sent twice, as by a reloaded page

    def _until_it_has(self, fetch: Callable[[], str], words: str) -> str:
        for _ in range(600):
            with suppress(*FAILURES):
                page = fetch()
                if words in page:
                    return page
            self.n_failures += 1
            time.sleep(0.1)
        raise AssertionError(f"{words} was never answered")


def end_every_session() -> None:
    """Cut all connections to the database, as its restart does."""
    run_outside(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"  # noqa: S608  # our own database
        f" WHERE datname = '{connection.settings_dict['NAME']}'"
    )


def disturb(processes: Processes, port: int, number: int) -> None:
    """Kill the web server, cut the database's sessions, or keep it closed a while, in turn."""
    if number % 3 == 0:
        kill(processes.running[-1])
        processes.web(port)
    elif number % 3 == 1:
        end_every_session()
    else:
        with database_gone():
            time.sleep(0.5)


def sheets_in_boxes() -> Counter[str]:
    boxes = ((box.pk, bytes(box.ciphertext), box.survey_id) for box in SealedBox.objects.all())
    return Counter(
        sealing.open_box(sealed, survey_id=survey, box_id=pk)["answers"]["story"]
        for pk, sealed, survey in boxes
    )


@pytest.mark.soak
@pytest.mark.parametrize("run", range(20))
def test_of_8000_sheets_none_is_lost_or_doubled(
    processes: Processes, lead: User, run: int, record_property: Callable[[str, object], None]
) -> None:
    """20 people send at the same time; web server and database end and come back."""
    factories.open_survey(by=lead, sample=SampleKind.OPT_IN)
    processes.environment["TRUSTED_PROXY_COUNT"] = "1"
    port = free_port()
    processes.web(port)
    senders = Senders(over_loopback(port))
    threads: list[threading.Thread] = [
        in_thread(lambda sender=sender: senders.send_all(sender))  # type: ignore[misc]
        for sender in range(N_SENDERS)
    ]
    connection.close()
    n_disturbances = 0
    for due in range(N_BETWEEN, N_SENDERS * N_SHEETS, N_BETWEEN):
        wait_until(lambda due=due: len(senders.thanked) >= due, seconds=600)  # type: ignore[misc]
        disturb(processes, port, n_disturbances)
        n_disturbances += 1
    for thread in threads:
        thread.join(600)
    kept, thanked = sheets_in_boxes(), set(senders.thanked)
    record_property("sheets thanked for", len(thanked))
    record_property("sheets lost", len(thanked - kept.keys()))
    record_property("sheets doubled", sum(kept.values()) - len(kept))
    record_property("kills and outages", n_disturbances)
    record_property("failures met", senders.n_failures)
    assert len(thanked) == N_SENDERS * N_SHEETS
    assert kept == Counter(thanked)
