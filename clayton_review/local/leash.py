"""Children that die with their parent, whatever it dies of."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(death_signal: signal.Signals) -> None:
    """Ask the kernel to send this process a signal when its parent dies (Linux only)."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)


def leash(death_signal: signal.Signals) -> Callable[[], None]:
    """A `preexec_fn` that ties the child to the calling process, which must be single-threaded."""
    parent = os.getpid()

    def tie() -> None:
        die_with_parent(death_signal)
        if os.getppid() != parent:  # it died before the kernel was asked
            os._exit(1)

    return tie
