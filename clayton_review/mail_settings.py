"""Addresses of the mail server that takes letters, and of the mailbox of returned mail."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_BACKENDS = "django.core.mail.backends"
_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
WRONG_SERVER = (
    "EMAIL_URL must be smtp+tls://user:password@host:587 (encrypted by STARTTLS), "
    "smtp+ssl://user:password@host:465 (encrypted from the start) or smtp://host:25 (plain)."
)
WRONG_MAILBOX = "RETURNED_MAIL_URL must be imaps://user:password@host/Folder."


@dataclass(frozen=True)
class MailServerSettings:
    """Values of Django's settings that begin with EMAIL_."""

    backend: str
    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    use_tls: bool = False
    use_ssl: bool = False


def mail_server(address: str) -> MailServerSettings:
    """Return the settings of an EMAIL_URL; `filemail:` keeps letters in files.

    Raises `ImproperlyConfigured` for any address that `WRONG_SERVER` does not name.
    """
    parts, port = _split(address, WRONG_SERVER)
    if parts.scheme == "filemail":
        return MailServerSettings(f"{_BACKENDS}.filebased.EmailBackend")
    if parts.scheme not in _PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ImproperlyConfigured(WRONG_SERVER)
    return MailServerSettings(
        backend=f"{_BACKENDS}.smtp.EmailBackend",
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_tls=parts.scheme == "smtp+tls",
        use_ssl=parts.scheme == "smtp+ssl",
    )


def returned_mail_address(address: str) -> str:
    """Return a RETURNED_MAIL_URL, or "" for none; raises `ImproperlyConfigured` for a wrong one.

    Without encryption it may only be a server on this machine.
    """
    if not address:
        return ""
    parts, _ = _split(address, WRONG_MAILBOX)
    is_safe = parts.scheme == "imaps" or (parts.scheme == "imap" and is_loopback(parts.hostname))
    if not is_safe or not parts.hostname:
        raise ImproperlyConfigured(WRONG_MAILBOX)
    return address


def is_loopback(host: str | None) -> bool:
    """True if the host is this machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _split(address: str, sentence: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(address)
        return parts, parts.port
    except ValueError:
        raise ImproperlyConfigured(sentence) from None
