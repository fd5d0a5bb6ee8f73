"""How costs are taken: CPU time of this process, queries, and pages as a signed-in person."""

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import clayton_review.wsgi  # noqa: F401  # what is measured runs as in the web server
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from tests.accounts.sessions import proved_now

Made = TypeVar("Made")


def cpu_seconds(work: Callable[[], Made]) -> tuple[Made, float]:
    """What the work gives, and the CPU seconds it took, those of its child processes included."""
    started = _spent()
    made = work()
    return made, _spent() - started


def _spent() -> float:
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def signed_in(role: Role) -> Client:
    """The browser of the demonstration's first person with this role."""
    user = User.objects.filter(role=role).order_by("email")[0]
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    proved_now(client, user)
    return client


@dataclass(frozen=True)
class PageCost:
    """One page: its queries, the middle of its CPU milliseconds, the slow end of its waiting."""

    content: bytes
    n_queries: int
    cpu_ms: float
    p95_ms: float


def page_cost(client: Client, address: str, *, rounds: int) -> PageCost:
    """Ask for a page again and again, once warm."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    n_queries = len(asked)  # now: the next request empties the log it is counted from
    assert answer.status_code == 200, (address, answer.status_code)
    spent, waited = [], []
    for _ in range(rounds):
        started, since = time.process_time(), time.perf_counter()
        client.get(address)
        spent.append(time.process_time() - started)
        waited.append(time.perf_counter() - since)
    p95 = statistics.quantiles(waited, n=20)[-1]
    return PageCost(answer.content, n_queries, statistics.median(spent) * 1e3, p95 * 1e3)
