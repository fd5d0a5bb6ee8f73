"""Sessions as sign-in leaves them, for clients that were signed in without the pages."""

import time
from datetime import timedelta
from typing import Any

from django.test import Client

from clayton_review.accounts import sessions
from clayton_review.accounts.models import User


def proved_now(client: Client, user: User, *, method: str = "password", **values: Any) -> None:
    """Write into the session what a sign-in with this method writes."""
    session = client.session
    record = {"method": method, "at": time.time(), "reauthenticated": True, **values}
    records = [*session.get("account_authentication_methods", []), record]
    session["account_authentication_methods"] = records
    session["account_authentication_methods_user"] = str(user.pk)
    session[sessions.STARTED] = session[sessions.SEEN] = time.time()
    session.save()


def aged(client: Client, *, idle: timedelta, age: timedelta | None = None) -> None:
    """Move the session into the past: last seen, signed in, and everything proved in it."""
    session = client.session
    session[sessions.SEEN] = time.time() - idle.total_seconds()
    session[sessions.STARTED] = time.time() - (age or idle).total_seconds()
    for record in session.get("account_authentication_methods", []):
        record["at"] = session[sessions.STARTED]
    session.save()
