"""Addresses of a checkout's services, and the services it needs."""

from pathlib import Path

from clayton_review.local import addresses
from clayton_review.local.service_lock import embedded_services
from clayton_review.local.services import POSTGRES, REDIS


def test_a_deep_checkout_has_a_short_socket() -> None:
    root = Path("/" + "/".join(["a very deep folder"] * 20))
    assert len(str(addresses.socket_folder(root) / ".s.PGSQL.5432")) < 100


def test_two_checkouts_do_not_share_their_services() -> None:
    assert addresses.socket_folder(Path("/one")) != addresses.socket_folder(Path("/two"))


def test_celery_and_the_cache_use_the_same_redis_database() -> None:
    url = "unix:///tmp/x/redis.sock?db=9"
    assert addresses.cache_url(url) == url
    assert addresses.broker_url(url) == "redis+socket:///tmp/x/redis.sock?virtual_host=9"


def test_an_address_in_the_environment_replaces_its_service() -> None:
    assert embedded_services({}) == (POSTGRES, REDIS)
    assert embedded_services({"DATABASE_URL": "postgres://elsewhere/x"}) == (REDIS,)
    assert (
        embedded_services({"DATABASE_URL": "postgres://elsewhere/x", "REDIS_URL": "redis://y"})
        == ()
    )
