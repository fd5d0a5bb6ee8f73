"""One record held for 70 seconds: six people who send its form keep no thread from other pages."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest
from django.test import Client

from clayton_review.accounts.models import User
from incidents.models import Incident
from tests.incidents import factories
from tests.local.checkout import free_port
from tests.processes import Processes, processes
from tests.threads import held, in_thread

__all__ = ["processes"]  # a fixture
pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
HELD_SECONDS = 70
N_WRITERS, N_READERS = 6, 4
REASON = "Entered twice."
Answer = tuple[int, float, str]  # status, seconds, page


@dataclass
class Person:
    """Somebody signed in, whose browser sends requests to the web server."""

    port: int
    cookies: dict[str, str]
    answers: list[Answer] = field(default_factory=list)

    def fetch(self, path: str, form: dict[str, str] | None = None) -> int:
        """Read a page or send a form; return the status of the answer."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {
            "Host": f"localhost:{self.port}",
            "Cookie": cookies,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        start = time.monotonic()
        line = HTTPConnection("127.0.0.1", self.port, timeout=120)
        line.request("POST" if form else "GET", path, urlencode(form or {}), headers)
        answer = line.getresponse()
        page = answer.read().decode()
        line.close()
        self.answers.append((answer.status, time.monotonic() - start, page))
        return answer.status


@pytest.mark.soak
def test_six_senders_of_a_record_held_for_seventy_seconds_stop_its_own_page_alone(
    processes: Processes,
    consultant: User,
    as_: Callable[[User], Client],
    record_property: Callable[[str, object], None],
) -> None:
    incident = factories.incident(by=consultant)
    path = f"/incidents/{incident.reference}/withdraw/"
    browser = as_(consultant)
    form = {"revision": str(browser.get(path).context["form"]["revision"].value())}
    form |= {"reason": REASON, "csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    port = free_port()
    processes.web(port)
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    with held(lambda: Incident.objects.select_for_update().get(pk=incident.pk)):
        refused, read_pages = answers_meanwhile(port, cookies, path, form)
    record_property("forms answered with 503", len(refused))
    record_property("other pages answered", len(read_pages))
    longest = max(seconds for _, seconds, _ in read_pages)
    record_property("longest wait for another page, ms", round(1_000 * longest))
    assert Counter(status for status, _, _ in refused) == {503: len(refused)}
    assert all("nothing you typed is lost" in page for _, _, page in refused)
    assert all(f'value="{REASON}"' in page for _, _, page in refused)
    assert Counter(status for status, _, _ in read_pages) == {200: len(read_pages)}
    assert Person(port, cookies).fetch(path, form) == 302
    incident.refresh_from_db()
    assert incident.withdrawn_reason == REASON


def answers_meanwhile(
    port: int, cookies: dict[str, str], path: str, form: dict[str, str]
) -> tuple[list[Answer], list[Answer]]:
    """Return what people got who sent a form, and others who read pages, for 70 seconds."""
    writers = [Person(port, cookies) for _ in range(N_WRITERS)]
    readers = [Person(port, cookies) for _ in range(N_READERS)]
    is_free = threading.Event()
    threads = [in_thread(lambda who=who: write(who, path, form, is_free)) for who in writers]  # type: ignore[misc]
    threads += [in_thread(lambda who=who: read(who, is_free)) for who in readers]  # type: ignore[misc]
    time.sleep(HELD_SECONDS)
    is_free.set()
    for thread in threads:
        thread.join(120)
    return (
        [answer for writer in writers for answer in writer.answers],
        [answer for reader in readers for answer in reader.answers],
    )


def write(person: Person, path: str, form: dict[str, str], is_free: threading.Event) -> None:
    """Send the form again and again while the record is held."""
    while not is_free.is_set():
        person.fetch(path, form)


def read(person: Person, is_free: threading.Event) -> None:
    """Read other pages, one after the other."""
    while not is_free.is_set():
        for path in ("/incidents/", "/start/", "/", "/healthz"):
            person.fetch(path)
