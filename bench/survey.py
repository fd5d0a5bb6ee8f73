"""Measure one survey visit, and 200 respondents at once: `python bench/survey.py`.

Loopback only. A database of its own is made beside the portal's and dropped at the end.
"""
# ruff: noqa: E402  # a script: Django is set up before its models are imported

import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clayton_review.settings")

import django

django.setup()

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.local.prepare import collect_static
from clayton_review.local.service_lock import lock_services
from surveys.answers.models import SealedBox
from surveys.answers.sealing import fresh_key_pair
from surveys.survey.models import SampleKind
from tests.environment import settle_database
from tests.surveys.factories import long_notation, open_survey

DATABASE = "bench_survey"
ADDRESS = "/survey/bench/questions/"
N_QUESTIONS, N_VISITS, N_AT_ONCE = 20, 300, 200
ARRIVED = b"We received your answers"
HOMES = count(1)


@dataclass
class LoadResults:
    """The results of many respondents: thanks received, errors, seconds."""

    n_acknowledged: int = 0
    errors: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


def filled_form(page: bytes) -> bytes:
    """Return a filled form as a browser sends it."""
    hidden = dict(re.findall(r'name="(submission|shown)" value="([^"]+)"', page.decode()))
    answers = {f"q_q{i}": "4" for i in range(N_QUESTIONS)}
    return urlencode({**hidden, "page": "0", "move": "send", **answers}).encode()


def next_home() -> str:
    """Return the address of one more respondent: a network that sends much is slowed."""
    number = next(HOMES)
    return f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"


def cpu_per_visit(application: Callable[..., Any]) -> tuple[float, int]:
    """Return the median CPU milliseconds of loading and submitting, and the form's bytes."""
    spent, page = [], b""
    for number in range(N_VISITS + 20):
        started = time.process_time_ns()
        page = request_answer(application, "GET")
        answer = request_answer(application, "POST", filled_form(page))
        if number >= 20:
            spent.append(time.process_time_ns() - started)
        assert ARRIVED in answer
    return statistics.median(spent) / 1e6, len(page)


def request_answer(application: Callable[..., Any], method: str, body: bytes = b"") -> bytes:
    """Return the answer of the WSGI application to one request, middleware included."""
    request = {
        "REQUEST_METHOD": method, "PATH_INFO": ADDRESS, "QUERY_STRING": "", "SCRIPT_NAME": "",
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "HTTP_HOST": "localhost",
        "SERVER_PROTOCOL": "HTTP/1.1", "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "wsgi.url_scheme": "http", "wsgi.input": BytesIO(body), "wsgi.errors": sys.stderr,
        "wsgi.version": (1, 0), "wsgi.multithread": False, "wsgi.multiprocess": False,
        "wsgi.run_once": False, "REMOTE_ADDR": next_home(),
    }  # fmt: skip
    response = application(request, lambda status, headers: None)
    content = b"".join(response)
    response.close()
    return content


def respond(
    port: int, results: LoadResults, lock: threading.Lock, start: threading.Barrier
) -> None:
    """Load the form and submit it over the network, and count the result in `results`."""
    start.wait()
    try:
        page, first = fetch(port, "GET")
        answer, second = fetch(port, "POST", filled_form(page))
        with lock:
            results.n_acknowledged += ARRIVED in answer
            results.seconds += [first, second]
    except (OSError, AssertionError) as error:
        with lock:
            results.errors.append(repr(error))


def fetch(port: int, method: str, body: bytes = b"") -> tuple[bytes, float]:
    """Return the body and the seconds of one request on its own connection."""
    started = time.perf_counter()
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    line.request(method, ADDRESS, body or None, kind | {"X-Forwarded-For": next_home()})
    response = line.getresponse()
    content = response.read()
    assert response.status == 200, response.status
    line.close()
    return content, time.perf_counter() - started


def respond_together(port: int, n: int, *, rounds: int = 1) -> LoadResults:
    """Let `n` respondents answer at once, `rounds` times, and return their results."""
    results, lock = LoadResults(), threading.Lock()
    for _ in range(rounds):
        start = threading.Barrier(n)
        threads = [
            threading.Thread(target=respond, args=(port, results, lock, start)) for _ in range(n)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return results


@contextmanager
def running_server(environment: dict[str, str]) -> Iterator[int]:
    """Run a web server as `make run` starts it; yield its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", "clayton_review.wsgi:application",
        "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--workers", "2",
        "--threads", "4", "--no-control-socket", "--log-level", "warning",
    ]  # fmt: skip
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | environment)  # noqa: S603
    try:
        for _ in range(100):
            time.sleep(0.2)
            try:
                fetch(port, "GET")
                break
            except (OSError, AssertionError):
                continue
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def prepare_survey() -> dict[str, str]:
    """Open a survey in a new database; return the variables that a server needs for both."""
    settle_database()
    settings.DATABASES["default"]["TEST"]["NAME"] = DATABASE
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    collect_static(ROOT)
    settings.SURVEY_SEALING_KEY = fresh_key_pair()[0]
    lead = User.objects.create_user(email="lead@example.org", name="Lead", role=Role.LEAD)
    open_survey(
        by=lead, slug="bench", sample=SampleKind.OPT_IN, notation=long_notation(N_QUESTIONS)
    )
    here = connection.settings_dict
    address = f"postgres://{here['USER']}:{here['PASSWORD']}@{quote(here['HOST'], safe='')}"
    return {
        "DATABASE_URL": f"{address}:{here['PORT']}/{DATABASE}",
        "SURVEY_SEALING_KEY": settings.SURVEY_SEALING_KEY,
        "TRUSTED_PROXY_COUNT": "1",
    }


def measure() -> dict[str, float]:
    """Return all figures of a survey visit, by name."""
    environment = prepare_survey()
    try:
        spent, size = cpu_per_visit(get_wsgi_application())
        with running_server(environment) as port:
            few = respond_together(port, 4, rounds=25)
            before = SealedBox.objects.count()
            many = respond_together(port, N_AT_ONCE)
            n_rows = SealedBox.objects.count() - before
    finally:
        connection.close()
        connection.creation.destroy_test_db("bench_survey", verbosity=0)
    return {
        "survey visit, CPU ms (load and submit, median)": round(spent, 2),
        "survey page of 20 questions, bytes": size,
        "survey request at 4 concurrent, p95 ms": round(
            statistics.quantiles(few.seconds, n=20)[-1] * 1000, 1
        ),
        f"{N_AT_ONCE} respondents at once: errors": len(many.errors) + len(few.errors),
        f"{N_AT_ONCE} respondents at once: acknowledged": many.n_acknowledged,
        f"{N_AT_ONCE} respondents at once: rows": n_rows,
        f"{N_AT_ONCE} respondents at once: rows without thanks, or thanks without a row": abs(
            n_rows - many.n_acknowledged
        ),
    }


def main() -> None:
    """Print the figures."""
    services = lock_services(ROOT)
    try:
        for name, value in measure().items():
            print(f"{value:>10}  {name}")
    finally:
        services.release()


if __name__ == "__main__":
    main()
