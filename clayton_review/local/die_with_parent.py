"""End a process when its parent dies, however the parent dies."""

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


def die_with_parent_hook(death_signal: signal.Signals) -> Callable[[], None]:
    """Return a `preexec_fn` that ends the child with this process, which must have one thread."""
    parent = os.getpid()

    def hook() -> None:
        die_with_parent(death_signal)
        if os.getppid() != parent:  # the parent died before the call
            os._exit(1)

    return hook
