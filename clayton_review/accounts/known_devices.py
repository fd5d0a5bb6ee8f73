"""Devices on which a person signed in before, so that a stranger's guesses do not block them there.

Each holds a signed cookie that names it, and has counters of wrong passwords of its own.
"""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

_SALT = "known device"
_LASTS_SECONDS = 365 * 24 * 3_600
_MOST = 8  # people who use one device


def device_of(request: HttpRequest, email: str) -> str:
    """Return the name of this device if the person signed in on it before, else an empty text."""
    return _devices(request).get(_name_of(email), "")


def remember_device(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Let the browser keep that the person signed in on it."""
    devices = _devices(request)
    device = devices.pop(_name_of(email), "") or secrets.token_urlsafe(16)
    newest = [(_name_of(email), device), *devices.items()][:_MOST]
    response.set_signed_cookie(
        settings.KNOWN_DEVICE_COOKIE_NAME,
        " ".join(f"{person}.{name}" for person, name in newest),
        salt=_SALT,
        max_age=_LASTS_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _devices(request: HttpRequest) -> dict[str, str]:
    """Return the device's names by person, as the cookie tells them."""
    kept = request.get_signed_cookie(
        settings.KNOWN_DEVICE_COOKIE_NAME, default="", salt=_SALT, max_age=_LASTS_SECONDS
    )
    entries = (entry.partition(".") for entry in (kept or "").split())
    return {person: name for person, _, name in entries}


def _name_of(email: str) -> str:
    return salted_hmac(_SALT, email.strip().lower(), algorithm="sha256").hexdigest()[:20]
