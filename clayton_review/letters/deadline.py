"""A limit on the whole time that a mail server may take, however slowly its bytes come."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise `TimeoutError` in the block once these seconds are over.

    Signals reach the main thread alone, in which workers do their jobs; elsewhere nothing is bound.
    """

    def stop(_signal: int, _frame: object) -> None:
        raise TimeoutError(f"The mail server took longer than {seconds:g} seconds in all.")

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)
