"""Reads that are made once while many figures of the same moment are computed."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.utils.translation import get_language

P = ParamSpec("P")
T = TypeVar("T")

_cache: ContextVar[dict[Hashable, Any] | None] = ContextVar("read_cache", default=None)


@contextmanager
def read_cache() -> Iterator[None]:
    """Keep what selectors with `cached_read` return until the block ends; it starts empty."""
    token = _cache.set({})
    try:
        yield
    finally:
        _cache.reset(token)


def cached_read(selector: Callable[P, T]) -> Callable[P, T]:
    """Read once for the same arguments and language inside `read_cache`, and anew outside it.

    All arguments must be hashable. The callers share what is returned, so they may not change it.
    """

    @wraps(selector)
    def read(*args: P.args, **kwargs: P.kwargs) -> T:
        cache = _cache.get()
        if cache is None:
            return selector(*args, **kwargs)
        key = (selector, args, tuple(sorted(kwargs.items())), get_language())
        if key not in cache:
            cache[key] = selector(*args, **kwargs)
        value: T = cache[key]
        return value

    return read
