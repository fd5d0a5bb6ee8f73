"""Settings of tests: own Redis database, fast passwords, plain static files."""

import os
from base64 import b64encode
from urllib.parse import urlsplit

from django.conf import settings

from clayton_review.celery import app
from clayton_review.local import addresses
from surveys.answers.sealing import fresh_key_pair

MEMORY = "memory"  # a cache in the test process itself
FIRST_REDIS_DATABASE = 8  # the ones below belong to whoever runs the portal itself


def redis_url(worker: str) -> str:
    """Return the Redis database of one test process, apart from that of a running portal."""
    number = FIRST_REDIS_DATABASE + int(worker.removeprefix("gw") or 0) % 8
    parts = urlsplit(settings.REDIS_URL)
    if parts.scheme == "unix":
        return f"unix://{parts.path}?db={number}"
    return parts._replace(path=f"/{number}").geturl()


def settle(worker: str) -> None:
    """Change the settings for the test process with this xdist name (empty without xdist)."""
    settings.REDIS_URL = redis_url(worker)
    settings.CACHES["default"]["LOCATION"] = addresses.cache_url(settings.REDIS_URL)
    settings.CACHES[MEMORY] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    settings.CELERY_BROKER_URL = addresses.broker_url(settings.REDIS_URL)
    app.conf.update(broker_url=settings.CELERY_BROKER_URL)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    settings.SURVEY_SEALING_KEY, settings.SURVEY_OPENING_KEY = fresh_key_pair()
    settings.REPORT_SIGNING_KEY = b64encode(bytes(range(32))).decode()
    settings.DATABASE_TIMEOUTS = "none"
    settle_database()


def settle_database() -> None:
    """Sign in to the embedded server as its superuser, who may make databases, without limits."""
    for alias in ("default", "snapshot"):
        if not os.environ.get("DATABASE_URL"):
            settings.DATABASES[alias]["USER"] = addresses.SUPERUSER
        settings.DATABASES[alias].setdefault("OPTIONS", {})["options"] = options("none")


def options(role: str) -> str:
    """Return the options of a connection that works with this role."""
    return f"-c synchronous_commit=off -c role={role}"
