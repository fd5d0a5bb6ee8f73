"""Settings with which production refuses to start, each with the sentence that says why."""

import base64
import binascii
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from urllib.parse import urlsplit

from clayton_review.mail_settings import is_loopback

KEY_BYTES = 32
_LEAST_DIFFERENT = 12  # characters; random text of these lengths has more
_LEAST_VARIED = 0.8  # of the runs of three; random text hardly repeats one
_LEAST_BYTES = 16  # different ones of 32; random ones are about 30
_MOST_OF_ONE_STEP = 0.25  # from value to value; random ones hardly repeat a step
_OFF = {"false", "off", "no", "n", "0"}  # django-environ takes any other number for true
_PUBLIC_KEY = re.compile("MCowBQYDK2VwAyEA[A-Za-z0-9+/]{43}=")  # Ed25519, RFC 8410
_AMOUNT = re.compile(r"[0-9]{1,6}(\.[0-9]+)?")
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", re.I)
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
    runs = [value[at : at + 3] for at in range(len(value) - 2)]
    is_varied = len(set(runs)) >= _LEAST_VARIED * len(runs)
    is_typed = _goes_in_steps(value.encode()) or " " in value  # by hand
    return is_long and is_varied and not is_placeholder and not is_typed


def _goes_in_steps(values: Sequence[int]) -> bool:
    """True if many values follow from the one before by the same step, as in an alphabet."""
    steps = Counter((after - before) % 256 for before, after in pairwise(values))
    return max(steps.values(), default=0) > _MOST_OF_ONE_STEP * steps.total()


def _names_hosts(value: str) -> bool:
    return all(_HOST.fullmatch(host.strip()) or _is_ipv6(host.strip()) for host in value.split(","))


def _is_ipv6(host: str) -> bool:
    return host.startswith("[") and host.endswith("]") and ":" in host


def _is_key(encoded: str) -> bool:
    try:
        raw = base64.b64decode(encoded, validate=True)
        is_random = len(set(raw)) >= _LEAST_BYTES and not raw.isascii()  # so it is no phrase
        return len(raw) == KEY_BYTES and is_random and not _goes_in_steps(raw)
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
        is_host = bool(_HOST.fullmatch(parts.hostname or "")) and parts.port != 0
        return parts.scheme == "https" and is_host and not has_rest
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
        "ALLOWED_HOSTS must name each host in full: with * or .com anyone could have links of "
        "theirs mailed.",
    ),
    "DEMONSTRATION": (
        lambda value: value.lower() in _OFF,
        "DEMONSTRATION must be 0 in production: its passwords are public.",
    ),
    "VAULT_KEYS": (
        _is_keyring,
        "VAULT_KEYS must be name:base64 of 32 random bytes, separated by commas, each name once.",
    ),
    "SURVEY_SEALING_KEY": (_is_key, "SURVEY_SEALING_KEY must be the base64 of 32 random bytes."),
    "SURVEY_OPENING_KEY": (
        _are_keys,
        "SURVEY_OPENING_KEY must be base64 of 32 random bytes; several are separated by commas.",
    ),
    "REPORT_SIGNING_KEY": (
        _is_key,
        "REPORT_SIGNING_KEY must be the base64 of 32 random bytes, or others could sign as well.",
    ),
    "EARLIER_REPORT_KEYS": (
        lambda value: all(_PUBLIC_KEY.fullmatch(line.strip()) for line in value.split(",")),
        "EARLIER_REPORT_KEYS must be the middle lines of the .pem files of reports.",
    ),
    "TRUSTED_PROXY_COUNT": (
        lambda value: value.isascii() and value.isdigit(),
        "TRUSTED_PROXY_COUNT must be the number of our own proxies: 0, 1, 2 …",
    ),
    "RESIDENTS_FORMS_GB": (
        lambda value: bool(_AMOUNT.fullmatch(value)) and float(value) > 0,
        "RESIDENTS_FORMS_GB must be a number above 0, such as 5 or 0.5.",
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
