"""Forms are counted by network for a clock hour, and Redis keeps nothing of it."""

from typing import Any

import pytest
import redis
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.test import RequestFactory

from clayton_review.visitor_networks import network_of
from clayton_review.web import networks, redis_memory
from clayton_review.web.networks import client_address, count_form, redis_client


def visit(address: str, **headers: str) -> HttpRequest:
    return RequestFactory().post("/tell/story/", REMOTE_ADDR=address, headers=headers)


def memory() -> redis.Redis:
    return redis_client(django_settings.REDIS_URL)


def test_each_network_and_each_sort_of_form_has_its_own_counter() -> None:
    counts = [count_form(visit("10.0.0.1"), "notes") for _ in range(3)]
    assert counts == [1, 2, 3]
    assert count_form(visit("10.0.0.2"), "notes") == 1
    assert count_form(visit("10.0.0.1"), "answers") == 1


@pytest.mark.parametrize(
    ("address", "other", "is_same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("2001:db8:1:aa00::1", "2001:db8:1:aaff:9::1", True),
        ("2001:db8:1:aa00::1", "2001:db8:1:ab00::1", False),
        ("203.0.113.7:51234", "203.0.113.7", True),
        ("203.0.113.7:51234", "198.51.100.9:51234", False),
        ("[2001:db8:1:aa00::1]:443", "2001:db8:1:aa00::1", True),
        ('"[2001:db8:1:aa00::1]"', "2001:db8:1:aa00::1", True),
        ("[2001:db8:1:aa00::1]:443", "[2001:db8:1:ab00::1]:443", False),
        ('"203.0.113.7"', "203.0.113.7", True),
        ("64:ff9b::cb00:7107", "203.0.113.7", True),
        ("64:ff9b::cb00:7107", "64:ff9b::c633:6409", False),
        ("fe80::1%eth0", "fe80::1", True),
    ],
)
def test_a_home_is_one_network(address: str, other: str, is_same: bool) -> None:
    assert (network_of(address) == network_of(other)) is is_same


@pytest.mark.parametrize(
    ("n_proxies", "forwarded", "seen"),
    [
        (0, "198.51.100.7", "10.0.0.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "192.0.2.66, 198.51.100.7", "198.51.100.7"),
        (2, "192.0.2.66, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (2, "198.51.100.7", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_only_our_own_proxies_are_believed(
    settings: Any, n_proxies: int, forwarded: str, seen: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = n_proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert client_address(visit("10.0.0.1", **headers)) == seen


@pytest.mark.parametrize("address", ["", "unix:", "nonsense", "203.0.113.7:", "[::1"])
def test_an_address_that_cannot_be_read_is_not_counted(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    networks._warn_of_unreadable_address.cache_clear()  # it warns once
    before = memory().keys("networks:*")
    assert [count_form(visit(address), "notes") for _ in range(3)] == [0, 0, 0]
    assert networks.next_turn(visit(address), "notes", 1_000, 20) == 1_020
    assert memory().keys("networks:*") == before
    (record,) = caplog.records
    assert "Look at what the proxy adds" in record.getMessage()
    assert not address or address not in record.getMessage()


def test_memory_holds_scrambled_networks_until_the_hour_is_over() -> None:
    count_form(visit("192.0.2.77"), "notes")
    names = memory().keys("networks:*")
    assert len(names) == 2
    assert not any("192.0.2" in f"{name!r} {memory().get(name)!r}" for name in names)
    second, _ = memory().time()
    for name in names:
        assert 0 < memory().ttl(name) <= 3_600 - second % 3_600 + 1


def test_the_next_hour_has_another_key() -> None:
    count_form(visit("192.0.2.77"), "notes")
    (before,) = memory().keys("networks:notes:*")
    memory().delete("networks:key")  # as Redis does on the hour
    assert count_form(visit("192.0.2.77"), "notes") == 1
    assert before in memory().keys("networks:notes:*")
    assert len(memory().keys("networks:notes:*")) == 2


def test_without_redis_nobody_is_counted(settings: Any) -> None:
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    assert count_form(visit("192.0.2.77"), "notes") == 0


def test_our_own_redis_writes_nothing_down() -> None:
    assert redis_memory.memory_problem() == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [("save", "3600 1"), ("appendonly", "yes"), ("slowlog-log-slower-than", "10000")],
)
def test_production_does_not_start_with_a_redis_that_keeps(
    settings: Any, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setitem(redis_memory.WANTED, name, "another value")
    redis_memory.refuse_lasting_memory()
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match=name):
        redis_memory.refuse_lasting_memory()


def test_production_starts_while_redis_does_not_answer(settings: Any) -> None:
    settings.PRODUCTION, settings.REDIS_URL = True, "unix:///nowhere/redis.sock"
    assert [message.is_serious() for message in redis_memory.check_memory()] == [False]
