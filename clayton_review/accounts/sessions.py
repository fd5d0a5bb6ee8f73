"""Limits of sessions and the proofs of identity given in them; by the real clock."""

import time
from dataclasses import dataclass
from typing import Any

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
)
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from clayton_review.accounts.devices import device_words

HOUR = 3_600
IDLE_SECONDS = HOUR
LONGEST_SECONDS = 12 * HOUR
REMEMBERED_SECONDS = 30 * 24 * HOUR
PROOF_SECONDS = 600
TOUCH_SECONDS = 60  # a stamp is renewed at most once a minute, to spare a write per page

STARTED, SEEN, REMEMBERED = "session_started", "session_seen", "session_remembered"
DEVICE = "session_device"

SessionValues = SessionBase | dict[str, Any]


@dataclass(frozen=True)
class SessionLimits:
    """Seconds without a visit, and seconds since signing in, after which a session ends."""

    idle: int
    longest: int


def limits_of(session: SessionValues) -> SessionLimits:
    """Return the limits: an hour idle and twelve in all, or thirty days on a remembered device."""
    if is_remembered(session):
        return SessionLimits(REMEMBERED_SECONDS, REMEMBERED_SECONDS)
    return SessionLimits(IDLE_SECONDS, LONGEST_SECONDS)


def is_remembered(session: SessionValues) -> bool:
    """True if whoever is signed in wanted this device remembered; another person did not."""
    return SESSION_KEY in session and session.get(REMEMBERED) == session[SESSION_KEY]


def has_ended(session: SessionValues, now: float) -> bool:
    """True if the session is past one of its limits; one without stamps starts now."""
    started, seen = session.get(STARTED), session.get(SEEN)
    if started is None or seen is None:
        return False
    limits = limits_of(session)
    return bool(now - seen > limits.idle or now - started > limits.longest)


def touch(session: SessionBase, now: float, user_agent: str = "") -> None:
    """Stamp the visit, at most once a minute; the first one also names the device."""
    if session.get(STARTED) is None:
        session[STARTED] = now
        session[DEVICE] = device_words(user_agent)
    if now - session.get(SEEN, 0) > TOUCH_SECONDS:
        session[SEEN] = now


def remember(session: SessionBase, user: AbstractBaseUser) -> None:
    """Keep this person signed in on this device for thirty days."""
    session[REMEMBERED] = str(user.pk)
    session.set_expiry(REMEMBERED_SECONDS)


def within_limits(request: HttpRequest, user: Any) -> AbstractBaseUser | AnonymousUser:
    """Return the visitor, or nobody when the session has ended (its content is then gone)."""
    if not user.is_authenticated:
        return AnonymousUser()
    now = time.time()
    if has_ended(request.session, now):
        request.session.flush()
        return AnonymousUser()
    touch(request.session, now, request.headers.get("User-Agent", ""))
    return user  # type: ignore[no-any-return]  # whatever the authentication middleware found


def renew_after_proof(request: HttpRequest, began: float) -> None:
    """Give the session a new key if who it is was proved since the request began.

    Signing in does so by itself.
    """
    session = request.session
    is_same = session.session_key == request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if session.modified and is_same and SESSION_KEY in session:
        records = session.get(AUTHENTICATION_METHODS_SESSION_KEY) or [{"at": 0}]
        if records[-1]["at"] >= began:
            session.cycle_key()


def proved_recently(request: HttpRequest) -> bool:
    """True if this person gave a password, code, key or link in this session within ten minutes."""
    user: Any = request.user
    records = get_authentication_records(request, user if user.is_authenticated else None)
    return any(0 <= time.time() - record["at"] < PROOF_SECONDS for record in records)


def has_second_factor(request: HttpRequest) -> bool:
    """True if a code or key was given in this session; owning one is not enough."""
    user: Any = request.user
    return any(record["method"] == "mfa" for record in get_authentication_records(request, user))


def lacks_second_factor(request: HttpRequest, role_needs_it: bool) -> bool:  # noqa: FBT001
    """True if the session's role needs a second factor and none was given."""
    return bool(settings.MFA_REQUIRED and role_needs_it and not has_second_factor(request))
