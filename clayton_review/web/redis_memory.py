"""A look at the settings of Redis, which counts networks for an hour and must keep nothing more."""

from typing import Any

import redis
from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from clayton_review.web.networks import redis_client

WANTED = {"save": "", "appendonly": "no", "slowlog-log-slower-than": "-1"}


def memory_problem() -> str:
    """Return a sentence on what Redis would write to a disk or a log; empty if nothing.

    Raises `redis.RedisError` when Redis does not answer.
    """
    client = redis_client(settings.REDIS_URL)
    try:
        present = {name: str(client.config_get(name).get(name, "")) for name in WANTED}
    except redis.ResponseError:
        return "Redis does not tell its settings (CONFIG GET), so nobody knows what it writes down."
    wrong = [f"{name} “{value}”" for name, value in present.items() if value != WANTED[name]]
    wanted = ", ".join(f"{name} “{value}”" for name, value in WANTED.items())
    return f"Redis must write nothing down: set {wanted}. It has {', '.join(wrong)}." * bool(wrong)


def check_memory(**_options: Any) -> list[checks.CheckMessage]:
    """Return an error where Redis keeps in production what it must forget."""
    if not settings.PRODUCTION:
        return []
    try:
        problem = memory_problem()
    except redis.RedisError:
        return [checks.Info("Redis does not answer, so its settings were not checked.")]
    return [checks.Error(problem, id="web.E001")] if problem else []


def refuse_lasting_memory() -> None:
    """Raise `ImproperlyConfigured` where Redis keeps in production what it must forget."""
    for message in check_memory():
        if message.is_serious():
            raise ImproperlyConfigured(message.msg)
