"""Forms that arrive from each network, counted for one clock hour; no address is ever stored.

A counter stands under a keyed hash of the network. The key lies in Redis alone, is made anew each
clock hour and runs out on the hour together with the counters, so that afterwards no one can tell
which network was counted. Redis must write nothing to a disk: see `redis_memory`.
"""

import hmac
import logging
import secrets
from contextlib import suppress
from functools import cache
from hashlib import sha256

import redis
from django.conf import settings
from django.http import HttpRequest

from clayton_review.visitor_networks import network_of

_KEY = "networks:key"

# Redis' own clock decides for all processes; epoch hours end on the hour in Clayton too.
_END_OF_HOUR = "local now = tonumber(redis.call('TIME')[1]) local ends = now - now % 3600 + 3600 "
_GET_KEY = f"""{_END_OF_HOUR}
redis.call('SET', KEYS[1], ARGV[1], 'NX', 'EXAT', ends)
return redis.call('GET', KEYS[1])
"""
_COUNT = f"""{_END_OF_HOUR}
local n = redis.call('INCR', KEYS[1])
redis.call('EXPIREAT', KEYS[1], ends)
return n
"""
_TAKE_TURN = """
local asked, pause, ends = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local turn = math.max(asked, tonumber(redis.call('GET', KEYS[1]) or 0)) + pause
if turn > ends then return 0 end
redis.call('SET', KEYS[1], turn, 'EX', ends - asked)
return turn
"""
_HOUR = 3_600


def count_form(request: HttpRequest, name: str) -> int:
    """Return how many forms of this name the visitor's network sent this hour, with this one.

    Return 0 while Redis does not answer: people are let through then.
    """
    return _evaluate(request, name, _COUNT, if_silent=0)


def next_turn(request: HttpRequest, name: str, now: int, pause: int) -> int | None:
    """Return the epoch second of a form's turn in its network's line; None if the line is full.

    Each form comes `pause` seconds behind the one before it, and no sooner than in `pause` seconds.
    The line of a clock hour is full when its next turn would come after `end_of_hour`.
    """
    ends = end_of_hour(now)
    line = f"{name}:line"
    return _evaluate(request, line, _TAKE_TURN, now, pause, ends, if_silent=now + pause) or None


def end_of_hour(now: int) -> int:
    """Return the epoch second in which the clock hour of another one ends."""
    return now - now % _HOUR + _HOUR


def _evaluate(request: HttpRequest, name: str, script: str, *arguments: int, if_silent: int) -> int:
    """Run a script on the key of this name for the visitor's network."""
    network = network_of(client_address(request))
    if not network:
        _warn_of_unreadable_address()
        return if_silent
    with suppress(redis.RedisError):
        client = redis_client(settings.REDIS_URL)
        key = client.eval(_GET_KEY, 1, _KEY, secrets.token_hex(32))
        mark = hmac.new(bytes(key), network.encode(), sha256)
        counter = f"networks:{name}:{mark.hexdigest()[:32]}"
        return int(client.eval(script, 1, counter, *map(str, arguments)))
    return if_silent


def client_address(request: HttpRequest) -> str:
    """Return the address that the outermost of our own proxies saw, or that of the connection.

    Proxies append to `X-Forwarded-For`; what stands before our own was typed by the visitor.
    """
    n_proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    addresses = request.headers.get("X-Forwarded-For", "").split(",")
    if n_proxies and len(addresses) >= n_proxies and addresses[-n_proxies].strip():
        return str(addresses[-n_proxies].strip())
    return str(request.META.get("REMOTE_ADDR") or "")


@cache
def _warn_of_unreadable_address() -> None:
    """Write a line, once for each process and without the address."""
    logging.getLogger(__name__).warning(
        "The address of a visitor cannot be read, so forms are not counted by network. Look at "
        "what the proxy adds to X-Forwarded-For, and at TRUSTED_PROXY_COUNT.",
        extra={"is_about_resident": True},
    )


@cache
def redis_client(url: str) -> redis.Redis:
    """Return the connections to Redis; one that does not answer within a second is given up."""
    return redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1)
