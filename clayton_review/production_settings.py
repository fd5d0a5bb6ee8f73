"""Settings with which production refuses to start, each with the sentence that says why."""

import base64
import binascii
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from clayton_review.mail_settings import is_loopback

KEY_BYTES = 32
_LEAST_DIFFERENT = 12  # characters; random text of these lengths has more
_TRUE = {"true", "on", "ok", "y", "yes", "1"}  # as django-environ reads them
_ENCRYPTED_MAIL = {"smtp+tls", "smtp+ssl"}


def problems(environment: Mapping[str, str]) -> list[str]:
    """Return a sentence for each weak or malformed setting; a missing one is told elsewhere."""
    return [
        sentence
        for name, (is_sound, sentence) in _RULES.items()
        if (value := environment.get(name, "").strip()) and not is_sound(value)
    ]


def _is_random(value: str, n_characters: int) -> bool:
    is_placeholder = any(word in value.lower() for word in ("development", "insecure", "change"))
    is_long = len(value) >= n_characters and len(set(value)) >= _LEAST_DIFFERENT
    return is_long and not is_placeholder


def _names_hosts(value: str) -> bool:
    return all(host.strip().strip(".") and "*" not in host for host in value.split(","))


def _is_key(encoded: str) -> bool:
    try:
        return len(base64.b64decode(encoded, validate=True)) == KEY_BYTES
    except (binascii.Error, ValueError):
        return False


def _is_keyring(value: str) -> bool:
    entries = [entry.strip().partition(":") for entry in value.split(",")]
    names = {name for name, _, _ in entries}
    return len(names) == len(entries) and all(
        name and name != "development" and _is_key(key) for name, _, key in entries
    )


def _are_keys(value: str) -> bool:
    return all(_is_key(key.strip()) for key in value.split(","))


def _is_secure_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        has_rest = bool(parts.path or parts.query or parts.fragment or parts.username)
        return parts.scheme == "https" and bool(parts.hostname) and not has_rest
    except ValueError:
        return False


def _is_private_mail(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in _ENCRYPTED_MAIL or (
            parts.scheme == "smtp" and is_loopback(parts.hostname)
        )
    except ValueError:
        return False


_RULES: dict[str, tuple[Callable[[str], bool], str]] = {
    "SECRET_KEY": (
        lambda value: _is_random(value, 50),
        "SECRET_KEY is weak: use 50 random characters or more.",
    ),
    "CODE_PEPPER": (
        lambda value: _is_random(value, 32),
        "CODE_PEPPER is weak: use 32 random characters or more.",
    ),
    "ALLOWED_HOSTS": (
        _names_hosts,
        "ALLOWED_HOSTS must name each host: with * anyone could have links of theirs mailed.",
    ),
    "DEMONSTRATION": (
        lambda value: value.lower() not in _TRUE,
        "DEMONSTRATION must be off in production: its passwords are public.",
    ),
    "VAULT_KEYS": (
        _is_keyring,
        "VAULT_KEYS must be name:base64 of 32 bytes, separated by commas, each name once.",
    ),
    "SURVEY_SEALING_KEY": (_is_key, "SURVEY_SEALING_KEY must be the base64 of 32 bytes."),
    "SURVEY_OPENING_KEY": (
        _are_keys,
        "SURVEY_OPENING_KEY must be base64 of 32 bytes; several keys are separated by commas.",
    ),
    "REPORT_SIGNING_KEY": (
        _is_key,
        "REPORT_SIGNING_KEY must be the base64 of 32 bytes: no report could be signed with this.",
    ),
    "SITE_URL": (
        _is_secure_address,
        "SITE_URL must be https:// and a host, without a path: sign-in needs an encrypted address.",
    ),
    "EMAIL_URL": (
        _is_private_mail,
        "EMAIL_URL must be smtp+tls:// or smtp+ssl://: letters carry links that sign in. Plain "
        "smtp:// is for this machine only.",
    ),
}
