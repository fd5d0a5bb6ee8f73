"""Which function does the work of which name."""

from collections.abc import Callable

Work = Callable[[str], None]

_WORK: dict[str, Work] = {}


def job(name: str) -> Callable[[Work], Work]:
    """Register a function of a key as the work of a name; it must be safe to run twice."""

    def register(work: Work) -> Work:
        _WORK[name] = work
        return work

    return register


def work_of(name: str) -> Work:
    """The function registered under the name; raises `KeyError` for an unknown one."""
    return _WORK[name]
