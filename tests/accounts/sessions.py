"""Sessions as sign-in leaves them, for clients that were signed in without the pages."""

import time
from copy import copy
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from django.contrib.auth.backends import ModelBackend
from django.test import Client

from clayton_review.accounts import sessions
from clayton_review.accounts.models import User
from tests.environment import MEMORY

IN_MEMORY = {
    "SESSION_ENGINE": "django.contrib.sessions.backends.cache",
    "SESSION_CACHE_ALIAS": MEMORY,
}


def proved_now(client: Client, user: User, *, method: str = "password", **values: Any) -> None:
    """Write into the session what a sign-in with this method writes."""
    session = client.session
    record = {"method": method, "at": time.time(), "reauthenticated": True, **values}
    records = [*session.get("account_authentication_methods", []), record]
    session["account_authentication_methods"] = records
    session["account_authentication_methods_user"] = str(user.pk)
    session[sessions.STARTED] = session[sessions.SEEN] = time.time()
    session.save()


def keep_visitors_in_memory(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep sessions in memory and read each person once, for tests of thousands of requests.

    Unlike Django, it does not ask whether the person may still sign in (`user_can_authenticate`).
    So it is only for tests whose people stay active and as they are, and not for tests of sign-in
    or of closed accounts.
    """
    for name, value in IN_MEMORY.items():
        setattr(settings, name, value)
    person_of = cache(lambda key: User.objects.get(pk=key))
    monkeypatch.setattr(ModelBackend, "get_user", lambda _, key: copy(person_of(key)))


def aged(client: Client, *, idle: timedelta, age: timedelta | None = None) -> None:
    """Move the session into the past: last seen, signed in, and everything proved in it."""
    session = client.session
    session[sessions.SEEN] = time.time() - idle.total_seconds()
    session[sessions.STARTED] = time.time() - (age or idle).total_seconds()
    for record in session.get("account_authentication_methods", []):
        record["at"] = session[sessions.STARTED]
    session.save()
