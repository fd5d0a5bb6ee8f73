"""Measure CPU time of this process, and queries and waiting of pages for a signed-in person."""

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TypeVar

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from tests.accounts.sessions import proved_now

Result = TypeVar("Result")


def cpu_seconds(work: Callable[[], Result]) -> tuple[Result, float]:
    """Return the result of the work, and its CPU seconds, child processes included."""
    started = _cpu_clock()
    result = work()
    return result, _cpu_clock() - started


def _cpu_clock() -> float:
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def sign_in(role: Role) -> Client:
    """Return a browser that is signed in as the demonstration's first person of this role."""
    user = User.objects.filter(role=role).order_by("email")[0]
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    proved_now(client, user)
    return client


@dataclass(frozen=True)
class PageCost:
    """The costs of one page: queries, median CPU milliseconds, 95th percentile of waiting."""

    content: bytes
    n_queries: int
    cpu_ms: float
    p95_ms: float


def page_cost(client: Client, address: str, *, rounds: int) -> PageCost:
    """Return the costs of a page, measured over several requests after a first one."""
    import_module("clayton_review.wsgi")  # so that it runs as in the web server
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    n_queries = len(queries)  # now: the next request empties this log
    assert answer.status_code == 200, (address, answer.status_code)
    spent, waited = [], []
    for _ in range(rounds):
        started, since = time.process_time(), time.perf_counter()
        client.get(address)
        spent.append(time.process_time() - started)
        waited.append(time.perf_counter() - since)
    p95 = statistics.quantiles(waited, n=20)[-1]
    return PageCost(answer.content, n_queries, statistics.median(spent) * 1e3, p95 * 1e3)
