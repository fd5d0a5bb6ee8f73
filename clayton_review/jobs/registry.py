"""Registry of the functions that do the jobs, by name."""

from collections.abc import Callable

Work = Callable[[str], None]

_WORK: dict[str, Work] = {}


def job(name: str) -> Callable[[Work], Work]:
    """Register the decorated function as the job `name`; it gets the key, and may run twice."""

    def register(work: Work) -> Work:
        _WORK[name] = work
        return work

    return register


def work_of(name: str) -> Work:
    """Return the function registered under `name`; raise `KeyError` if there is none."""
    return _WORK[name]
