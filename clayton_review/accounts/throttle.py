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

from clayton_review.visitor_networks import network_of

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


UNLIMITED = 10**9  # times
N_BEFORE_SLOWER = 30  # wrong passwords from one network in five minutes


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


def counted_network(address: str) -> str:
    """Return the network of an address, by which attempts are counted; itself if it is none."""
    return network_of(address) or address


def sign_in_limits(*, email: str, address: str, device: str = "") -> list[Limit]:
    """Return limits of wrong passwords: per person and network, and per person.

    A network from which many passwords were wrong gets fewer tries for each person, but is never
    closed: an office shares it with strangers. A device on which the person signed in before has a
    limit of its own, so that a stranger's guesses do not keep them out there. The limit per person
    stops a distributed guess; passkeys and Board links do not count against it.
    """
    who, network = email.strip().lower(), counted_network(address)
    if device:
        return [Limit("sign-in-device", f"{who} {device}", 10, 300)]
    n_times = 3 if n_used(network_failures(address)) >= N_BEFORE_SLOWER else 8
    return [
        Limit("sign-in-pair", f"{who} {network}", n_times, 300),
        Limit("sign-in-person", who, 40, 900),
    ]


def network_failures(address: str) -> Limit:
    """Return the counter of wrong passwords from one network; it refuses nobody."""
    return Limit("sign-in-network", counted_network(address), UNLIMITED, 300)


def link_limits(*, email: str, address: str) -> list[Limit]:
    """Return limits of letters with a link: per person and network, and per person."""
    who, network = email.strip().lower(), counted_network(address)
    return [
        Limit("link-pair", f"{who} {network}", 4, 900),
        Limit("link-person", who, 12, 900),
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


def n_used(limit: Limit) -> int:
    """Return how often a limit was used; raises `ThrottleUnavailable`."""
    try:
        return int(_client(settings.REDIS_URL).get(limit.key) or 0)
    except redis.RedisError as error:
        raise ThrottleUnavailable from error


def is_first_refusal(limit: Limit, seconds: int) -> bool:
    """True once for each time of waiting; raises `ThrottleUnavailable`."""
    try:
        key = f"{limit.key}:refused"
        return bool(_client(settings.REDIS_URL).set(key, 1, nx=True, ex=seconds))
    except redis.RedisError as error:
        raise ThrottleUnavailable from error


def clear_attempts(limits: Sequence[Limit]) -> None:
    """Clear the counters after a right attempt."""
    try:
        _client(settings.REDIS_URL).delete(*(limit.key for limit in limits))
    except redis.RedisError:
        return  # the counters run out by themselves


@cache
def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
