"""Limits on sign-in and links: counters in Redis, checked and raised in one step.

When Redis does not answer nobody is let through (`ThrottleUnavailable`): guessing stays impossible,
people who are signed in keep working, and the page says so. Every counter runs out by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

import redis
from django.conf import settings

# All counters are looked at before any is raised; a refused attempt prolongs nothing.
_SCRIPT = """
for i, key in ipairs(KEYS) do
  local used = tonumber(redis.call('GET', key) or '0')
  if used >= tonumber(ARGV[2 * i - 1]) then
    return math.max(redis.call('TTL', key), 1)
  end
end
for i, key in ipairs(KEYS) do
  if redis.call('INCR', key) == 1 then
    redis.call('EXPIRE', key, ARGV[2 * i])
  end
end
return 0
"""


class ThrottleUnavailable(Exception):
    """The counters cannot be reached; nobody is let through meanwhile."""


@dataclass(frozen=True)
class Limit:
    """At most `n_times` within `seconds`, counted from the first, for one subject."""

    name: str
    subject: str
    n_times: int
    seconds: int

    @property
    def key(self) -> str:
        """Return the counter's name; subjects are hashed, so that Redis holds no addresses."""
        return f"throttle:{self.name}:{sha256(self.subject.encode()).hexdigest()[:32]}"


def sign_in_limits(*, email: str, address: str) -> list[Limit]:
    """Return limits of wrong passwords: per address, per person and address, per person.

    The last one is wide: it stops a distributed guess, and a real user who meets it waits at most a
    quarter of an hour; passkeys and Board links do not count against it.
    """
    who = email.strip().lower()
    return [
        Limit("sign-in-address", address, 30, 300),
        Limit("sign-in-pair", f"{who} {address}", 8, 300),
        Limit("sign-in-person", who, 40, 900),
    ]


def link_limits(*, email: str, address: str) -> list[Limit]:
    """Return limits of links by e-mail: per address and per person."""
    return [
        Limit("link-address", address, 10, 900),
        Limit("link-person", email.strip().lower(), 4, 900),
    ]


def count_attempt(limits: Sequence[Limit]) -> int:
    """Count one attempt; return 0 when it may go on, else the seconds to wait.

    Raises `ThrottleUnavailable`.
    """
    arguments = [number for limit in limits for number in (limit.n_times, limit.seconds)]
    try:
        script = _client(settings.REDIS_URL).register_script(_SCRIPT)
        return int(script(keys=[limit.key for limit in limits], args=arguments))
    except redis.RedisError as error:
        raise ThrottleUnavailable from error


def clear_attempts(limits: Sequence[Limit]) -> None:
    """Clear this person's counters after a right attempt; the address's count stays."""
    try:
        _client(settings.REDIS_URL).delete(
            *(limit.key for limit in limits if "address" not in limit.name)
        )
    except redis.RedisError:
        return  # the counters run out by themselves


@cache
def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
