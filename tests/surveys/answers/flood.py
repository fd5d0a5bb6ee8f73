"""A flood of scripted sheets while people answer an open survey; each visitor is a generator.

A visitor yields the seconds until its next request. `in_virtual_time` runs all within this process
and needs no waiting; `in_real_time` sends real requests to a server on the loopback interface.
"""

import heapq
import http.client
import math
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from django.test import Client

from clayton_review import clock
from surveys.answers import sealing
from surveys.answers.models import Channel, SealedBox
from tests.surveys import factories
from tests.surveys.pages import QUESTIONS

N_PAGES = 3
N_TRIES = 5
LANGUAGE = "es-US,es;q=0.9,en;q=0.8"  # as a browser names it
NOTATION = factories.HEAD + "".join(
    f"""
== Page {page} | Página {page}
? a{page} agreement: I feel safe, {page}. | Me siento seguro, {page}.
? b{page} agreement: I trust the police, {page}. | Confío en la policía, {page}.
? c{page} line: Anything else, {page}? | ¿Algo más, {page}?
"""
    for page in range(N_PAGES)
)
HIDDEN = re.compile(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"')
WAITS = re.compile(r'data-wait="(\d+)"')
THANKS = "We received your answers"
Form = dict[str, str]
Visit = Generator[float, None, None]
Fetch = Callable[[str, Form | None], str]  # network, form; without a form the page is read


@dataclass(frozen=True)
class Outcome:
    """Sheets that came in, by the name of their sender and whether they were marked."""

    marked: Counter[str]
    unmarked: Counter[str]

    def came_in(self, sender: str) -> int:
        return self.marked[sender] + self.unmarked[sender]


def person(fetch: Fetch, network: str, number: int) -> Visit:
    """Answer as people do: at their own pace, some in straight lines, some going back."""
    chance = _chance(number)
    pace = (9.0, 2.5, 15.0)[number % 3]
    page = fetch(network, None)
    answers = _answers("person", chance, is_straight=number % 10 == 0)
    for step in range(N_PAGES):
        yield pace * (0.8 + 0.4 * chance.random())
        typed = {name: text for name, text in answers.items() if name.endswith(str(step))}
        page = fetch(network, {**_fields(page), **typed, "move": "next"})
    if number % 7 == 0:
        yield pace
        back = fetch(network, {**_fields(page), "move": "to-0"})
        page = fetch(network, {**_fields(back), "q_a0": "3", "move": "next"})
    yield pace
    page = fetch(network, {**_fields(page), "move": "send"})
    while wait := WAITS.search(page):
        yield int(wait[1]) + 1
        page = fetch(network, {**_fields(page), "move": "send"})
    assert THANKS in page, page


def patient(fetch: Fetch, network: str, number: int) -> Visit:
    """A program that does all that a person does."""
    chance = _chance(number)
    page = fetch(network, None)
    for _ in range(N_PAGES):
        yield 5
        answers = _answers("patient", chance)
        page = fetch(network, {**_fields(page), **answers, "move": "next"})
    page = fetch(network, {**_fields(page), "move": "send"})
    while wait := WAITS.search(page):
        yield int(wait[1])
        page = fetch(network, {**_fields(page), "move": "send"})


def direct(fetch: Fetch, network: str, number: int) -> Visit:
    """Send a form that was never read."""
    yield 0
    fetch(network, {**_answers("direct", _chance(number)), "page": "2", "move": "send"})


def whole(fetch: Fetch, network: str, number: int) -> Visit:
    """Read the first page, and send everything at once."""
    yield 0
    answers = _answers("whole", _chance(number))
    fetch(network, {**_fields(fetch(network, None)), **answers, "page": "2", "move": "send"})


def straight(fetch: Fetch, network: str, number: int) -> Visit:
    """Walk through all pages at once with one and the same choice."""
    yield 0
    page = fetch(network, None)
    answers = _answers("straight", _chance(number), is_straight=True)
    for _ in range(N_PAGES):
        page = fetch(network, {**_fields(page), **answers, "move": "next"})
    fetch(network, {**_fields(page), "move": "send"})


def forged(fetch: Fetch, network: str, number: int) -> Visit:
    """Send a form that claims to have shown every page, with mixed answers."""
    yield 0
    answers = _answers("forged", _chance(number))
    fetch(network, {**answers, "seen": "0 1 2 3", "page": "3", "move": "send"})


def hoarding(fetch: Fetch, network: str, number: int) -> Visit:
    """Send a form as `forged` does, and wait as the page asks, however many wait beside it."""
    yield 0
    form = {**_answers("hoarding", _chance(number)), "submission": str(UUID(int=number))}
    page = fetch(network, {**form, "seen": "0 1 2 3", "page": "3", "move": "send"})
    while wait := WAITS.search(page):
        yield int(wait[1])
        page = fetch(network, {**_fields(page), "move": "send"})


SCRIPTS = (direct, whole, straight, forged)


def _chance(number: int) -> random.Random:
    return random.Random(number)  # noqa: S311  # the same visitors in each run


def _answers(sender: str, chance: random.Random, *, is_straight: bool = False) -> Form:
    place = str(chance.randint(1, 5))
    closed = {
        f"q_{letter}{page}": place if is_straight else str(chance.randint(1, 5))
        for letter in "ab"
        for page in range(N_PAGES)
    }
    return closed | {"q_c2": sender}


def _fields(page: str) -> Form:
    return dict(HIDDEN.findall(page))


def outcome() -> Outcome:
    """Open what lies in the boxes, and tell by the last answer who sent it."""
    marked: Counter[str] = Counter()
    unmarked: Counter[str] = Counter()
    for box in SealedBox.objects.all():
        content = sealing.open_box(bytes(box.ciphertext), survey_id=box.survey_id, box_id=box.pk)
        is_marked = content["channel"] == Channel.PROGRAM
        (marked if is_marked else unmarked)[content["answers"]["c2"]] += 1
    return Outcome(marked, unmarked)


def in_virtual_time(start: datetime, visits: Iterable[Visit], *, until: float = math.inf) -> None:
    """Let all visitors act in the order of their times, without waiting for any."""
    queue = [(0.0, number, visit) for number, visit in enumerate(visits)]
    while queue:
        second, number, visit = heapq.heappop(queue)
        if second > until:
            break
        with clock.at(start + timedelta(seconds=second)):
            pause = next(visit, None)
        if pause is not None:
            heapq.heappush(queue, (second + pause, number, visit))


def in_process(network: str, form: Form | None, language: str = "") -> str:
    """Read or send the form within this process, as programs do, without naming a language."""
    headers = {"X-Forwarded-For": network, **_naming(language)}
    browser = Client(headers=headers)
    answer = browser.get(QUESTIONS) if form is None else browser.post(QUESTIONS, form)
    return answer.content.decode()


in_browser = partial(in_process, language=LANGUAGE)


def _naming(language: str) -> dict[str, str]:
    return {"Accept-Language": language} if language else {}


def over_loopback(port: int, language: str = "") -> Fetch:
    """Return a way to read and send the form over the loopback interface."""

    def fetch(network: str, form: Form | None) -> str:
        for _ in range(N_TRIES - 1):  # a busy server resets connections: the form is sent again
            with suppress(ConnectionError):
                return fetch_once(network, form)
            time.sleep(1)
        return fetch_once(network, form)

    def fetch_once(network: str, form: Form | None) -> str:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        headers: Mapping[str, str] = {
            "Host": f"localhost:{port}",
            "X-Forwarded-For": network,
            "Connection": "close",
            "Content-Type": "application/x-www-form-urlencoded",
            **_naming(language),
        }
        body = None if form is None else urlencode(form)
        line.request("GET" if form is None else "POST", QUESTIONS, body, dict(headers))
        text = line.getresponse().read().decode()
        line.close()
        return text

    return fetch


def in_real_time(people: Iterable[Visit], programs: Iterable[Visit]) -> list[Exception]:
    """Let everyone act at once: people in threads of their own, programs eight at a time."""
    errors: list[Exception] = []

    def run(visit: Visit) -> None:
        try:
            for pause in visit:
                time.sleep(pause)
        except Exception as error:  # noqa: BLE001  # whatever it is, the test tells
            errors.append(error)

    threads = [threading.Thread(target=run, args=(visit,)) for visit in people]
    for thread in threads:
        thread.start()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(run, programs))
    for thread in threads:
        thread.join()
    return errors


def visits(
    kind: Callable[..., Visit], fetch: Fetch, n: int, network: Callable[[int], str]
) -> list[Visit]:
    """Return so many visitors of one kind, each in the network that `network` gives."""
    return [kind(fetch, network(number), number) for number in range(n)]
