"""Several people at the same thing at once: real threads, real transactions."""

import contextvars
import threading
from collections.abc import Callable

from django.db import connections


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
