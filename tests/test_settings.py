"""Production refuses to start on a missing secret; development needs nothing."""

import os
import subprocess
import sys
from base64 import b64encode

import pytest
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.test import RequestFactory

from clayton_review.local.verify import production_environment
from clayton_review.production_settings import problems
from clayton_review.web.message_storage import HostMessageStorage

LOAD = (
    "from django.conf import settings; print(settings.PRODUCTION, settings.SESSION_COOKIE_SECURE)"
)


def load(
    environment: dict[str, str], code: str = LOAD, *words: str
) -> "subprocess.CompletedProcess[str]":
    """Read the settings in a process of its own."""
    bare = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "clayton_review.settings"}
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=settings.BASE_DIR,
        env=bare | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_development_needs_no_environment() -> None:
    assert load({}).stdout.split() == ["False", "False"]


def test_production_starts_with_all_its_secrets() -> None:
    assert load(production_environment()).stdout.split() == ["True", "True"]


@pytest.mark.parametrize("missing", sorted(set(production_environment()) - {"ENVIRONMENT"}))
def test_production_refuses_to_start_without(missing: str) -> None:
    environment = {
        name: value for name, value in production_environment().items() if name != missing
    }
    answer = load(environment)
    assert answer.returncode != 0
    assert f"{missing} must be set" in answer.stderr


def test_the_web_server_alone_refuses_to_start_without_the_key_that_signs_reports() -> None:
    answer = load(SOUND, "import clayton_review.wsgi")
    assert "REPORT_SIGNING_KEY must be set for the web server" in answer.stderr
    assert load(SOUND, "import clayton_review.celery").returncode == 0


UNUSED_COOKIES = ("LANGUAGE_COOKIE_NAME",)  # the language is in the address
SOUND = production_environment()
KEY = SOUND["SURVEY_SEALING_KEY"]
ZEROS, SEVENS = (b64encode(bytes([value]) * 32).decode() for value in (0, 7))
TYPED = [
    b64encode(raw).decode()
    for raw in (
        bytes(range(32)), bytes(range(255, 223, -1)), bytes(7 * n % 256 for n in range(32)),
        bytes(range(200, 216)) * 2, b"correct horse battery staple 123",
        b"0123456789abcdefghijklmnopqrstuv",
    )
]  # fmt: skip
ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DEVELOPMENT = b64encode(b"development-only-vault-key------").decode()
PEM_LINE = f"MCowBQYDK2VwAyEA{KEY}"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("SECRET_KEY", ["k" * 60, "short-but-Random_7", "development-only-" + SOUND["SECRET_KEY"],
                        "abcdefghijkl" * 5, ALPHABET, ALPHABET[::-1],
                        "The quick brown fox jumps over the lazy dog and more words"]),
        ("CODE_PEPPER", ["pepper", "ab" * 20, "change-me-" + SOUND["CODE_PEPPER"], ALPHABET]),
        ("ALLOWED_HOSTS", ["*", "a.example.org,*", "*.example.org", "a.example.org,", ".", ".com",
                           ".example.org", "a.example.org,.org", "a b.example.org"]),
        ("DEMONSTRATION", ["true", "1", "Yes", "on", "2", "01", "-1", "１"]),
        (
            "VAULT_KEYS",
            [KEY, f"a:{KEY[:-8]}", "a:nonsense", f"a:{KEY},a:{KEY}", f"development:{KEY}",
             f":{KEY}", f"a:{ZEROS}", f"a:{KEY},b:{ZEROS}", f"a:{DEVELOPMENT}",
             *(f"a:{key}" for key in TYPED)],
        ),
        ("SURVEY_SEALING_KEY", ["nonsense", KEY[:-4], KEY + KEY, "ñ" * 44, f"{KEY},{KEY}",
                               ZEROS, *TYPED]),
        ("SURVEY_OPENING_KEY", ["nonsense", KEY[:-4], f"{KEY},", f"{KEY};{KEY}", f"new:{KEY}",
                               ZEROS, f"{KEY},{ZEROS}", *TYPED]),
        ("REPORT_SIGNING_KEY", ["nonsense", KEY[:-4], f"new:{KEY}", ZEROS, SEVENS, *TYPED]),
        ("EARLIER_REPORT_KEYS", [KEY, "-----BEGIN PUBLIC KEY-----", f"{PEM_LINE},"]),
        ("RESIDENTS_FORMS_GB", ["0", "-5", "nan", "inf", "1e3", "0.0", "５", "5 GB", "9" * 400]),
        ("TRUSTED_PROXY_COUNT", ["-1", "one", "1.5", "１"]),
        (
            "SITE_URL",
            ["http://review.example.org", "review.example.org", "https://", "https://[x",
             "https://review.example.org/portal", "https://me@review.example.org",
             "https://*", "https://*.example.org", "https://.org", "https://review.example.org:x"],
        ),
        (
            "EMAIL_URL",
            ["smtp://mail.example.org", "smtp://10.0.0.8:25", "filemail:///tmp", "nonsense",
             "smtp://[x", "consolemail://", "smtps://mail.example.org"],
        ),
    ],
)  # fmt: skip
def test_production_refuses_what_is_weak_or_malformed(name: str, values: list[str]) -> None:
    for value in values:
        (sentence,) = problems(SOUND | {name: value})
        assert sentence.startswith(name), value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EMAIL_URL", "smtp://localhost:25"),
        ("EMAIL_URL", "smtp://127.0.0.1"),
        ("EMAIL_URL", "smtp+ssl://user:secret@mail.example.org:465"),
        ("DEMONSTRATION", "false"),
        ("DEMONSTRATION", "0"),
        ("EARLIER_REPORT_KEYS", f"{PEM_LINE}, {PEM_LINE}"),
        ("RESIDENTS_FORMS_GB", "0.5"),
        ("RESIDENTS_FORMS_GB", "20"),
        ("TRUSTED_PROXY_COUNT", "2"),
        ("ALLOWED_HOSTS", "localhost,10.0.0.8,[::1]"),
        ("ALLOWED_HOSTS", "review.example.org, www.example.org"),
        ("VAULT_KEYS", f"new:{KEY}, old:{KEY}"),
        ("SURVEY_OPENING_KEY", KEY),
        ("SURVEY_OPENING_KEY", f"{KEY}, {KEY}"),
        ("SITE_URL", "https://review.example.org:8443"),
    ],
    ids=lambda text: "KEY".join(text.split(KEY)),  # the same in every process of a run
)
def test_production_takes_what_is_sound(name: str, value: str) -> None:
    assert problems(SOUND | {name: value}) == []


def test_production_names_all_that_is_wrong_at_once() -> None:
    answer = load(SOUND | {"SECRET_KEY": "weak", "SITE_URL": "http://review.example.org"})
    assert answer.returncode != 0
    assert "SECRET_KEY is weak: use 50 random characters or more. SITE_URL must" in answer.stderr


def test_cookies_and_preloading_of_production() -> None:
    named = [name for name in dir(settings) if name.endswith("_COOKIE_NAME")]
    names = ", s.".join(name for name in named if name not in UNUSED_COOKIES)
    shown = f"from django.conf import settings as s; print(s.SECURE_HSTS_PRELOAD, s.{names})"
    preloads, *cookies = load(SOUND, shown).stdout.split()
    assert preloads == "False"
    assert len(cookies) == 4  # of the session, its forms, its notices, and of known devices
    assert [name[:7] for name in cookies] == ["__Host-"] * 4


def test_notices_are_kept_in_the_cookie_of_that_name(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.session = {}  # type: ignore[assignment]  # long notices would go there
    notices, answer = HostMessageStorage(request), HttpResponse()
    notices.add(messages.INFO, "Saved.")
    notices.update(answer)
    assert list(answer.cookies) == [settings.MESSAGES_COOKIE_NAME]


@pytest.mark.parametrize(
    ("words", "role"),
    [(["migrate"], "owner"), (["migrate", "--plan"], "owner"), (["check"], "app"), ([], "app")],
)
def test_only_migrating_uses_the_role_that_owns_the_tables(words: list[str], role: str) -> None:
    environment = {
        "DATABASE_URL": "postgres://app:secret@db.example.org/clayton",
        "DATABASE_OWNER_URL": "postgres://owner:secret@db.example.org/clayton",
    }
    shown = (
        "from django.conf import settings as s; print([d['USER'] for d in s.DATABASES.values()])"
    )
    assert load(environment, shown, *words).stdout.strip() == str([role, role])


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("smtp+tls://u:p@mail.example.org", "mail.example.org 587 True False"),
        ("smtp+ssl://u:p@mail.example.org", "mail.example.org 465 False True"),
        ("", "localhost 25 False False"),
    ],
)
def test_the_mail_server_is_the_one_of_its_address(address: str, told: str) -> None:
    names = "s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_USE_TLS, s.EMAIL_USE_SSL"
    shown = f"from django.conf import settings as s; print({names})"
    assert load({"EMAIL_URL": address}, shown).stdout.strip() == told


def test_an_unknown_environment_is_refused() -> None:
    assert "must be development or production" in load({"ENVIRONMENT": "prod"}).stderr


@pytest.mark.parametrize(
    "address",
    [
        "nonsense",
        "mysql://a/b",
        "sqlite:///x.db",
        "postgres://",
        "postgres://host/",
        "postgres://h:x/y",
    ],
)
def test_an_address_of_no_postgresql_is_refused(address: str) -> None:
    answer = load({"DATABASE_URL": address})
    assert answer.returncode != 0
    assert "ImproperlyConfigured: DATABASE_URL must be the address of a" in answer.stderr


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_both_names_of_the_postgresql_scheme_are_read(scheme: str) -> None:
    assert load({"DATABASE_URL": f"{scheme}://h1:1,h2:2/y"}).stdout.split() == ["False", "False"]
