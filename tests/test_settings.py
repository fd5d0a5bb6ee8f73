"""Production refuses to start on a missing secret; development needs nothing."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from clayton_review.local.verify import production_environment

LOAD = (
    "from django.conf import settings; print(settings.PRODUCTION, settings.SESSION_COOKIE_SECURE)"
)


def load(environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """Read the settings in a process of its own."""
    bare = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "clayton_review.settings"}
    return subprocess.run(
        [sys.executable, "-c", LOAD],
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
