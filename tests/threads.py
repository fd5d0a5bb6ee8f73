"""Several people at the same thing at once: real threads, real transactions."""

import contextvars
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, connections, transaction

from tests.processes import wait_until


def at_once(*acts: Callable[[], object]) -> list[Exception]:
    """Do all of these in threads of their own that start together; what they raised."""
    start = threading.Barrier(len(acts))
    raised: list[Exception] = []

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait(60)
            act()
        except Exception as error:  # noqa: BLE001  # given back to the test
            raised.append(error)
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=contextvars.copy_context().run, args=(run, act)) for act in acts
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return raised


def queued(
    hold: Callable[[], object], *acts: Callable[[], object], commits: bool = False
) -> list[Exception]:
    """Do all of these once each waits for what `hold` has locked; what they raised.

    `hold` runs in a transaction of its own, which is rolled back when all of them wait, or
    committed if `commits`. Fails where an act does not wait: it took no lock, neither at its start
    nor by a write.
    """
    raised: list[Exception] = []
    with held(hold, commits=commits):
        threads = [in_thread(lambda act=act: _do(act, raised)) for act in acts]  # type: ignore[misc]
        wait_until(
            lambda: _n_blocked() >= len(acts) or raised, purpose="That each act waits for a lock"
        )
    for thread in threads:
        thread.join(120)
    return raised


@contextmanager
def held(hold: Callable[[], object], *, commits: bool = False) -> Iterator[None]:
    is_held, can_go = threading.Event(), threading.Event()

    def keep() -> None:
        with transaction.atomic():
            hold()
            is_held.set()
            can_go.wait(120)
            transaction.set_rollback(not commits)

    errors: list[Exception] = []
    holder = in_thread(lambda: _do(keep, errors))
    while not is_held.wait(0.1):
        assert not errors, errors
    try:
        yield
    finally:
        can_go.set()
        holder.join(120)


def in_thread(act: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=contextvars.copy_context().run, args=(act,))
    thread.start()
    return thread


def _do(act: Callable[[], object], raised: list[Exception]) -> None:
    try:
        act()
    except Exception as error:  # noqa: BLE001  # given back to the test
        raised.append(error)
    finally:
        connections.close_all()


def _n_blocked() -> int:
    """Count the connections of the test database that wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT pid) FROM pg_locks JOIN pg_stat_activity USING (pid)"
            " WHERE datname = current_database() AND NOT granted"
        )
        return int(cursor.fetchone()[0])
